"""The outbox, to be watched."""

from django.contrib import admin
from django.http import HttpRequest

from letters.models import DeliveryEvent, Letter, Suppression
from office.lists import BigList, TroubleFilter


@admin.register(Letter)
class LetterAdmin(BigList):
    """Which letters wait, went, or could not go. Read only: letters follow from what happens."""

    list_display = ("kind", "status", "created_at", "due_at", "sent_at", "delivery", "attempts", "problem")
    list_filter = ("status", TroubleFilter, "delivery", "kind")
    search_fields = ("=uuid", "=subject")
    date_hierarchy = "created_at"

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
