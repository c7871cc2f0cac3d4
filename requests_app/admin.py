"""Requests for help, in the office."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from covidsol.nudge import nudge
from geo.office import PlaceFilter, look_again
from letters.tasks import deliver_soon
from matching import dispatch, endings
from matching.models import Invitation, Match
from matching.tasks import open_request
from privacy.search import phone_as_written, phone_fingerprints
from requests_app import office
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, StatusChange


class ReadOnlyInline(admin.TabularInline):
    """Rows that follow from what happens."""

    extra = 0
    can_delete = False
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("volunteer") if "volunteer" in self.readonly_fields else rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DiaryInline(ReadOnlyInline):
    """Every move of the request."""

    model = StatusChange
    fields = readonly_fields = ("at", "old", "new", "by")


class InvitationInline(ReadOnlyInline):
    """Who was asked, when, with what answer."""

    model = Invitation
    fields = readonly_fields = ("wave", "volunteer", "km", "asked_at", "answer", "answered_at")


class MatchInline(ReadOnlyInline):
    """Who said yes, and what became of it."""

    model = Match
    fields = readonly_fields = ("volunteer", "claimed_at", "outcome", "ended_at", "lapses_at")


class CallListFilter(admin.SimpleListFilter):
    """What people must ring about."""

    title = _("call list")
    parameter_name = "calls"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("people must ring"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
        """Only those people must ring about; the order stays the list's own."""
        waiting = HelpRequest.objects.to_ring_about().values("pk")
        return queryset.filter(pk__in=waiting) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """By what is asked for."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.code, kind.private_label) for kind in kinds.KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(HelpRequest)
class HelpRequestAdmin(admin.ModelAdmin):
    """No name in the list. The status follows from the four actions, which are those of the web pages."""

    list_display = (
        "reference",
        "status",
        "due_at",
        "label",
        "where",
        "urgent",
        "letters",
        "created_at",
    )
    list_filter = (
        "status",
        CallListFilter,
        PlaceFilter,
        "hold",
        KindFilter,
        "urgent",
        "weekly",
        "channel",
        "language",
        "precision",
    )
    search_fields = ("reference", "postcode")
    search_help_text = _("reference, postcode, or a whole phone number")
    date_hierarchy = "created_at"
    inlines = (MatchInline, InvitationInline, DiaryInline)
    actions = ("ask_again", "release", "cancel", "done", look_again)
    exclude = ("epoch", "kind", "languages", "phone", "phone_index", "postcode", "municipality")
    readonly_fields = (
        "label",
        "where",
        "phone_label",
        "languages_label",
        "precision",
        "source",
        "located_at",
        "looked_at",
        "look_again_at",
    )

    def get_urls(self) -> list[Any]:
        """Two pages more for each request, see requests_app/office.py."""
        pages = {"volunteers": office.volunteers, "address": office.address}
        own = [
            path(
                f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"requests_app_helprequest_{name}"
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: HelpRequest | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: HelpRequest | None = None) -> bool:
        return False

    @admin.display(description=_("kind"), ordering="kind")
    def label(self, row: HelpRequest) -> str:
        return str(row.catalogue_kind.private_label)

    @admin.display(description=_("municipality"), ordering="postcode")
    def where(self, row: HelpRequest) -> str:
        return row.municipality_label(get_language() or row.language)

    @admin.display(description=_("phone"))
    def phone_label(self, row: HelpRequest) -> str:
        return phone_as_written(row.phone)

    @admin.display(description=_("speaks"))
    def languages_label(self, row: HelpRequest) -> str:
        return row.languages_label

    @admin.display(description=_("letters"))
    def letters(self, row: HelpRequest) -> int:
        return int(row.letters_sent)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HelpRequest]:
        rows: QuerySet[HelpRequest] = super().get_queryset(request)
        return rows.annotate(letters_sent=Count("invitations"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[HelpRequest], search_term: str
    ) -> tuple[QuerySet[HelpRequest], bool]:
        """A phone number is locked in its row, so it is looked up by its fingerprint."""
        found, distinct = super().get_search_results(request, queryset, search_term.replace(" ", ""))
        return found | queryset.filter(phone_index__in=phone_fingerprints(search_term)), distinct

    def _each(
        self, request: HttpRequest, rows: QuerySet[HelpRequest], act: Callable[[HelpRequest, str], None]
    ) -> None:
        """Do it to each row; count what went, name what the lifecycle does not allow."""
        count = 0
        for row in rows:
            try:
                act(row, f"staff:{request.user.pk}")
                count += 1
            except IllegalMove:
                text = _("%(reference)s: not possible while it is “%(status)s”.")
                messages.warning(
                    request, text % {"reference": row.reference, "status": row.get_status_display()}
                )
        if count:
            messages.success(request, ngettext("%(n)s request.", "%(n)s requests.", count) % {"n": count})
            nudge(deliver_soon)

    @admin.action(description=_("Ask again: the next letters go now"), permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        def act(row: HelpRequest, by: str) -> None:
            dispatch.ask_again(row, timezone.now())
            nudge(open_request, row.uuid)

        self._each(request, queryset, act)

    @admin.action(
        description=_("Release: from hold, or from the volunteer who has it"), permissions=["change"]
    )
    def release(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        def act(row: HelpRequest, by: str) -> None:
            endings.release(row, by=by, now=timezone.now())
            nudge(open_request, row.uuid)

        self._each(request, queryset, act)

    @admin.action(description=_("Cancel: no longer needed"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        self._each(request, queryset, lambda row, by: endings.cancel(row, by=by, now=timezone.now()))

    @admin.action(description=_("Done: the person has been helped"), permissions=["change"])
    def done(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        self._each(request, queryset, lambda row, by: endings.finish(row, by=by, now=timezone.now()))
