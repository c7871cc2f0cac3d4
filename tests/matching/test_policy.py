"""The pure questions: how many, in which order, when; and the numbers that may be set."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import checks, policy
from matching.policy import Policy

BRUSSELS = ZoneInfo("Europe/Brussels")
RULES = Policy()
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock on a wall in Brussels."""
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS).astimezone(UTC)


def test_ten_then_five_at_a_time_up_to_sixty_and_twice_that_if_it_is_urgent() -> None:
    assert [RULES.wave_size(sent) for sent in (0, 10, 55, 58, 60, 70)] == [10, 5, 5, 2, 0, 0]
    assert [RULES.wave_size(sent, urgent=True) for sent in (0, 20, 55, 60)] == [20, 10, 5, 0]


def test_each_place_of_a_request_is_asked_for_like_a_request() -> None:
    assert RULES.wave_size(0, places=3, free=3) == 30
    assert RULES.wave_size(60, places=3, free=2) == 10
    assert RULES.wave_size(178, places=3, free=2) == 2


def test_what_somebody_has_borne_counts_in_kilometres() -> None:
    assert RULES.virtual_km(1.5, letters=0, unanswered=0, tasks=0) == 1.5
    assert RULES.virtual_km(1.5, letters=2, unanswered=3, tasks=1) == 1.5 + 2 + 3 + 2
    assert RULES.virtual_km(None, letters=1, unanswered=0, tasks=0) == 1


@pytest.mark.parametrize(
    ("size", "found", "minutes", "hours_left", "urgent", "due"),
    [
        (10, 10, None, 40, False, False),
        (5, 5, 60, 19, False, False),
        (5, 5, 60, 18, False, True),
        (10, 0, None, 40, False, True),
        (5, 0, 179, 40, False, False),
        (5, 0, 180, 40, False, True),
        (0, 0, 60, 40, False, False),
        (0, 0, 180, 40, False, True),
        (20, 20, None, 4, True, False),
        (20, 20, None, 3, True, True),
        (10, 0, 59, 7, True, False),
        (10, 0, 60, 7, True, True),
    ],
)
def test_people_ring_when_time_is_short_or_no_letter_can_go_and_the_last_had_their_time(
    size: int, found: int, minutes: int | None, hours_left: int, urgent: bool, due: bool
) -> None:
    last = None if minutes is None else NOON - timedelta(minutes=minutes)
    due_at = NOON + timedelta(hours=hours_left)

    assert (
        RULES.due_for_call(size=size, found=found, last=last, due_at=due_at, now=NOON, urgent=urgent) is due
    )


@pytest.mark.parametrize(
    ("due_at", "urgent", "call_at"),
    [
        (local(2026, 11, 23, 18), False, local(2026, 11, 23, 0)),
        (local(2026, 11, 23, 18), True, local(2026, 11, 23, 15)),
        (local(2026, 11, 23, 22), True, local(2026, 11, 23, 17)),
        (local(2026, 11, 24, 3), True, local(2026, 11, 23, 17)),
        (local(2026, 11, 24, 9), True, local(2026, 11, 23, 18)),
        (local(2026, 11, 24, 11), True, local(2026, 11, 24, 8)),
        (local(2026, 3, 29, 9), True, local(2026, 3, 28, 18)),
    ],
)
def test_for_what_is_urgent_three_hours_count_in_which_people_do_ring(
    due_at: datetime, urgent: bool, call_at: datetime
) -> None:
    assert RULES.call_time(due_at, urgent=urgent) == call_at


@pytest.mark.parametrize(
    ("moment", "wakes"),
    [
        (local(2026, 11, 23, 7, 30), local(2026, 11, 23, 7, 30)),
        (local(2026, 11, 23, 7, 29), local(2026, 11, 23, 7, 30)),
        (local(2026, 11, 23, 21, 59), local(2026, 11, 23, 21, 59)),
        (local(2026, 11, 23, 22, 0), local(2026, 11, 24, 7, 30)),
        (local(2026, 11, 23, 0, 0), local(2026, 11, 23, 7, 30)),
        # both nights on which the clocks are changed
        (local(2026, 3, 28, 23, 0), local(2026, 3, 29, 7, 30)),
        (local(2026, 10, 24, 23, 0), local(2026, 10, 25, 7, 30)),
    ],
)
def test_nobody_is_woken_at_night(moment: datetime, wakes: datetime) -> None:
    assert RULES.wake_after(moment) == wakes


def test_the_two_nights_of_the_clock_change_have_their_own_length() -> None:
    spring = RULES.wake_after(local(2026, 3, 28, 22, 0)) - local(2026, 3, 28, 22, 0)
    autumn = RULES.wake_after(local(2026, 10, 24, 22, 0)) - local(2026, 10, 24, 22, 0)

    assert (spring, autumn) == (timedelta(hours=8.5), timedelta(hours=10.5))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_waking_minute_is_by_day_not_before_and_less_than_a_night_away(moment: datetime) -> None:
    found = RULES.wake_after(moment)

    assert moment <= found <= moment + timedelta(hours=10.5)
    assert 7 * 60 + 30 <= found.astimezone(BRUSSELS).hour * 60 + found.astimezone(BRUSSELS).minute < 22 * 60
    assert RULES.wake_after(found) == found


def test_a_house_that_never_sleeps_waits_for_no_morning() -> None:
    rules = policy.changed({"wakes_at": 0, "sleeps_at": 1440})

    assert rules.wake_after(local(2026, 11, 23, 3)) == local(2026, 11, 23, 3)


def test_a_number_of_the_setting_takes_the_place_of_ours(settings: Any) -> None:
    settings.DISPATCH = {"first_wave": 12}

    assert policy.current().first_wave == 12
    assert policy.current().next_wave == RULES.next_wave
    assert checks.dispatch(None) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"frist_wave": 12},
        {"first_wave": -1},
        {"first_wave": "12"},
        {"first_wave": 1.5},
        {"first_wave": True},
        {"wakes_at": 1400},
        {"sleeps_at": 2000},
        ["first_wave"],
    ],
)
def test_a_setting_that_is_no_good_is_refused_before_the_house_opens(settings: Any, wrong: Any) -> None:
    settings.DISPATCH = wrong

    assert [each.id for each in checks.dispatch(None)] == ["matching.E001"]
