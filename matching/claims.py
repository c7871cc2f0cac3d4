"""Saying yes, and what comes of it: claim, done, could not reach, give back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from letters.outbox import letter, post
from matching import policy
from matching.dispatch import forget_unsent
from matching.models import Answer, Invitation, Match, Outcome
from privacy.models import Event
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from volunteers.models import Volunteer


class CannotClaim(Exception):
    """The yes came to nothing; the class says why, and nothing has changed."""


class AlreadyTaken(CannotClaim):
    """Somebody was faster, or the request is no longer open."""


class NotAvailable(CannotClaim):
    """This volunteer does not help at the moment: paused, blocked or gone."""


class NotApproved(CannotClaim):
    """Nobody has checked yet who this volunteer is."""


class TooMany(CannotClaim):
    """This volunteer has as many open tasks as one may have."""


class TooManyToday(CannotClaim):
    """This volunteer has seen as many new addresses today as one may see."""


@transaction.atomic
def claim(invitation: Invitation, now: datetime) -> Match:
    """Take one place of the request for the invited volunteer, or raise CannotClaim and change nothing.

    The volunteer's row is locked, so that his own yeses come one after the
    other and can be counted; the place is taken by one UPDATE that names what
    must be true, so exactly as many win as there are places.
    """
    volunteer = Volunteer.objects.select_for_update().get(pk=invitation.volunteer_id)
    mine = Match.objects.live().filter(volunteer=volunteer, help_request=invitation.help_request_id).first()
    if mine:
        return mine
    if was_taken_away(invitation):
        raise AlreadyTaken
    _check(volunteer, now)
    help_request = _take_place(invitation.help_request_id, volunteer, now)
    match = Match.objects.create(
        help_request=help_request,
        volunteer=volunteer,
        invitation=invitation,
        claimed_at=now,
        lapses_at=lapse_time(help_request, now),
    )
    Invitation.objects.filter(pk=invitation.pk).update(answer=Answer.YES, answered_at=now)
    Event.objects.create(
        at=now, actor=f"volunteer:{volunteer.uuid}", action="contact.revealed", subject=help_request.uuid
    )
    kinds = ["contact", "matched"] if help_request.email else ["contact"]
    post(letter(kind, match.uuid, now=now) for kind in kinds)
    return match


def was_taken_away(invitation: Invitation) -> bool:
    """Whether this volunteer had the request and the team, or his own report, has ended that."""
    matches = Match.objects.filter(volunteer=invitation.volunteer_id, help_request=invitation.help_request_id)
    return matches.filter(outcome__in=(Outcome.RELEASED, Outcome.NOT_REACHED, Outcome.LAPSED)).exists()


def _check(volunteer: Volunteer, now: datetime) -> None:
    if not Volunteer.objects.available(now).filter(pk=volunteer.pk).exists():
        raise NotAvailable
    if settings.REQUIRE_APPROVAL and not volunteer.approved_at:
        raise NotApproved
    matches = Match.objects.filter(volunteer=volunteer)
    if matches.filter(outcome=Outcome.LIVE).count() >= policy.MAX_OPEN_TASKS:
        raise TooMany
    if matches.filter(claimed_at__gt=now - policy.DAY).count() >= policy.MAX_CLAIMS_A_DAY:
        raise TooManyToday


def _take_place(request_id: int, volunteer: Volunteer, now: datetime) -> HelpRequest:
    free = HelpRequest.objects.filter(pk=request_id, status=Status.OPEN, taken__lt=F("places"))
    if not free.update(taken=F("taken") + 1):
        raise AlreadyTaken
    help_request = HelpRequest.objects.get(pk=request_id)
    if help_request.taken == help_request.places:
        by = f"volunteer:{volunteer.uuid}"
        lifecycle.move(help_request, Status.MATCHED, by=by, now=now, next_wave_at=None)
    return help_request


def lapse_time(help_request: HelpRequest, now: datetime) -> datetime:
    """When a claim without report lapses: 36 hours (urgent 12) after now or the wanted day, the later."""
    patience = policy.LAPSE_URGENT if help_request.urgent else policy.LAPSE
    if help_request.wanted_on is None:
        return now + patience
    midnight = datetime.combine(help_request.wanted_on, datetime.min.time(), timezone.get_default_timezone())
    return max(now, midnight) + patience


def decline(invitation: Invitation, now: datetime) -> None:
    """Not this time: no more letters about this request."""
    Invitation.objects.filter(pk=invitation.pk, answer=Answer.NONE).update(answer=Answer.NO, answered_at=now)


def contact_again(match: Match, now: datetime) -> None:
    """The claimer's letter once more, at most once in each hour of the clock."""
    post([letter("contact", match.uuid, now=now, purpose=f"contact:{match.uuid}:{now:%Y%m%d%H}")])


def end(match: Match, outcome: Outcome, now: datetime) -> bool:
    """Settle a live match; False if it was settled before, by whomever."""
    ended = Match.objects.live().filter(pk=match.pk).update(outcome=outcome, ended_at=now)
    match.refresh_from_db()
    return bool(ended)


def _locked(match: Match) -> HelpRequest:
    """The match's request, locked; everybody locks it before the match, so nobody waits in a ring."""
    return HelpRequest.objects.select_for_update().get(pk=match.help_request_id)


@transaction.atomic
def done(match: Match, by: str, now: datetime) -> None:
    """The help was given; the last one to say so ends the request. Saying it twice changes nothing."""
    help_request = _locked(match)
    if not end(match, Outcome.DONE, now):
        return
    if help_request.status == Status.MATCHED and not help_request.matches.live().exists():
        lifecycle.move(help_request, Status.DONE, by=by, now=now)


def more_time(help_request: HelpRequest, now: datetime) -> dict[str, datetime]:
    """New due times for what is asked for again: there must be time for another yes."""
    again = policy.DUE_AGAIN_URGENT if help_request.urgent else policy.DUE_AGAIN
    return {
        "due_at": max(help_request.due_at, now + again),
        "expires_at": max(help_request.expires_at, now + again + policy.DAY),
    }


@transaction.atomic
def give_back(match: Match, outcome: Outcome, by: str, now: datetime) -> bool:
    """Free the place again and let the next wave go at once; False if the match was settled before."""
    help_request = _locked(match)
    if not end(match, outcome, now):
        return False
    facts = {"taken": F("taken") - 1, "next_wave_at": now, **more_time(help_request, now)}
    if help_request.status == Status.MATCHED:
        lifecycle.move(help_request, Status.OPEN, by=by, now=now, **facts)
    elif help_request.status == Status.OPEN:
        HelpRequest.objects.filter(pk=help_request.pk).update(**facts)
    forget_unsent(help_request)
    return True


@transaction.atomic
def not_reached(match: Match, by: str, now: datetime) -> None:
    """Nobody picked up or opened: before others try in vain, a person of the team looks into it."""
    if not give_back(match, Outcome.NOT_REACHED, by, now):
        return
    help_request = _locked(match)
    if help_request.status == Status.OPEN and help_request.taken == 0:
        lifecycle.move(help_request, Status.HELD, by=by, now=now, hold=Hold.NOT_REACHED, next_wave_at=None)
