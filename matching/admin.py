"""Invitations and matches, to be looked through. What happens to them happens at the request."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from matching.models import Invitation, Match
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
    search_fields = ("help_request__reference", "volunteer__postcode")
    search_help_text = _("reference or postcode")
    date_hierarchy = "claimed_at"
