"""A volunteer's own page, opened by the link in every letter. A GET shows, a POST changes."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from geo.municipalities import place
from letters.tasks import deliver_soon
from matching import claims, endings, expectation, openings
from matching.models import Match, Outcome
from privacy import doors, tokens, typed
from requests_app.models import HelpRequest
from volunteers import membership, news, whereabouts
from volunteers.forms import HomeForm, LookForm, PauseForm, WorkForm
from volunteers.models import Status, Volunteer
from volunteers.tasks import locate_volunteer

SHOWN_AT_HOME = 5  # open requests
SHOWN_BEFORE = 5  # tasks that are over

Page = Callable[[HttpRequest, Volunteer, str], HttpResponse]


def spent(request: HttpRequest) -> HttpResponse:
    """It was ours, but it opens nothing any more."""
    return render(request, "volunteers/spent.html", status=410)


def mine(page: Page) -> Callable[..., HttpResponse]:
    """A page that only the link to a volunteer's own page opens; whoever has left finds it spent."""

    @wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        volunteer, standing = doors.behind(token, "volunteer.own", Volunteer.objects.all())
        is_open = standing is tokens.Standing.LIVE and volunteer.status == Status.ACTIVE
        return page(request, volunteer, token) if is_open else spent(request)

    return opened


def place_of(volunteer: Volunteer) -> str:
    """Where he lives as his pages echo it, so that he sees a slip: "1030 Schaerbeek / Schaarbeek"."""
    return place(volunteer.country, volunteer.postcode, volunteer.municipality, translation.get_language())


def second_place_of(volunteer: Volunteer) -> str:
    """The same for his second place; empty if he has none."""
    if not volunteer.work_postcode:
        return ""
    language = translation.get_language()
    return place(volunteer.country, volunteer.work_postcode, volunteer.work_municipality, language)


def _tasks(volunteer: Volunteer) -> dict[str, Any]:
    """What he is on, and what is over: of those the kind, the day and how it ended, never whom it was for."""
    matches = Match.objects.filter(volunteer=volunteer).select_related("help_request")
    return {
        "matches": matches.filter(outcome=Outcome.LIVE),
        "before": matches.exclude(outcome=Outcome.LIVE).order_by("-ended_at")[:SHOWN_BEFORE],
        "has_done": matches.filter(outcome=Outcome.DONE).exists(),
    }


def _pause(volunteer: Volunteer, now: datetime) -> dict[str, Any]:
    until = volunteer.paused_until
    is_open_ended = bool(until and until > now + membership.UNTIL_HE_SAYS_SO / 2)
    return {"paused": bool(until and until > now), "paused_until": None if is_open_ended else until}


def _own_page(request: HttpRequest, volunteer: Volunteer, token: str, form: PauseForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "volunteer": volunteer,
        "place": place_of(volunteer),
        "second_place": second_place_of(volunteer),
        "token": token,
        "form": form,
        "own_token": token,
        "openings": openings.near(volunteer, now, SHOWN_AT_HOME),
        "expected": expectation.near(volunteer, now),
        "has_news": news.is_wanted(volunteer),
    }
    page = context | _tasks(volunteer) | _pause(volunteer, now)
    return render(request, "volunteers/own.html", page)


@never_cache
@require_safe
@mine
def own(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """What he is on, what is near, what he wishes; no password."""
    form = PauseForm(typed.kept(request, typed.named("volunteers:pause", token)))
    return _own_page(request, volunteer, token, form)


@never_cache
@require_POST
@mine
def pause(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """Letters stop for a while, or come again."""
    form = PauseForm(request.POST)
    if "resume" in request.POST:
        membership.pause(volunteer, None)
    elif form.is_valid():
        membership.pause(volunteer, form.until(timezone.now()))
    else:
        typed.keep(request)
        return redirect("volunteers:own", token=token)
    typed.forget(request)
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def address(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """A new address. The form begins empty: this page, which may be forwarded, shows nobody's street."""
    form = HomeForm(typed.answers(request))
    if request.method != "POST":
        return render(request, "volunteers/address.html", {"form": form, "token": token})
    if not form.is_valid():
        typed.keep(request)
        return redirect("volunteers:address", token=token)
    typed.forget(request)
    by = f"volunteer:{volunteer.uuid}"
    whereabouts.move_to(volunteer, **form.cleaned_data, by=by, now=timezone.now())
    nudge(locate_volunteer, volunteer.uuid)
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def work(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """A second place near which he helps too, or no longer."""
    now, by = timezone.now(), f"volunteer:{volunteer.uuid}"
    form = WorkForm(typed.answers(request))
    if request.method != "POST":
        context = {"form": form, "token": token, "second_place": second_place_of(volunteer)}
        return render(request, "volunteers/work.html", context)
    if "none" in request.POST:
        whereabouts.also_at(volunteer, "", by=by, now=now)
    elif form.is_valid():
        whereabouts.also_at(volunteer, **form.cleaned_data, by=by, now=now)
    else:
        typed.keep(request)
        return redirect("volunteers:work", token=token)
    typed.forget(request)
    return redirect("volunteers:own", token=token)


@never_cache
@require_POST
@mine
def look(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """One of the requests that were shown: on to its page, where it can be taken on; none, and back here."""
    form = LookForm(request.POST)
    wanted = (
        HelpRequest.objects.filter(uuid=form.cleaned_data["request"]).first() if form.is_valid() else None
    )
    invitation = openings.pick(volunteer, wanted, timezone.now()) if wanted else None
    if invitation is None:
        return redirect("volunteers:own", token=token)
    return redirect("matching:invitation", token=invitation.token())


@never_cache
@require_POST
@mine
def letter_again(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """The claimer's letter once more; this page, which may be forwarded, never shows whom it is about."""
    for match in Match.objects.live().filter(volunteer=volunteer):
        if str(match.uuid) == request.POST.get("match"):
            claims.contact_again(match, timezone.now())
            nudge(deliver_soon)
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def leave(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """GET asks once more, POST forgets the person; what he had taken on is offered to others."""
    if request.method == "POST":
        endings.volunteer_leaves(volunteer, timezone.now())
        return redirect("volunteers:goodbye")
    return render(request, "volunteers/leave.html", {"token": token})


@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """Where one stands after that; it knows nobody."""
    return render(request, "volunteers/goodbye.html")
