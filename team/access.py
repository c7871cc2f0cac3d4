"""Who may open a staff page: whoever has logged in with both factors, and has the right that it asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from team import roles, second

View = Callable[..., HttpResponse]
TAKE_CALLS, LEAD_CALLS = roles.TAKE_CALLS, roles.LEAD_CALLS


def is_in(request: HttpRequest) -> bool:
    """Whether somebody has logged in with password and second factor."""
    return request.user.is_authenticated and second.is_verified(request.user)


def to_step(step: str, onward: str) -> HttpResponse:
    """On to a step of the door, by its name, and from there to a page of ours, if one is named."""
    return redirect_to_login(onward, reverse(step)) if onward else redirect(step)


def to_the_door(request: HttpRequest, onward: str = "") -> HttpResponse:
    """On to the step that is missing, and from there back to this page."""
    step = "team:code" if request.user.is_authenticated else "team:login"
    return to_step(step, onward or request.get_full_path())


def needs(right: str) -> Callable[[View], View]:
    """A view for those with this right ("app.codename"): others log in first, or are told no (403)."""
    return _guard(lambda request: request.user.has_perm(right))


def _guard(may: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_in(request):
                return to_the_door(request)
            if not may(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


of_the_team = _guard(lambda request: True)


def person(request: HttpRequest) -> User:
    """The account that is logged in, behind a guard."""
    return cast(User, request.user)


def actor(request: HttpRequest) -> str:
    """How the books name who is logged in: by number, never by name."""
    return f"staff:{request.user.pk}"
