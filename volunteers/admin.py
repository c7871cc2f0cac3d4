"""Volunteers, in the office."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue import kinds, languages
from covidsol.nudge import nudge
from geo.office import PlaceFilter, look_again
from letters.tasks import deliver_soon
from matching import endings, watch
from office import queues, searching, volunteer_page
from office.confirming import asks_first
from office.lists import BigList
from team.access import actor
from volunteers import membership, office
from volunteers.models import Status, Volunteer

FOR_A_FILE = ("status__exact", "speaks", "offers")  # what exchange/export_views.py understands


class SpeaksFilter(admin.SimpleListFilter):
    """By language spoken, through the search rows."""

    title = _("speaks")
    parameter_name = "speaks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return languages.CHOICES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
        return queryset.filter(reaches__language=self.value()) if self.value() else queryset


class OffersFilter(admin.SimpleListFilter):
    """By kind of help offered."""

    title = _("offers")
    parameter_name = "offers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(offer.code, offer.label) for offer in kinds.OFFERS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
        bit = kinds.mask([self.value() or ""])
        return queryset.alias(offered=F("kinds").bitand(bit)).filter(offered=bit) if bit else queryset


class LookFilter(admin.SimpleListFilter):
    """Those at whom a coordinator should look, as the queues of the first page count them."""

    title = _("to look at")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(slot.code, slot.label) for slot in queues.LOOKS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
        code = self.value()
        if code not in [slot.code for slot in queues.LOOKS]:
            return queryset
        asked = request.__dict__.setdefault("looked_at", {})  # for facets each filter is applied many times
        if code not in asked:
            asked[code] = watch.keys(code, timezone.now())
        return queryset.filter(pk__in=asked[code], status=Status.ACTIVE, blocked_at__isnull=True)


@admin.register(Volunteer)
class VolunteerAdmin(BigList):
    """Names are shown masked in the list; by phone or e-mail somebody is found at office/finding.py."""

    list_display = ("__str__", "status", "where", "languages_label", "travel_km", "registered_at")
    list_filter = (
        "status",
        PlaceFilter,
        LookFilter,
        SpeaksFilter,
        OffersFilter,
        "language",
        ("approved_at", admin.EmptyFieldListFilter),
        ("blocked_at", admin.EmptyFieldListFilter),
        ("held_back_at", admin.EmptyFieldListFilter),
        ("undeliverable_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("postcode",)
    search_help_text = _("postcode or municipality; by phone or e-mail: “Find a person”")
    date_hierarchy = "registered_at"
    actions = ("approve", "block", look_again)

    def get_urls(self) -> list[Any]:
        """The pages of one volunteer, see office/volunteer_page.py and volunteers/office.py."""
        pages: dict[str, tuple[str, Any]] = {
            "address": ("address/", office.address),
            "show": ("show/", volunteer_page.show),
            "act": ("act/<slug:code>/", volunteer_page.act),
        }
        own = [
            path(f"<int:pk>/{end}", self.admin_site.admin_view(view), name=f"volunteers_volunteer_{name}")
            for name, (end, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With the way to the same people in a file; what was searched for does not come along."""
        kept = {name: request.GET[name] for name in FOR_A_FILE if name in request.GET}
        narrowed = {"narrowed": f"?{urlencode(kept)}" if kept else ""}
        return super().changelist_view(request, narrowed | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Our own page in the place of Django's form."""
        return volunteer_page.page(request, object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return False

    @admin.display(description=_("municipality"), ordering="postcode")
    def where(self, volunteer: Volunteer) -> str:
        return volunteer.municipality_label(get_language() or "fr")

    @admin.display(description=_("speaks"))
    def languages_label(self, volunteer: Volunteer) -> str:
        return volunteer.languages_label

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Volunteer], search_term: str
    ) -> tuple[QuerySet[Volunteer], bool]:
        """A postcode, or a municipality in any of its languages."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(searching.places(search_term)), distinct

    @admin.action(description=_("Approve: I have checked who this is"), permissions=["change"])
    @asks_first(_("You have checked who each of them is. No document is kept."))
    def approve(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> None:
        waiting = queryset.exclude(status=Status.LEFT).filter(approved_at__isnull=True)
        self._each(request, waiting, lambda each, by, now: membership.approve(each, by, "office", now))

    @admin.action(description=_("Block: no letters and no links, at once"), permissions=["change"])
    @asks_first(_("No letters and no links from this moment on. Their tasks go to others."))
    def block(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> None:
        here = queryset.exclude(status=Status.LEFT).filter(blocked_at__isnull=True)
        self._each(request, here, lambda each, by, now: endings.block_volunteer(each, by=by, now=now))

    def _each(
        self, request: HttpRequest, rows: QuerySet[Volunteer], act: Callable[[Volunteer, str, datetime], None]
    ) -> None:
        """Do it to each row, and count; who is so already is left as he is."""
        count = 0
        for row in rows:
            act(row, actor(request), timezone.now())
            count += 1
        nudge(deliver_soon)
        text = ngettext("%(n)s volunteer.", "%(n)s volunteers.", count)
        messages.success(request, text % {"n": count})
