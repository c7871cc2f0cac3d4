"""The outbox, to be watched."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from letters import kinds
from letters.models import DeliveryEvent, Letter, Suppression
from office import words
from office.lists import BigList, TroubleFilter


class KindFilter(admin.SimpleListFilter):
    """By what a letter says, in words; the kinds are known without reading the table."""

    title, parameter_name = _("kind of letter"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((name, words.letter(name)) for name in kinds.names()), key=lambda each: each[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        """Only those of the kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(BigList):
    """Which letters wait, went, or could not go. Read only: letters follow from what happens."""

    list_display = ("what", "status", "created_at", "due_at", "sent_at", "delivery", "attempts", "problem")
    list_filter = ("status", TroubleFilter, "delivery", KindFilter)
    search_fields = ("=uuid", "=subject")
    date_hierarchy = "created_at"

    @admin.display(description=_("kind of letter"), ordering="kind")
    def what(self, row: Letter) -> str:
        return words.letter(row.kind)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False


class ReadOnly(admin.ModelAdmin):
    """Rows that follow from what happens."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(DeliveryEvent)
class DeliveryEventAdmin(ReadOnly):
    """What the provider has told."""

    list_display = ("at", "kind", "letter")
    list_filter = ("kind",)
    list_select_related = ("letter",)
    date_hierarchy = "at"

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly):
    """Addresses that get no letters; deleting a row lifts the ban."""

    list_display = ("at", "reason", "recipient")
    list_filter = ("reason",)
