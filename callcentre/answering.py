"""Writing an answer down: the task, what it changes, and the call, all of it or nothing."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from callcentre import calls, holding
from callcentre.about import About, Person
from callcentre.answers import MAY_REST, Answer, Then
from callcentre.calls import Note
from callcentre.models import Direction, Outcome
from matching import policy
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

TRY_AGAIN = timedelta(hours=2)


class NotHers(Exception):
    """The task is not in this operator's hands any more, so nothing was written."""


@transaction.atomic
def answer(about: About, given: Answer, user: User, now: datetime, at: datetime | None = None) -> None:
    """What came of the call. `at` is when to ring again, if the person has named a time.

    Raises NotHers, or IllegalMove if the request has moved meanwhile; nothing is written then.
    """
    task, by, again = about.task, f"staff:{user.pk}", _again(given, now, at)
    tries = task.tries + (given.then is Then.AGAIN)
    is_over = again is None or (tries >= holding.TRIES and task.reason in MAY_REST)
    kept = (
        holding.settle(task, user, given.code, now)
        if is_over or again is None
        else holding.later(task, user, again, tries=tries)
    )
    if not kept:
        raise NotHers
    person = about.person()
    given.act(about, by, now)
    write_down(
        person, user, given.outcome, now,
        language=about.language, help_request=about.help_request, volunteer=about.volunteer, at=again,
    )  # fmt: skip


def _again(given: Answer, now: datetime, at: datetime | None) -> datetime | None:
    """When to ring once more, in hours in which people ring; None if it is settled."""
    rings = policy.current().ring_after
    if given.then is Then.SETTLED:
        return None
    return rings(at if at and given.then is Then.AT else now + TRY_AGAIN)


def next_time(clock: time, now: datetime) -> datetime:
    """The next moment at which the clock on the wall shows this time: today, or tomorrow if it is past."""
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    moment = datetime.combine(today, clock, zone)
    return moment if moment > now else datetime.combine(today + timedelta(days=1), clock, zone)


def write_down(
    person: Person | None,
    user: User,
    outcome: Outcome,
    now: datetime,
    *,
    language: str,
    help_request: HelpRequest | None = None,
    volunteer: Volunteer | None = None,
    at: datetime | None = None,
) -> None:
    """A call that an operator has made."""
    note = Note(
        outcome,
        phone=person.phone if person else "",
        language=language,
        call_back_at=at if outcome == Outcome.CALL_BACK else None,
        help_request=help_request,
        volunteer=volunteer,
        direction=Direction.OUT,
    )
    calls.record(user, note, now)
