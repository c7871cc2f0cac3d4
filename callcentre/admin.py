"""Calls and what must be rung about, to be looked through in the office."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcentre.models import CallTask
from office import ages
from office.lists import BigList, CallBackFilter
from office.queues import HOUR
from privacy.admin import ReadOnlyAdmin


@admin.register(CallTask)
class CallTaskAdmin(BigList, ReadOnlyAdmin):
    """What must be rung about and is not settled; it is settled at the operators' desk."""

    list_display = ("reason", "waits", "due_at", "language", "urgent", "tries", "held_by")
    list_filter = (CallBackFilter, "reason", "urgent")
    list_select_related = ("held_by",)
    search_fields = ("=subject",)
    fields = ("reason", "subject", "language", "urgent", "created_at", "due_at", "tries", "held_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CallTask]:
        """Those due now: what comes later is nobody's work yet."""
        return CallTask.objects.due(timezone.now())

    @admin.display(description=_("waits for"), ordering="due_at")
    def waits(self, row: CallTask) -> str:
        return ages.of(row.due_at, timezone.now(), HOUR, 8 * HOUR).__str__()
