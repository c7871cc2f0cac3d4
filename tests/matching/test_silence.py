"""A claim without a report: a reminder by day, then the request goes to others; and what comes after all."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from letters.models import Letter
from matching import claims, clock, endings, silence
from matching.models import Match, Outcome
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def taken(volunteer: Volunteer, now: datetime = NOON, **facts: Any) -> Match:
    """A request that this volunteer has said yes to."""
    return claims.claim(invite(cast.help_request(**facts), [volunteer])[0], now)


def letters(kind: str) -> int:
    """How many letters of this kind there are."""
    return Letter.objects.filter(kind=kind).count()


@pytest.mark.parametrize(("urgent", "remind", "lapse"), [(False, 24, 36), (True, 8, 12)])
def test_a_silent_claimer_is_reminded_once_and_then_others_are_asked(
    victor: Volunteer, urgent: bool, remind: int, lapse: int
) -> None:
    match = taken(victor, urgent=urgent, email="nadia@example.org")
    other = cast.volunteer()

    clock.sweep(NOON + remind * HOUR - timedelta(minutes=1))
    assert letters("reminder") == 0
    for minute in range(3):
        clock.sweep(NOON + remind * HOUR + timedelta(minutes=minute))
    assert letters("reminder") == 1
    clock.sweep(NOON + lapse * HOUR - timedelta(minutes=1))
    match.refresh_from_db()
    assert match.is_live

    for minute in range(3):
        clock.sweep(NOON + lapse * HOUR + timedelta(minutes=minute))
    match.refresh_from_db()
    row = match.help_request
    row.refresh_from_db()
    assert (match.outcome, row.status, row.taken) == (Outcome.LAPSED, Status.OPEN, 0)
    assert (letters("lapsed"), letters("asked_again")) == (1, 1)
    clock.sweep(NOON + 48 * HOUR)
    assert row.invitations.filter(volunteer=other).count() == 1


def test_the_wanted_day_counts_if_it_comes_later(victor: Volunteer) -> None:
    match = taken(victor, wanted_on=date(2026, 11, 30))

    clock.sweep(datetime(2026, 11, 30, 22, 0, tzinfo=UTC))
    assert letters("reminder") == 0
    clock.sweep(datetime(2026, 12, 1, 6, 30, tzinfo=UTC))  # half past seven in the morning after
    assert letters("reminder") == 1
    clock.sweep(datetime(2026, 12, 1, 11, 1, tzinfo=UTC))
    match.refresh_from_db()
    assert match.outcome == Outcome.LAPSED


def test_a_reminder_comes_by_day(victor: Volunteer) -> None:
    evening = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    taken(victor, now=evening, urgent=True)  # eight hours later it is midnight in Brussels

    clock.sweep(evening + 8 * HOUR)
    assert letters("reminder") == 0

    clock.sweep(datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    assert letters("reminder") == 1


def test_after_a_clock_that_stood_still_there_is_time_to_answer_the_reminder(victor: Volunteer) -> None:
    match = taken(victor)

    clock.sweep(NOON + 72 * HOUR)
    match.refresh_from_db()
    assert match.is_live
    assert letters("reminder") == 1

    clock.sweep(NOON + 75 * HOUR)
    match.refresh_from_db()
    assert match.outcome == Outcome.LAPSED


def test_who_has_reported_is_not_reminded(victor: Volunteer) -> None:
    claims.done(taken(victor), "volunteer", NOON)

    clock.sweep(NOON + 100 * HOUR)

    assert (letters("reminder"), letters("lapsed")) == (0, 0)


def test_a_report_between_the_look_and_the_lapse_stands(victor: Volunteer) -> None:
    match = taken(victor)
    stale = Match.objects.get(pk=match.pk)
    claims.done(match, "volunteer", NOON)

    assert not silence.lapse(stale, NOON + 40 * HOUR)
    assert not silence.remind(stale, NOON + 40 * HOUR)

    match.refresh_from_db()
    assert match.outcome == Outcome.DONE


def test_who_did_help_after_all_ends_the_request_before_the_next_one_goes(victor: Volunteer) -> None:
    match = taken(victor)
    silence.lapse(match, NOON + 36 * HOUR)

    assert silence.done_after_all(match, "volunteer", NOON + 37 * HOUR)
    assert not silence.done_after_all(match, "volunteer", NOON + 37 * HOUR)

    row = HelpRequest.objects.get(pk=match.help_request_id)
    match.refresh_from_db()
    assert (match.outcome, row.status, row.taken) == (Outcome.DONE, Status.DONE, 1)


def test_done_after_all_comes_too_late_when_somebody_else_is_on_it_or_it_has_ended(
    victor: Volunteer, wim: Volunteer
) -> None:
    match = taken(victor)
    silence.lapse(match, NOON + 36 * HOUR)
    claims.claim(invite(match.help_request, [wim])[0], NOON + 37 * HOUR)

    assert not silence.done_after_all(match, "volunteer", NOON + 38 * HOUR)

    assert Match.objects.live().get().volunteer == wim
    other = taken(cast.volunteer())
    silence.lapse(other, NOON + 36 * HOUR)
    endings.cancel(HelpRequest.objects.get(pk=other.help_request_id), by="requester", now=NOON)
    assert not silence.done_after_all(other, "volunteer", NOON + 38 * HOUR)


def test_from_whom_it_lapsed_does_not_take_it_again_by_the_old_letter(victor: Volunteer) -> None:
    match = taken(victor)
    silence.lapse(match, NOON + 36 * HOUR)

    assert match.invitation
    with pytest.raises(claims.AlreadyTaken):
        claims.claim(match.invitation, NOON + 37 * HOUR)
    assert not claims.reserve(match.invitation, NOON + 37 * HOUR)
