"""The operators' desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from team.access import TAKE_CALLS, needs


@require_safe
@needs(TAKE_CALLS)
def desk(request: HttpRequest) -> HttpResponse:
    """One page for a whole call."""
    return render(request, "callcentre/desk.html")
