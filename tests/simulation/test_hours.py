"""The clock on the wall: summer time, waking hours, who comes when."""

from datetime import timedelta

import pytest

from simulation import hours

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("curve", "known"),
    [
        (hours.VOLUNTEERS_COME, {0.25: 5, 0.50: 11, 0.71: 17, 0.86: 32, 0.93: 37}),
        (hours.REQUESTS_COME, {0.06: 10, 0.80: 37}),
    ],
)
def test_people_come_as_the_press_has_counted(curve: hours.Curve, known: dict[float, float]) -> None:
    for share, day in known.items():
        assert hours.day_of(curve, share) == pytest.approx(day)
    assert hours.day_of(curve, 0) == 0
    assert hours.day_of(curve, 0.999_999) < 61
    days = [hours.day_of(curve, step / 1000) for step in range(1000)]
    assert days == sorted(days)


def test_a_shorter_rehearsal_has_the_same_curve() -> None:
    assert hours.day_of(hours.VOLUNTEERS_COME, 0.5, days=30) == pytest.approx(11 * 30 / 61)


def test_noon_stays_noon_when_summer_time_begins() -> None:
    winter, summer = hours.moment(14, 12), hours.moment(15, 12)

    assert (winter.hour, summer.hour) == (11, 10)
    assert summer - winter == timedelta(hours=23)


def test_most_ask_by_day_and_everybody_at_some_hour() -> None:
    asked = [hours.asking_hour((number + 0.5) / 1000) for number in range(1000)]

    assert all(0 <= hour < 24 for hour in asked)
    assert sum(8 <= hour < 20 for hour in asked) == 850
    assert sum(hour < 8 for hour in asked) == pytest.approx(100, abs=1)


def test_volunteers_sign_up_while_they_are_awake() -> None:
    assert hours.waking_hour(0) == 7
    assert hours.waking_hour(0.999) < 23


@pytest.mark.parametrize(
    ("asked", "answered"),
    [((0, 7.5), (0, 8)), ((0, 8), (0, 8)), ((0, 19.99), (0, 19.99)), ((0, 20), (1, 8)), ((14, 23), (15, 8))],
)
def test_calls_wait_for_the_day(asked: tuple[int, float], answered: tuple[int, float]) -> None:
    assert hours.within(hours.PHONE_HOURS, hours.moment(*asked)) == hours.moment(*answered)


@pytest.mark.parametrize(
    ("day", "hour", "waking", "expected"),
    [
        (0, 12, 0.5, (0, 12.5)),
        (0, 22.5, 1, (1, 7.5)),
        (0, 3, 1, (0, 8)),
        (0, 23.5, 1, (1, 8)),
        (0, 12, 16, (1, 12)),
        (0, 7, 16, (1, 7)),
        (14, 12, 16, (15, 12)),
        (0, 12, 160, (10, 12)),
    ],
)
def test_letters_are_read_in_waking_hours(
    day: int, hour: float, waking: float, expected: tuple[int, float]
) -> None:
    assert hours.awake_later(hours.moment(day, hour), waking) == hours.moment(*expected)
