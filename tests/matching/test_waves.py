"""Waves by day and by night, and what the clock may do wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from letters.models import Letter
from letters.models import Status as LetterStatus
from letters.send import deliver
from matching import clock, dispatch, endings
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON
from tests.matching.test_dispatch import crowd
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven in Brussels
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def each_half_hour(start: datetime, hours: float, *rows: HelpRequest) -> list[list[int]]:
    """Let the clock go round; how many were asked for each request after each half hour."""
    counts = []
    for step in range(int(2 * hours)):
        clock.sweep(start + step * HOUR / 2)
        counts.append([row.invitations.count() for row in rows])
    return counts


def test_what_is_asked_at_night_goes_out_in_the_morning(victor: Volunteer) -> None:
    row = cast.help_request(now=NIGHT)

    clock.sweep(NIGHT)
    row.refresh_from_db()
    assert (row.invitations.count(), row.next_wave_at) == (0, MORNING)
    clock.sweep(MORNING - timedelta(minutes=1))
    assert row.invitations.count() == 0

    clock.sweep(MORNING)
    assert row.invitations.count() == 1


@pytest.mark.parametrize(
    "evening", [datetime(2026, 3, 28, 20, 30, tzinfo=UTC), datetime(2026, 10, 24, 19, 30, tzinfo=UTC)]
)
def test_waves_rest_over_both_nights_of_the_clock_change(evening: datetime) -> None:
    crowd(30)
    row = cast.help_request(now=evening)

    each_half_hour(evening, 1, row)
    row.refresh_from_db()

    assert row.invitations.count() == 10
    assert (row.next_wave_at.astimezone(cast.BRUSSELS).isoformat()[11:16]) == "07:30"  # type: ignore[union-attr]
    each_half_hour(evening, 14, row)
    hours = {
        each.astimezone(cast.BRUSSELS).hour for each in row.invitations.values_list("asked_at", flat=True)
    }
    assert hours <= set(range(7, 22))
    assert row.invitations.count() > 15


def test_urgent_ones_ask_twenty_then_ten_each_half_hour() -> None:
    crowd(60)
    calm, urgent = cast.help_request(), cast.help_request(urgent=True)
    Volunteer.objects.update(letters_per_week=7)

    assert each_half_hour(NOON, 2, calm, urgent) == [[10, 20], [10, 30], [15, 40], [15, 50]]


def test_a_clock_that_was_wrong_for_a_moment_delays_nobody(victor: Volunteer) -> None:
    row = cast.help_request()
    HelpRequest.objects.update(next_wave_at=NOON + timedelta(days=40))

    clock.sweep(NOON)

    row.refresh_from_db()
    assert row.invitations.count() == 1
    assert row.next_wave_at == NOON + HOUR


def test_after_a_clock_that_stood_still_one_wave_goes_not_all_that_were_missed() -> None:
    crowd(40)
    row = cast.help_request()
    clock.sweep(NOON)

    clock.sweep(NOON + 6 * HOUR)

    assert row.invitations.count() == 15


def test_what_is_cancelled_between_search_and_sending_is_not_sent(victor: Volunteer) -> None:
    row = cast.help_request()
    dispatch.send_wave(row, NOON)

    endings.cancel(row, by="requester", now=NOON)
    deliver(lambda: NOON)

    assert set(Letter.objects.filter(kind="invitation").values_list("status", flat=True)) == {
        LetterStatus.CANCELLED
    }


def test_three_places_are_asked_for_like_three_requests() -> None:
    crowd(40)
    row = cast.help_request(places=3)

    assert dispatch.send_wave(row, NOON) == 30
