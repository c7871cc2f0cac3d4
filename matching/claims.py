"""Saying yes, and what comes of it: claim, done, could not reach, give back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from letters.outbox import letter, post
from matching import policy, reports
from matching.models import Answer, Invitation, Match, Outcome
from matching.recall import forget_unsent
from privacy.models import Event
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from volunteers.models import Volunteer

# A claim that ended so is no reason to let the same volunteer have the request once more.
TAKEN_AWAY = (Outcome.RELEASED, Outcome.NOT_REACHED, Outcome.LAPSED, Outcome.NOBODY_CAME)


class CannotClaim(Exception):
    """The yes came to nothing; the class says why, and nothing has changed."""


class AlreadyTaken(CannotClaim):
    """Somebody was faster, or the request is no longer open."""


class NotAvailable(CannotClaim):
    """This volunteer does not help at the moment: paused, blocked or gone."""


class HeldBack(CannotClaim):
    """Somebody has reported this volunteer, and the team has not settled it yet."""


class NotApproved(CannotClaim):
    """Nobody has checked yet who this volunteer is."""


class TooMany(CannotClaim):
    """This volunteer has as many open tasks as one may have."""


class TooManyToday(CannotClaim):
    """This volunteer has seen as many new addresses today as one may see."""


@transaction.atomic
def claim(invitation: Invitation, now: datetime, *, by: str = "") -> Match:
    """Take one place of the request for the invited volunteer, or raise CannotClaim and change nothing.

    `by` names who has taken his yes, if he did not press the button himself.

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
    if is_apart(invitation):
        raise AlreadyTaken
    actor = f"volunteer:{volunteer.uuid}"
    help_request = take_place(invitation.help_request_id, by or actor, now)
    match = Match.objects.create(
        help_request=help_request,
        volunteer=volunteer,
        invitation=invitation,
        claimed_at=now,
        **report_times(help_request, now),
    )
    _answer(Invitation.objects.filter(pk=invitation.pk), Answer.YES, now)
    Event.objects.create(at=now, actor=actor, action="contact.revealed", subject=help_request.uuid)
    kinds = ["contact", "matched"] if help_request.email else ["contact"]
    post(letter(kind, match.uuid, now=now) for kind in kinds)
    return match


def was_taken_away(invitation: Invitation) -> bool:
    """Whether this volunteer had the request and the team, or his own report, has ended that."""
    matches = Match.objects.filter(volunteer=invitation.volunteer_id, help_request=invitation.help_request_id)
    return matches.filter(outcome__in=TAKEN_AWAY).exists()


def is_apart(invitation: Invitation) -> bool:
    """Whether this person has said that something was not right with this volunteer."""
    return reports.apart(invitation.help_request_id).filter(match__volunteer=invitation.volunteer_id).exists()


def _check(volunteer: Volunteer, now: datetime) -> None:
    """Raise CannotClaim if this volunteer may not take on one more task at this moment."""
    rules = policy.current()
    if volunteer.held_back_at:
        raise HeldBack
    if not Volunteer.objects.available(now).filter(pk=volunteer.pk).exists():
        raise NotAvailable
    if settings.REQUIRE_APPROVAL and not volunteer.approved_at:
        raise NotApproved
    matches = Match.objects.filter(volunteer=volunteer)
    if matches.filter(outcome=Outcome.LIVE).count() >= rules.max_open_tasks:
        raise TooMany
    if matches.filter(claimed_at__gt=now - policy.DAY).count() >= rules.max_claims_a_day:
        raise TooManyToday


def take_place(request_id: int, by: str, now: datetime) -> HelpRequest:
    """Take one free place of an open request, the last one closes it; AlreadyTaken if there is none."""
    free = HelpRequest.objects.filter(pk=request_id, status=Status.OPEN, taken__lt=F("places"))
    if not free.update(taken=F("taken") + 1):
        raise AlreadyTaken
    help_request = HelpRequest.objects.get(pk=request_id)
    if help_request.taken == help_request.places:
        lifecycle.move(help_request, Status.MATCHED, by=by, now=now, next_wave_at=None)
    return help_request


def report_times(help_request: HelpRequest, now: datetime) -> dict[str, datetime]:
    """When a claimer without report is reminded, and when the claim lapses.

    So many hours after now or the wanted day, the later; a reminder comes by day.
    """
    rules, base = policy.current(), now
    if help_request.wanted_on is not None:
        zone = timezone.get_default_timezone()
        base = max(now, datetime.combine(help_request.wanted_on, datetime.min.time(), zone))
    return {
        "remind_at": rules.wake_after(base + rules.hours("remind_hours", help_request.urgent)),
        "lapses_at": base + rules.hours("lapse_hours", help_request.urgent),
    }


def decline(invitation: Invitation, now: datetime) -> bool:
    """Not this time: no more letters about this request; False if there is nothing to say no to."""
    return _answer(_with(invitation, Answer.NONE, Answer.LATE), Answer.NO, now)


def reserve(invitation: Invitation, now: datetime) -> bool:
    """Yes, but too late: kept in reserve, and asked first when it is free again; False if he cannot be."""
    if was_taken_away(invitation) or is_apart(invitation) or invitation.help_request.has_ended:
        return False
    return _answer(_with(invitation, Answer.NONE, Answer.NO), Answer.LATE, now)


def _with(invitation: Invitation, *answers: Answer) -> QuerySet[Invitation]:
    """This invitation, if its answer is still one of these."""
    return Invitation.objects.filter(pk=invitation.pk, answer__in=answers)


def _answer(rows: QuerySet[Invitation], answer: Answer, now: datetime) -> bool:
    """Write down an answer; whoever answers is no longer silent. False if there was nothing to answer."""
    people = list(rows.values_list("volunteer", flat=True))
    Volunteer.objects.filter(pk__in=people).update(unanswered=0)
    return bool(rows.update(answer=answer, answered_at=now))


def contact_again(match: Match, now: datetime) -> None:
    """The claimer's letter once more, at most once in each hour of the clock."""
    post([letter("contact", match.uuid, now=now, purpose=f"contact:{match.uuid}:{now:%Y%m%d%H}")])


def end(match: Match, outcome: Outcome, now: datetime) -> bool:
    """Settle a live match; False if it was settled before, by whomever."""
    ended = Match.objects.live().filter(pk=match.pk).update(outcome=outcome, ended_at=now)
    match.refresh_from_db()
    return bool(ended)


def locked(match: Match) -> HelpRequest:
    """The match's request, locked; everybody locks it before the match, so nobody waits in a ring."""
    return HelpRequest.objects.select_for_update().get(pk=match.help_request_id)


@transaction.atomic
def done(match: Match, by: str, now: datetime) -> None:
    """The help was given; the last one to say so ends the request. Saying it twice changes nothing."""
    help_request = locked(match)
    if not end(match, Outcome.DONE, now):
        return
    if help_request.status == Status.MATCHED and not help_request.matches.live().exists():
        lifecycle.move(help_request, Status.DONE, by=by, now=now)
        ask_how_it_went(help_request, now)


def ask_how_it_went(help_request: HelpRequest, now: datetime) -> None:
    """Some hours after the end, by day, the person is asked by letter; who has no address, by phone.

    Each end of a request is asked about once, for it may be asked for again.
    """
    if not help_request.email:
        return
    rules = policy.current()
    purpose = f"how_went:{help_request.uuid}:{now:%Y%m%d%H%M}"
    due_at = rules.wake_after(now + timedelta(hours=rules.how_went_hours))
    post([letter("how_went", help_request.uuid, now=now, purpose=purpose, due_at=due_at)])


def more_time(help_request: HelpRequest, now: datetime) -> dict[str, datetime | None]:
    """New due times for what is asked for again: there must be time for another yes, before people ring."""
    again = policy.current().hours("due_again_hours", help_request.urgent)
    return {
        "due_at": max(help_request.due_at, now + again),
        "expires_at": max(help_request.expires_at, now + again + policy.DAY),
        "handed_over_at": None,
    }


@transaction.atomic
def give_back(match: Match, outcome: Outcome, by: str, now: datetime) -> bool:
    """Free the place again and let the next wave go at once; False if the match was settled before."""
    help_request = locked(match)
    if not end(match, outcome, now):
        return False
    facts = {"taken": F("taken") - 1, "next_wave_at": now, **more_time(help_request, now)}
    if help_request.status == Status.MATCHED:
        lifecycle.move(help_request, Status.OPEN, by=by, now=now, **facts)
    elif help_request.status == Status.OPEN:
        HelpRequest.objects.filter(pk=help_request.pk).update(**facts)
    forget_unsent(help_request)
    if help_request.email and outcome in (Outcome.GIVEN_BACK, Outcome.RELEASED):
        post([letter("looking_again", match.uuid, now=now)])
    return True


@transaction.atomic
def not_reached(match: Match, by: str, now: datetime) -> None:
    """Nobody picked up or opened: before others try in vain, a person of the team looks into it."""
    if not give_back(match, Outcome.NOT_REACHED, by, now):
        return
    help_request = locked(match)
    if help_request.status == Status.OPEN and help_request.taken == 0:
        lifecycle.move(help_request, Status.HELD, by=by, now=now, hold=Hold.NOT_REACHED, next_wave_at=None)
