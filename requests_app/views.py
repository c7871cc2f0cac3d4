"""The page of one request, for the person who asked. A GET shows, a POST changes."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import afterwards, changing, endings, policy, reports
from matching.models import Match
from matching.tasks import open_request
from privacy import doors
from privacy.limits import visitors_address
from requests_app.finding import FindForm, TooManyTries, find
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest

NOT_ERASED = HelpRequest.objects.filter(erased_at__isnull=True)
# What the session keeps of a visit to the status page: what was typed, and which request was found.
TYPED, FOUND = "status_typed", "status_found"
SHOWN_FOR = timedelta(minutes=15)  # then the numbers are asked again: the computer may be a library's


def by_token(token: str) -> HelpRequest:
    """The request that this link opens, as long as it has its person."""
    return doors.live(token, "request.own", NOT_ERASED.all())


def _standing(help_request: HelpRequest) -> dict[str, Any]:
    """What a page says about how things stand."""
    matches = Match.objects.live().filter(help_request=help_request).select_related("volunteer")
    # nobody is told to ring at night
    call_from = policy.current().wake_after(help_request.due_at)
    return {
        "help_request": help_request,
        "matches": matches,
        "call_from": call_from,
        "may_say": reports.about(help_request, timezone.now()).exists(),
        "asks_how_it_went": afterwards.may_be_answered(help_request, timezone.now()),
    }


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Confirmation and status in one: reference, code word, what happens next and when."""
    help_request = by_token(token)
    return render(request, "requests_app/own.html", {**_standing(help_request), "token": token})


def _cancel(help_request: HelpRequest) -> None:
    """Cancel, also when somebody says yes at this very moment; what has ended stays as it is."""
    for _attempt in range(3):
        with suppress(IllegalMove):
            return endings.cancel(help_request, by="requester", now=timezone.now())
        help_request.refresh_from_db()
        if help_request.has_ended:
            return None
    raise IllegalMove("moved three times while it was being cancelled")


def _ask_and_cancel(request: HttpRequest, help_request: HelpRequest, back: str) -> HttpResponse:
    """GET asks once more, POST cancels; whoever had said yes is told."""
    if request.method == "POST":
        _cancel(help_request)
        nudge(deliver_soon)
        return redirect(back)
    return render(request, "requests_app/cancel.html", {"help_request": help_request, "back": back})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """The way out, for who has the link."""
    return _ask_and_cancel(request, by_token(token), reverse("requests:own", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Another list. Only for who has the link: two numbers do not show the list."""
    here, back = (reverse(f"requests:{view}", args=[token]) for view in ("change", "own"))
    desk = changing.Desk("requests_app/change.html", here, back, by="requester")
    return changing.ask(request, by_token(token), desk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Once it has ended: name, address and list erased at once. Only for who has the link.

    The number and four digits are known to whoever helped, and somebody who did
    wrong must not be able to take away what the team would look at.
    """
    help_request = doors.live(token, "request.own", HelpRequest.objects.all())
    if request.method == "POST":
        reports.forget(help_request, timezone.now())
        help_request.refresh_from_db()
    if help_request.erased_at:
        return redirect("requests:forgotten")
    if not help_request.has_ended:
        return redirect("requests:cancel", token=token)
    return render(request, "requests_app/forget.html", {"token": token})


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """It is done; who it was stands nowhere, not even in this page's address."""
    return render(request, "requests_app/forgotten.html")


def _note_how_it_went(request: HttpRequest, help_request: HelpRequest, back: str) -> HttpResponse:
    """It went well, or nobody came, so that others are asked at once; said twice it counts once."""
    said, now = request.POST.get("how"), timezone.now()
    if said == "well":
        afterwards.went_well(help_request, now)
    elif said == "nobody" and afterwards.nobody_came(help_request, by="requester", now=now):
        nudge(open_request, help_request.uuid)
    return redirect(back)


@require_POST
def how_it_went(request: HttpRequest, token: str) -> HttpResponse:
    """The person's answer, for who has the link."""
    return _note_how_it_went(request, by_token(token), reverse("requests:own", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The number and the last digits of the phone, for who has no link. What is wrong is shown by a GET."""
    if request.method == "POST":
        return _look(request, timezone.now())
    kept = request.session.get(TYPED)
    form = FindForm(kept["typed"] if kept else None)
    if kept and kept["missed"] and form.is_valid():
        form.say_not_found()
    return render(request, "requests_app/status.html", {"form": form})


def _look(request: HttpRequest, now: datetime) -> HttpResponse:
    form = FindForm(request.POST)
    found = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            found = find(data["reference"], data["phone"], visitors_address(request), now)
        except TooManyTries:
            response = render(request, "requests_app/too_many.html", status=429)
            response["Retry-After"] = str(60 * 60)
            return response
    if found is None:
        typed = {name: request.POST.get(name, "")[:40] for name in form.fields}
        request.session[TYPED] = {"typed": typed, "missed": form.is_valid()}
        return redirect("requests:status")
    request.session.pop(TYPED, None)
    request.session[FOUND] = {"uuid": found.uuid.hex, "until": (now + SHOWN_FOR).timestamp()}
    request.session.cycle_key()
    return redirect("requests:found")


def by_numbers(request: HttpRequest) -> HelpRequest | None:
    """The request that was found in this session a short time ago, if it still has its person."""
    kept = request.session.get(FOUND)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    return NOT_ERASED.filter(uuid=UUID(kept["uuid"])).first()


@never_cache
@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """How the request stands. No code word here: who only knows two numbers must not learn it."""
    help_request = by_numbers(request)
    if help_request is None:
        return redirect("requests:status")
    return render(request, "requests_app/found.html", _standing(help_request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found_cancel(request: HttpRequest) -> HttpResponse:
    """The way out, for who knows the two numbers."""
    help_request = by_numbers(request)
    if help_request is None:
        return redirect("requests:status")
    return _ask_and_cancel(request, help_request, reverse("requests:found"))


@require_POST
def found_how_it_went(request: HttpRequest) -> HttpResponse:
    """The person's answer, for who knows the two numbers."""
    help_request = by_numbers(request)
    if help_request is None:
        return redirect("requests:status")
    return _note_how_it_went(request, help_request, reverse("requests:found"))
