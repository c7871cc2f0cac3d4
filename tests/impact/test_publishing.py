"""One row a night, in order, once; what is published stands for ever."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from impact import counting, picture, publishing
from impact.models import Published
from impact.rounding import BASE
from matching import claims
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import BRUSSELS, NOON
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def people(number: int, joined: datetime = NOON, **changes: Any) -> None:
    """So many volunteers who confirmed at this moment."""
    for _number in range(number):
        made = cast.volunteer(**changes)
        Volunteer.objects.filter(pk=made.pk).update(confirmed_at=joined)


def morning(day: date) -> datetime:
    """The night's work is done in the first hour of a day."""
    return datetime(day.year, day.month, day.day, 0, 7, tzinfo=BRUSSELS)


def test_nobody_has_come_and_nothing_is_published() -> None:
    assert publishing.publish(NOON) == 0
    people(3)
    assert publishing.publish(NOON) == 0  # the first day is not over


def test_a_day_is_published_when_it_is_over_and_only_once() -> None:
    people(7)

    assert publishing.publish(morning(MONDAY + DAY)) == 1
    assert publishing.publish(morning(MONDAY + DAY)) == 0

    row = Published.objects.get()
    assert (row.day, row.totals["volunteers"], row.areas["volunteers"]) == (MONDAY, 5, {"elsene": 5})


def test_a_house_that_slept_makes_good_each_sunday_in_order() -> None:
    people(6, NOON - 200 * DAY)

    made = [publishing.publish(NOON) for _hour in range(4)]

    days = list(Published.objects.order_by("day").values_list("day", flat=True))
    assert made == [13, 13, 3, 0]
    assert sum(made) == len(days)
    assert days[-1] == MONDAY - DAY
    assert {day.isoweekday() for day in days} == {7}
    assert days == sorted(days)


def test_what_was_published_stands_whatever_becomes_of_the_rows() -> None:
    people(11)
    publishing.publish(morning(MONDAY + DAY))
    before = Published.objects.values().get()
    Volunteer.objects.all().delete()

    publishing.publish(morning(MONDAY + 2 * DAY))

    assert Published.objects.order_by("day").values().first() == before
    assert Published.objects.latest("day").totals["volunteers"] == 10


def test_all_that_is_published_is_a_multiple_of_five_and_adds_up() -> None:
    people(13)
    people(4, postcode="3000")
    for number in range(9):
        made = cast.help_request(postcode=("1050", "3000", "9000")[number % 3])
        if number < 7:
            claims.claim(cast.invite(made, [cast.volunteer(postcode="2000")])[0], NOON)
    publishing.publish(morning(MONDAY + DAY))

    row = Published.objects.latest("day")
    numbers = [number for parts in row.areas.values() for number in parts.values()]
    assert all(number % BASE == 0 for number in numbers)
    assert {code: sum(parts.values()) for code, parts in row.areas.items()} == row.totals
    assert all(number <= row.areas["requests"].get(area, 0) for area, number in row.areas["matched"].items())
    truth = counting.up_to(morning(MONDAY + DAY))
    assert all(0 <= sum(truth[code].values()) - total < BASE for code, total in row.totals.items())


def test_two_clocks_at_once_make_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    people(7)
    other = publishing.due
    days = other(morning(MONDAY + DAY))
    publishing.publish(morning(MONDAY + DAY))
    monkeypatch.setattr(publishing, "due", lambda now: days)

    publishing.publish(morning(MONDAY + DAY))

    assert Published.objects.count() == 1


def test_waiting_times_are_told_of_many_only_and_by_quarters_of_an_hour() -> None:
    def ask(number: int) -> None:
        for _number in range(number):
            made = cast.help_request()
            claims.claim(cast.invite(made, [cast.volunteer()])[0], NOON + timedelta(minutes=37))

    ask(19)
    publishing.publish(morning(MONDAY + DAY))
    assert Published.objects.latest("day").facts == {}
    ask(1)
    publishing.publish(morning(MONDAY + 2 * DAY))
    row = Published.objects.latest("day")
    assert row.facts == {"median_minutes": 30, "p90_minutes": 30}
    assert picture.share(row.totals) == 100


def test_a_week_is_what_its_sunday_has_more_than_the_one_before() -> None:
    people(10, NOON - 7 * DAY)
    people(25, NOON)
    for day in range(9):
        publishing.publish(morning(MONDAY + day * DAY))

    row = picture.latest()
    assert row
    told = {week.monday: week.added["volunteers"] for week in picture.weeks(row)}
    assert told == {MONDAY - 7 * DAY: 10, MONDAY: 25, MONDAY + 7 * DAY: 0}
    assert [week.is_over for week in picture.weeks(row)] == [True, True, False]
    assert HelpRequest.objects.count() == 0
