"""Times and days as operators type them."""

from datetime import date, datetime
from typing import Any

import pytest

from callcentre import times
from covidsol import hours
from tests.cast import BRUSSELS

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("typed", "when", "words"),
    [
        ("14", "23T14:00", ""),
        ("14:30", "23T14:30", ""),
        ("14h30 chez sa fille", "23T14:30", "chez sa fille"),
        ("14u belt zelf niet", "23T14:00", "belt zelf niet"),
        ("14.05", "23T14:05", ""),
        ("9", "24T09:00", ""),
        ("12", "24T12:00", ""),
        ("demain 9", "24T09:00", ""),
        ("morgen 9:15", "24T09:15", ""),
        ("Tomorrow 10", "24T10:00", ""),
        ("+3 10", "26T10:00", ""),
        ("22", "24T08:00", ""),
        ("demain 6", "24T08:00", ""),
        ("", "23T13:00", ""),
        ("she will tell", "23T13:00", "she will tell"),
        ("vers midi 12", "23T13:00", "vers midi 12"),
    ],
)
def test_a_time_is_read_and_moved_into_the_hours(typed: str, when: str, words: str) -> None:
    found, rest = times.call_back(typed, MONDAY)

    assert (found.strftime("%dT%H:%M"), rest) == (when, words)
    assert found > MONDAY


def test_late_in_the_evening_an_hour_later_is_the_next_morning() -> None:
    found, _rest = times.call_back("", MONDAY.replace(hour=19, minute=30))

    assert found.strftime("%dT%H:%M") == "24T08:00"


def test_nobody_is_rung_on_a_day_on_which_the_phone_is_closed(settings: Any) -> None:
    opening = hours.read("mon-fri 08:00-12:00,13:00-18:00; 2026-11-24 closed")
    settings.SERVICE = {**settings.SERVICE, "opening": opening}

    asked = {
        typed: times.call_back(typed, MONDAY)[0].strftime("%dT%H:%M")
        for typed in ("12:30", "17", "18", "+5 9")
    }
    assert asked == {"12:30": "23T13:00", "17": "23T17:00", "18": "25T08:00", "+5 9": "30T08:00"}


@pytest.mark.parametrize("typed", ["27", "14:75", "99:99"])
def test_a_time_that_no_clock_shows_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="must be in"):
        times.call_back(typed, MONDAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None), ("0", "2026-12-29"), ("T", "2026-12-29"), ("1", "2026-12-30"), ("14", "2027-01-12"),
        ("+2", "2026-12-31"), ("30/12", "2026-12-30"), ("3.1", "2027-01-03"),
    ],
)  # fmt: skip
def test_a_day_is_read(typed: str, day: str | None) -> None:
    assert times.day(typed, date(2026, 12, 29)) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize("typed", ["15", "-1", "31/02", "28/12", "27/11", "x", "2 3", "1e3", "٣٣"])
def test_what_is_no_day_of_the_next_fortnight_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's own
        times.day(typed, date(2026, 12, 29))
