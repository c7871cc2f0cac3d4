"""The page of one request, for the person who asked. A GET shows, a POST changes."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import endings, policy
from matching.models import Match
from privacy import doors
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest


def _by_token(token: str) -> HelpRequest:
    return doors.live(token, "request.own", HelpRequest.objects.filter(erased_at__isnull=True))


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Confirmation and status in one: reference, code word, what happens next and when."""
    help_request = _by_token(token)
    matches = Match.objects.live().filter(help_request=help_request).select_related("volunteer")
    context = {
        "help_request": help_request,
        "token": token,
        "matches": matches,
        "call_from": policy.current().wake_after(help_request.due_at),  # nobody is told to ring at night
    }
    return render(request, "requests_app/own.html", context)


def _cancel(help_request: HelpRequest) -> None:
    """Cancel, also when somebody says yes at this very moment; what has ended stays as it is."""
    for _attempt in range(3):
        with suppress(IllegalMove):
            return endings.cancel(help_request, by="requester", now=timezone.now())
        help_request.refresh_from_db()
        if help_request.has_ended:
            return None
    raise IllegalMove("moved three times while it was being cancelled")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks once more, POST cancels; whoever had said yes is told."""
    help_request = _by_token(token)
    if request.method == "POST":
        _cancel(help_request)
        nudge(deliver_soon)
        return redirect("requests:own", token=token)
    return render(request, "requests_app/cancel.html", {"help_request": help_request, "token": token})
