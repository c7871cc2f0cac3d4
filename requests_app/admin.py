"""Requests for help, in the office."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from covidsol.nudge import nudge
from geo.office import PlaceFilter, look_again
from letters.tasks import deliver_soon
from matching import dispatch, endings
from matching.models import Invitation
from matching.tasks import open_request
from office import ages, finding, request_page, searching
from office.confirming import asks_first
from office.lists import BigList
from requests_app import office
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status

LOCKED = ("code_word", "name", "phone", "email", "street", "notes", "asked_by")


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
class HelpRequestAdmin(BigList):
    """No name in the list. The status follows from the acts, which are those of the web pages."""

    list_display = ("spoken", "state", "age", "label", "where", "speaks", "letters")
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
    search_help_text = _("reference, postcode or municipality; by phone or name: “Find a person”")
    date_hierarchy = "created_at"
    actions = ("ask_again", "release", "cancel", "done", look_again)

    def get_urls(self) -> list[Any]:
        """The pages of one request, see office/request_page.py and requests_app/office.py; and the search."""
        pages: dict[str, tuple[str, Any]] = {
            "volunteers": ("volunteers/", office.volunteers),
            "address": ("address/", office.address),
            "details": ("details/", office.details),
            "show": ("show/", request_page.show),
            "act": ("act/<slug:code>/", request_page.act),
        }
        own = [
            path(f"<int:pk>/{end}", self.admin_site.admin_view(view), name=f"requests_app_helprequest_{name}")
            for name, (end, view) in pages.items()
        ]
        find = self.admin_site.admin_view(finding.find)
        return [path("find/", find, name="requests_app_helprequest_find"), *own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Our own page in the place of Django's form."""
        return request_page.page(request, object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: HelpRequest | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: HelpRequest | None = None) -> bool:
        return False

    @admin.display(description=_("reference"), ordering="reference")
    def spoken(self, row: HelpRequest) -> str:
        return row.spoken_reference

    @admin.display(description=_("status"), ordering="status")
    def state(self, row: HelpRequest) -> str:
        status = str(row.get_status_display())
        if row.status != Status.HELD:
            return status
        return _("%(status)s: %(why)s") % {"status": status, "why": row.get_hold_display()}

    @admin.display(description=_("waits for"), ordering="created_at")
    def age(self, row: HelpRequest) -> str:
        return ages.of_request(row, timezone.now()).__str__()

    @admin.display(description=_("kind"), ordering="kind")
    def label(self, row: HelpRequest) -> str:
        return str(row.catalogue_kind.private_label)

    @admin.display(description=_("municipality"), ordering="postcode")
    def where(self, row: HelpRequest) -> str:
        return row.municipality_label(get_language() or row.language)

    @admin.display(description=_("speaks"))
    def speaks(self, row: HelpRequest) -> str:
        return row.languages_label

    @admin.display(description=_("letters"))
    def letters(self, row: HelpRequest) -> int:
        return int(row.letters_sent)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[HelpRequest]:
        """Letters are counted for the rows of one page; locked columns stay locked."""
        mine = Invitation.objects.filter(help_request=OuterRef("pk")).order_by().values("help_request")
        count = Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)
        rows: QuerySet[HelpRequest] = super().get_queryset(request)
        return rows.annotate(letters_sent=count).defer(*LOCKED)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[HelpRequest], search_term: str
    ) -> tuple[QuerySet[HelpRequest], bool]:
        """A reference as it is read out, a postcode, or a municipality in any of its languages."""
        found, distinct = super().get_search_results(request, queryset, search_term.replace(" ", ""))
        return found | queryset.filter(searching.places(search_term)), distinct

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
    @asks_first(_("The next letters about each of them go now."))
    def ask_again(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        def act(row: HelpRequest, by: str) -> None:
            dispatch.ask_again(row, timezone.now())
            nudge(open_request, row.uuid)

        self._each(request, queryset, act)

    @admin.action(
        description=_("Release: from hold, or from the volunteer who has it"), permissions=["change"]
    )
    @asks_first(_("They are open again, and the next letters go now. Volunteers who are on them are told."))
    def release(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        def act(row: HelpRequest, by: str) -> None:
            endings.release(row, by=by, now=timezone.now())
            nudge(open_request, row.uuid)

        self._each(request, queryset, act)

    @admin.action(description=_("Cancel: no longer needed"), permissions=["change"])
    @asks_first(_("They are closed, and volunteers who are on them are told."))
    def cancel(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        self._each(request, queryset, lambda row, by: endings.cancel(row, by=by, now=timezone.now()))

    @admin.action(description=_("Done: the person has been helped"), permissions=["change"])
    @asks_first(_("They are closed as done."))
    def done(self, request: HttpRequest, queryset: QuerySet[HelpRequest]) -> None:
        self._each(request, queryset, lambda row, by: endings.finish(row, by=by, now=timezone.now()))
