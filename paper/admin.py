"""Posters' codes, openings and arrivals, to be looked through; nothing of them is changed by hand."""

from django.contrib import admin

from paper.models import Arrival, Code, Scans
from privacy.admin import ReadOnlyAdmin


@admin.register(Code)
class CodeAdmin(ReadOnlyAdmin):
    """Which posters are up."""

    list_display = ("help_request", "made_at", "ended_at")
    list_select_related = ("help_request",)
    date_hierarchy = "made_at"


@admin.register(Scans)
class ScansAdmin(ReadOnlyAdmin):
    """How often they were opened."""

    list_display = ("help_request", "day", "number")
    list_select_related = ("help_request",)
    date_hierarchy = "day"


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    """Who came by one."""

    list_display = ("help_request", "volunteer", "is_new", "at")
    list_select_related = ("help_request", "volunteer")
    date_hierarchy = "at"
