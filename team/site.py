"""The office's site: Django's admin, behind the door that the whole team uses."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from team import access


class Office(AdminSite):
    """The admin for whoever has logged in with both factors. Every one of its pages asks `has_permission`."""

    # all lists stand on the first page; beside a list they would take the room of its last columns
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and access.is_in(request)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No log-in of its own: on to the team's door; who may not enter is told so there."""
        index = reverse("admin:index")
        if not access.is_in(request):
            return access.to_the_door(request, request.GET.get("next") or index)
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(index)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The team's own way out."""
        return redirect("team:logout", preserve_request=True)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The team's own page for it."""
        return redirect("team:password")
