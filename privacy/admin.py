"""The two books, to be read only."""

from django.contrib import admin
from django.http import HttpRequest

from privacy.models import Consent, Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes; a book is for reading."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ("at", "action", "actor", "subject")
    list_filter = ("action",)
    search_fields = ("=subject", "actor")
    date_hierarchy = "at"


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Who agreed to which words."""

    list_display = ("given_at", "text", "version", "channel", "language", "subject")
    list_filter = ("text", "version", "channel")
    search_fields = ("=subject",)
