"""Who may open a staff page: whoever is logged in, and has the right that the page asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]
TAKE_CALLS = "callcentre.take_calls"
LEAD_CALLS = "callcentre.lead_calls"


def needs(right: str) -> Callable[[View], View]:
    """A view for those with this right ("app.codename"): others log in first, or are told no (403)."""

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def actor(request: HttpRequest) -> str:
    """How the books name who is logged in: by number, never by name."""
    return f"staff:{request.user.pk}"
