"""The outbox, to be watched."""

from django.contrib import admin
from django.http import HttpRequest

from letters.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Which letters wait, went, or could not go. Read only: letters follow from what happens."""

    list_display = ("kind", "status", "created_at", "due_at", "sent_at", "attempts", "problem")
    list_filter = ("status", "kind")
    search_fields = ("=uuid", "=subject")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
