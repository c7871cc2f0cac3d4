"""Invitations and matches, to be looked through. What happens to them happens at the request."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from matching.models import Invitation, Match
from office import searching
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
