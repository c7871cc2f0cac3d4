"""Claims without a report: a reminder first, then the request goes to others."""

from datetime import datetime, timedelta

from django.db import transaction

from letters.outbox import letter, post
from matching import claims, policy
from matching.models import Match, MatchQuerySet, Outcome
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from volunteers import membership
from volunteers.models import Volunteer


def overdue(now: datetime) -> MatchQuerySet:
    """The claims that lapse now: their time is up, and a reminder was there in time to be answered."""
    grace = timedelta(hours=policy.current().lapse_after_reminder_hours)
    return Match.objects.silent(now, now - grace)


@transaction.atomic
def remind(match: Match, now: datetime) -> bool:
    """Ask the claimer how it went, once and by day; False if it was done or settled meanwhile."""
    if policy.current().wake_after(now) > now:
        return False
    if not Match.objects.to_remind(now).filter(pk=match.pk).update(reminded_at=now):
        return False
    post([letter("reminder", match.uuid, now=now)])
    return True


@transaction.atomic
def still_on_it(match: Match, by: str, now: datetime) -> bool:
    """He says that he is on it: as much time again as after a yes; False if it was settled meanwhile."""
    claims.locked(match)
    times = claims.report_times(match.help_request, now)
    if not Match.objects.live().filter(pk=match.pk).update(reminded_at=None, **times):
        return False
    Event.objects.create(at=now, actor=by, action="match.still_on_it", subject=match.uuid)
    return True


@transaction.atomic
def lapse(match: Match, now: datetime) -> bool:
    """Give a silent claimer's request to others, and tell him and the person; False if it was settled."""
    if not claims.give_back(match, Outcome.LAPSED, "clock", now):
        return False
    post([letter("lapsed", match.uuid, now=now)])
    help_request = HelpRequest.objects.get(pk=match.help_request_id)
    if help_request.email and help_request.status == Status.OPEN:
        post([letter("asked_again", match.uuid, now=now)])
    return True


@transaction.atomic
def out_of_reach(volunteer: Volunteer, now: datetime, by: str = "clock") -> None:
    """A volunteer's address takes no letters: none are sent, and the team hears of what he has taken on."""
    membership.mark_undeliverable(volunteer, now, by)
    held = Match.objects.live().filter(volunteer=volunteer)
    post(letter("claimer_unreachable", each.uuid, now=now) for each in held)


@transaction.atomic
def done_after_all(match: Match, by: str, now: datetime) -> bool:
    """A claimer whose claim has lapsed reports that he did help; False if somebody else is on it by now.

    It saves the next neighbour a walk to a door where the bag already stands.
    """
    claims.locked(match)
    if not Match.objects.filter(pk=match.pk, outcome=Outcome.LAPSED).exists():
        return False
    try:
        claims.take_place(match.help_request_id, by, now)
    except claims.AlreadyTaken:
        return False
    Match.objects.filter(pk=match.pk).update(outcome=Outcome.LIVE, ended_at=None)
    match.refresh_from_db()
    claims.done(match, by, now)
    return True
