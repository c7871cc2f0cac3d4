"""What geocoders have answered, to be looked through."""

from django.contrib import admin
from django.http import HttpRequest

from geo.models import KnownAddress


@admin.register(KnownAddress)
class KnownAddressAdmin(admin.ModelAdmin):
    """No address stands here, only its keyed hash; a wrong answer may be deleted and is asked anew."""

    list_display = ("answered_at", "source", "precision", "agrees", "score", "municipality", "lat", "lon")
    list_filter = ("source", "precision")
    search_fields = ("=key",)
    date_hierarchy = "answered_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: KnownAddress | None = None) -> bool:
        return False
