"""Who may touch real calls: whoever has the right, and has practised with the invented caller."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from callcentre import training
from team.access import TAKE_CALLS, View, needs


def takes_calls(view: View) -> View:
    """A view for operators; those who have not practised yet are led to the practice."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not training.is_trained(request.user):
            return redirect("callcentre:training")
        return view(request, *args, **kwargs)

    return needs(TAKE_CALLS)(guarded)
