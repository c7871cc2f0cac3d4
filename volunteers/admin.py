"""Volunteers, in the office."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue import kinds, languages
from geo.office import PlaceFilter, look_again
from matching import endings
from privacy.crypto import blind_indexes
from privacy.search import phone_fingerprints
from volunteers import membership, office
from volunteers.models import Status, Volunteer


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


@admin.register(Volunteer)
class VolunteerAdmin(admin.ModelAdmin):
    """Names are shown masked in the list; an exact e-mail address or phone number finds its row."""

    list_display = ("__str__", "status", "where", "languages_label", "travel_km", "registered_at")
    list_filter = (
        "status",
        PlaceFilter,
        SpeaksFilter,
        OffersFilter,
        "language",
        ("blocked_at", admin.EmptyFieldListFilter),
        ("undeliverable_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("postcode",)
    search_help_text = _("postcode, or a whole e-mail address or phone number")
    date_hierarchy = "registered_at"
    actions = ("approve", "block", look_again)
    exclude = ("epoch", "kinds", "languages", "postcode", "municipality")
    readonly_fields = (
        "offers_label",
        "languages_label",
        "where",
        "precision",
        "source",
        "located_at",
        "looked_at",
        "look_again_at",
    )

    def get_urls(self) -> list[Any]:
        """One page more for each volunteer, see volunteers/office.py."""
        view, name = self.admin_site.admin_view(office.address), "volunteers_volunteer_address"
        return [path("<int:pk>/address/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return False

    @admin.display(description=_("municipality"), ordering="postcode")
    def where(self, volunteer: Volunteer) -> str:
        return volunteer.municipality_label(get_language() or "fr")

    @admin.display(description=_("offers"))
    def offers_label(self, volunteer: Volunteer) -> str:
        return ", ".join(str(offer.label) for offer in volunteer.offers)

    @admin.display(description=_("speaks"))
    def languages_label(self, volunteer: Volunteer) -> str:
        return volunteer.languages_label

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Volunteer], search_term: str
    ) -> tuple[QuerySet[Volunteer], bool]:
        """Personal data is locked, so an address or a number is looked up by its fingerprint."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        by_index = queryset.filter(email_index__in=blind_indexes(search_term.strip().lower()))
        return found | by_index | queryset.filter(phone_index__in=phone_fingerprints(search_term)), distinct

    @admin.action(description=_("Approve: I have checked who this is"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> None:
        for volunteer in queryset.exclude(status=Status.LEFT):
            membership.approve(volunteer, f"staff:{request.user.pk}", "office", timezone.now())
        messages.success(request, _("Approved."))

    @admin.action(description=_("Block: no letters and no links, at once"), permissions=["change"])
    def block(self, request: HttpRequest, queryset: QuerySet[Volunteer]) -> None:
        for volunteer in queryset.exclude(status=Status.LEFT):
            endings.block_volunteer(volunteer, by=f"staff:{request.user.pk}", now=timezone.now())
        messages.success(request, _("Blocked."))
