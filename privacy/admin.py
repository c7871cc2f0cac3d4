"""The two books, to be read only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from office import words
from privacy.models import Consent, Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes; a book is for reading."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class ActionFilter(admin.SimpleListFilter):
    """By what happened, in words; the words are known without reading the book."""

    title, parameter_name = _("what happened"), "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((code, str(text)) for code, text in words.EVENTS.items()), key=lambda each: each[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """Only those events."""
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ("at", "what", "who", "subject")
    list_filter = (ActionFilter,)
    search_fields = ("=subject", "actor")
    date_hierarchy = "at"

    @admin.display(description=_("what happened"), ordering="action")
    def what(self, row: Event) -> str:
        return words.event(row.action)

    @admin.display(description=_("by"), ordering="actor")
    def who(self, row: Event) -> str:
        return words.actor(row.actor)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Who agreed to which words."""

    list_display = ("given_at", "text", "version", "channel", "language", "subject")
    list_filter = ("text", "version", "channel")
    search_fields = ("=subject",)
