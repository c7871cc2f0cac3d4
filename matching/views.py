"""A volunteer's pages about one request. A GET shows, a POST changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from geo.links import map_of
from letters.tasks import deliver_soon
from matching import claims, openings, policy, reports, silence, telling
from matching.forms import PromiseForm, TellForm
from matching.models import Answer, Invitation, Match, Outcome
from matching.tasks import open_request
from privacy import doors, typed
from privacy.search import phone_as_written
from requests_app.models import Status
from volunteers.models import Status as VolunteerStatus
from volunteers.models import Volunteer


def _invitation(token: str) -> Invitation:
    """The invitation of a link; a blocked volunteer's links open nothing."""
    rows = Invitation.objects.select_related("help_request", "volunteer")
    return doors.live(token, "invitation", rows.filter(volunteer__blocked_at__isnull=True))


def match_behind(token: str) -> Match:
    """The match of a link, on the same terms."""
    rows = Match.objects.select_related("help_request", "volunteer")
    return doors.live(token, "match", rows.filter(volunteer__blocked_at__isnull=True))


def _facts(invitation: Invitation) -> dict[str, Any]:
    """What may be said before a claim."""
    help_request = invitation.help_request
    since = help_request.created_at
    return help_request.told_to_all(translation.get_language()) | {
        "band": invitation.band_label,
        "since": since if timezone.now() - since > policy.WORTH_SAYING else None,
        "own_token": invitation.volunteer.token("own"),
    }


def _closed(request: HttpRequest, reason: str, invitation: Invitation, form: PromiseForm) -> HttpResponse:
    context = {
        "reason": reason,
        "form": form,
        "token": invitation.token(),
        "own_token": invitation.volunteer.token("own"),
        "may_wait": reason == "taken" and not claims.was_taken_away(invitation),
        "waits": invitation.answer == Answer.LATE,
        "openings": openings.near(invitation.volunteer, timezone.now()) if reason in SHOWS_OTHERS else [],
    }
    return render(request, "matching/closed.html", context, status=410 if reason == "left" else 200)


SHOWS_OTHERS = ("taken", "ended", "held")
WHY = {Status.MATCHED: "taken", Status.DONE: "taken", Status.HELD: "held", Status.REFERRED: "held"}


def _why_closed(invitation: Invitation) -> str:
    """In a word why this link claims nothing; empty if it does."""
    help_request, volunteer = invitation.help_request, invitation.volunteer
    if volunteer.status == VolunteerStatus.LEFT:
        return "left"
    if Match.objects.live().filter(help_request=help_request, volunteer=volunteer).exists():
        return "yours"
    if help_request.status != Status.OPEN:
        return WHY.get(Status(help_request.status), "ended")
    if claims.was_taken_away(invitation):
        return "taken"
    if volunteer.held_back_at:
        return "held_back"
    if claims.is_apart(invitation):
        return "held"
    if not Volunteer.objects.available(timezone.now()).filter(pk=volunteer.pk).exists():
        return "paused"
    return "declined" if invitation.answer == Answer.NO else ""


REFUSALS: dict[type[claims.CannotClaim], str] = {
    claims.HeldBack: "held_back",
    claims.NotApproved: "unapproved",
    claims.TooMany: "too_many",
    claims.TooManyToday: "too_many_today",
}


def _refused(token: str) -> str:
    """Under which name waits why a press claimed nothing."""
    return typed.named("matching:refused", token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the letter: GET shows what it is about, POST with the promise claims."""
    asked, name = _invitation(token), typed.named("matching:invitation", token)
    if request.method == "POST":
        if PromiseForm(request.POST).is_valid():
            typed.forget(request, name)
            return _press(request, asked)
        typed.keep(request, name)
        return redirect("matching:invitation", token=token)
    form, told = PromiseForm(typed.kept(request, name)), typed.kept(request, _refused(token))
    typed.forget(request, _refused(token))  # said once: the next press may claim
    if reason := _why_closed(asked) or (str(told.get("why", "")) if told else ""):
        return _closed(request, reason, asked, form)
    return render(request, "matching/invitation.html", {"form": form, "token": token, **_facts(asked)})


def _press(request: HttpRequest, asked: Invitation) -> HttpResponse:
    """Claim, and on to the person; or back to the letter's page, which says why not.

    Only the press that claims leads on; whoever presses later, on a forwarded
    link perhaps, is told that the rest is in the claimer's letter.
    """
    now, token = timezone.now(), asked.token()
    try:
        match = claims.claim(asked, now)
    except claims.CannotClaim as refusal:
        asked.help_request.refresh_from_db()
        if isinstance(refusal, claims.AlreadyTaken):
            claims.reserve(asked, now)
        why = REFUSALS.get(type(refusal), "taken")
        typed.keep(request, _refused(token), MultiValueDict({"why": [why]}))
        return redirect("matching:invitation", token=token)
    if now - match.claimed_at <= policy.DOUBLE_CLICK:
        nudge(deliver_soon)
        return redirect("matching:contact", token=match.token())
    return redirect("matching:invitation", token=token)


@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Not this time."""
    asked = _invitation(token)
    claims.decline(asked, timezone.now())
    return redirect("matching:invitation", token=token)


@require_POST
def reserve(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody was faster: ask me first if it is free again."""
    claims.reserve(_invitation(token), timezone.now())
    return redirect("matching:invitation", token=token)


@never_cache
@require_safe
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """Whom to ring: for the claimer only, as long as the claim lives; afterwards thanks and no name."""
    match = match_behind(token)
    if not match.is_live:
        is_done = match.outcome == Outcome.DONE
        waits = typed.kept(request, typed.named("matching:tell", token)) if is_done else None
        return _ended(request, match, TellForm(waits))
    help_request = match.help_request
    context = {
        "match": match,
        "token": token,
        "own_token": match.volunteer.token("own"),
        "first_name": match.volunteer.first_name,
        "map_url": map_of(help_request, help_request.street),
        "help_request": help_request,
        "label": help_request.catalogue_kind.private_label,
        "phone": phone_as_written(help_request.phone),
        "place": help_request.municipality_label(translation.get_language()),
    }
    return render(request, "matching/contact.html", context)


def _ended(request: HttpRequest, match: Match, form: TellForm) -> HttpResponse:
    """Thanks and no name; after a task that is done, how long it took and a word, for whoever likes."""
    context = {
        "match": match,
        "token": match.token(),
        "own_token": match.volunteer.token("own"),
        "form": form,
        "may_say": reports.may_say(match, timezone.now()),
        "has_told": bool(match.minutes or match.noted_at),
    }
    return render(request, "matching/ended.html", context)


@never_cache
@require_POST
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """How long it took, and a word to the team."""
    match = match_behind(token)
    form = TellForm(request.POST)
    if form.is_valid():
        typed.forget(request)
        telling.tell(match, form.cleaned_data["minutes"], form.cleaned_data["note"], timezone.now())
    else:
        typed.keep(request)
    return redirect("matching:contact", token=token)


@require_POST
def done(request: HttpRequest, token: str) -> HttpResponse:
    """The help was given."""
    match = match_behind(token)
    claims.done(match, f"volunteer:{match.volunteer.uuid}", timezone.now())
    return redirect("matching:contact", token=token)


@require_POST
def done_after_all(request: HttpRequest, token: str) -> HttpResponse:
    """The claim has lapsed, but the help was given."""
    match = match_behind(token)
    silence.done_after_all(match, f"volunteer:{match.volunteer.uuid}", timezone.now())
    return redirect("matching:contact", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks once more, POST gives the request to others at once."""
    match = match_behind(token)
    if request.method == "POST":
        by = f"volunteer:{match.volunteer.uuid}"
        if claims.give_back(match, Outcome.GIVEN_BACK, by, timezone.now()):
            nudge(open_request, match.help_request.uuid)
        return redirect("matching:contact", token=token)
    if not match.is_live:
        return redirect("matching:contact", token=token)
    return render(request, "matching/give_back.html", {"token": token})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_reached(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what to try first, POST hands it to the team."""
    match = match_behind(token)
    if request.method == "POST":
        claims.not_reached(match, f"volunteer:{match.volunteer.uuid}", timezone.now())
        return redirect("matching:contact", token=token)
    if not match.is_live:
        return redirect("matching:contact", token=token)
    return render(request, "matching/not_reached.html", {"token": token})
