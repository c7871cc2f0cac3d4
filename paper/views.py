"""The pages that a poster leads to. A GET shows, and counts only the short link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import openings
from matching import views as matching
from matching.forms import PromiseForm
from matching.models import Invitation
from paper import codes, figures, joining
from paper.forms import KnownForm, NeighbourForm
from paper.models import Arrival
from privacy import doors, typed
from requests_app.models import HelpRequest, Status
from volunteers.models import USUAL_TRAVEL_KM
from volunteers.models import Status as VolunteerStatus

WHY = {Status.OPEN: "", Status.HELD: "held", Status.REFERRED: "held", Status.MATCHED: "taken"}


def _why_closed(help_request: HelpRequest) -> str:
    """In a word why nobody can take it on now; empty if somebody can."""
    return WHY.get(Status(help_request.status), "ended")


def _facts(help_request: HelpRequest) -> dict[str, Any]:
    """What may be said before a claim: kind, municipality, when, languages; nothing of the person."""
    facts = help_request.told_to_all(translation.get_language())
    return facts if help_request.catalogue_kind.needs_place else facts | {"place": ""}


def _gone(request: HttpRequest) -> HttpResponse:
    """The same page for a code that was ended, one that was erased, and one that never was."""
    return render(request, "paper/gone.html", status=404)


@never_cache
@require_safe
def short(request: HttpRequest, token: str) -> HttpResponse:
    """The link on the poster: counted if a person opens it, then on to the page in the reader's language."""
    found = codes.find(token)
    if found and figures.is_person(request):
        figures.count_scan(found.help_request, timezone.now())
    return redirect("paper:code", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the poster: what is needed and where; a neighbour signs up here, or says that he has."""
    found = codes.find(token)
    help_request = found.help_request if found else None
    if request.method == "POST":
        answer = _known if "known-email" in request.POST else _new
        return answer(request, help_request, token)
    if help_request is None:
        return _gone(request)
    if reason := _why_closed(help_request):
        return render(request, "paper/closed.html", {"reason": reason})
    waits = typed.kept(request)
    knows = bool(waits and "known-email" in waits)
    form = NeighbourForm(None if knows else waits, initial=_alike(help_request))
    known = KnownForm(waits if knows else None, prefix="known")
    context = {"form": known if knows else form, "sign_up": form, "known": known, **_facts(help_request)}
    return render(request, "paper/code.html", context)


def _new(request: HttpRequest, help_request: HelpRequest | None, token: str) -> HttpResponse:
    """A neighbour signs up. Once nobody is to be helped here, what he has typed is good for others."""
    form = NeighbourForm(request.POST)
    if form.is_valid():
        typed.forget(request)
        joining.sign_up(form.sign_up(translation.get_language()), help_request, timezone.now())
        nudge(deliver_soon)
        return redirect("paper:check_mail")
    if help_request is None or _why_closed(help_request):
        answers = request.POST.copy()
        answers.setdefault("travel_km", str(USUAL_TRAVEL_KM))
        typed.keep(request, typed.named("volunteers:register"), answers)
        return redirect("volunteers:register")
    typed.keep(request)
    return redirect("paper:code", token=token)


def _known(request: HttpRequest, help_request: HelpRequest | None, token: str) -> HttpResponse:
    """Somebody says that he is a volunteer already: a letter goes out, if he is."""
    form = KnownForm(request.POST, prefix="known")
    if help_request is None or not form.is_valid():
        typed.keep(request)
        return redirect("paper:code", token=token)
    typed.forget(request)
    joining.say_hello(form.cleaned_data["email"], help_request, timezone.now())
    nudge(deliver_soon)
    return redirect("paper:check_mail")


def _alike(help_request: HelpRequest | None) -> dict[str, Any]:
    """What a neighbour at this door need not fill in, as far as the page shows it anyway."""
    language = translation.get_language()
    if help_request is None:
        return {"languages": [language]}
    return {
        "postcode": help_request.postcode,
        "municipality": help_request.municipality,
        "kinds": [help_request.catalogue_kind.offer.code],
        "languages": [language],
    }


@require_safe
def check_mail(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody, known or not: look into your letters."""
    return render(request, "paper/check_mail.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the letter, for a volunteer whose address is confirmed: POST with the promise claims.

    The claim itself is that of every letter, with all its answers.
    """
    rows = Arrival.objects.select_related("help_request", "volunteer").filter(
        volunteer__status=VolunteerStatus.ACTIVE, volunteer__blocked_at__isnull=True
    )
    came = doors.live(token, "arrival", rows)
    asked = Invitation.objects.filter(help_request=came.help_request, volunteer=came.volunteer).first()
    if asked:
        return redirect("matching:invitation", token=asked.token())
    own_token = came.volunteer.token("own")
    reason = _why_closed(came.help_request)
    if reason and request.method == "POST":
        return redirect("paper:arrival", token=token)
    if reason:
        others = {"openings": openings.near(came.volunteer, timezone.now()), "own_token": own_token}
        return render(request, "paper/closed.html", {"reason": reason, **others})
    form = PromiseForm(typed.answers(request))
    if request.method == "POST" and not form.is_valid():
        typed.keep(request)
        return redirect("paper:arrival", token=token)
    if request.method == "POST":
        typed.forget(request)
        return matching.invitation(request, joining.invite(came, timezone.now()).token())
    context = {"form": form, "own_token": own_token, **_facts(came.help_request)}
    return render(request, "paper/arrival.html", context)
