"""Invitations, matches and reports, to be looked through; a report is settled here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Invitation, Match
from matching.report_rows import Report
from office import report_page, searching
from office.lists import BigList, SilentFilter
from privacy.admin import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(BigList, ReadOnlyAdmin):
    """Who was asked for which request."""

    exclude = ("epoch",)
    list_display = ("help_request", "volunteer", "wave", "km", "asked_at", "answer")
    list_filter = ("answer", "help_request__status")
    list_select_related = ("help_request", "volunteer")
    search_fields = ("help_request__reference", "volunteer__postcode")
    date_hierarchy = "asked_at"


@admin.register(Match)
class MatchAdmin(BigList, ReadOnlyAdmin):
    """Who said yes, and what became of it."""

    exclude = ("epoch", "note")
    list_display = ("help_request", "volunteer", "claimed_at", "outcome", "lapses_at", "ended_at")
    list_filter = ("outcome", SilentFilter, ("volunteer__undeliverable_at", admin.EmptyFieldListFilter))
    list_select_related = ("help_request", "volunteer")
    search_fields = ("help_request__reference", "help_request__postcode", "volunteer__postcode")
    search_help_text = _("reference of the request, postcode or municipality")
    date_hierarchy = "claimed_at"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Match], search_term: str
    ) -> tuple[QuerySet[Match], bool]:
        """A municipality, in any of its languages, is that of the person who asked."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(searching.places(search_term, "help_request__")), distinct


@admin.register(Report)
class ReportAdmin(BigList, ReadOnlyAdmin):
    """What was not right. No words in the list; the page covers them until somebody presses."""

    list_display = ("__str__", "age", "spoken", "helper", "verdict", "settled_at")
    list_filter = (("settled_at", admin.EmptyFieldListFilter), "side", "what", "verdict")
    list_select_related = ("match__help_request", "match__volunteer")
    search_fields = ("match__help_request__reference",)
    search_help_text = _("reference")
    date_hierarchy = "created_at"

    def get_urls(self) -> list[Any]:
        """The pages of one report, see office/report_page.py."""
        pages: dict[str, tuple[str, Any]] = {
            "show": ("show/", report_page.show),
            "act": ("act/<slug:code>/", report_page.act),
        }
        own = [
            path(f"<int:pk>/{end}", self.admin_site.admin_view(view), name=f"matching_report_{name}")
            for name, (end, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Our own page in the place of Django's form."""
        return report_page.page(request, object_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """The words stay locked."""
        rows: QuerySet[Report] = super().get_queryset(request)
        return rows.defer("words")

    @admin.display(description=_("waits for"), ordering="created_at")
    def age(self, row: Report) -> str:
        return str(report_page.age(row, timezone.now()))

    @admin.display(description=_("reference"), ordering="match__help_request__reference")
    def spoken(self, row: Report) -> str:
        return row.match.help_request.spoken_reference

    @admin.display(description=_("volunteer"))
    def helper(self, row: Report) -> str:
        return str(row.match.volunteer)
