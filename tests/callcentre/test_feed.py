"""The calendar of an operator's shifts, as her own program reads it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from callcentre.models import Operator
from tests import staff
from tests.house.phone_scenes import at_the_phone, waiting

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def feed(operator: Operator) -> str:
    return reverse("calendar", args=[operator.token("shifts")])


def events(path: str) -> list[Any]:
    """The events of a calendar, parsed."""
    found = Calendar.from_ical(Client().get(path).content.decode())
    return list(found.walk("VEVENT"))


def promise(operator: Operator, start: datetime) -> Any:
    return operator.shifts.create(starts_at=start, ends_at=start + timedelta(hours=3))


@pytest.fixture
def anna() -> Operator:
    return at_the_phone("fr", timezone.now())


def test_a_calendar_shows_her_own_shifts_by_numbers_that_stay(anna: Operator) -> None:
    soon = timezone.now().replace(microsecond=0) + timedelta(days=1)
    promise(anna, soon)
    promise(at_the_phone("fr", timezone.now()), soon)

    (event,), (again,) = events(feed(anna)), events(feed(anna))

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (soon, soon + timedelta(hours=3))
    assert event["uid"] == again["uid"]
    assert str(event["uid"]).startswith(str(anna.shifts.get().uuid))
    assert "Rosalie" not in str(event.to_ical())
    assert anna.email not in Client().get(feed(anna)).content.decode()


def last_sunday(month: int) -> datetime:
    """Eight in the morning of the last Sunday of a month of next year: the night before, clocks change."""
    last = datetime(timezone.now().year + 1, month, 31, 8, tzinfo=BRUSSELS)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize("month", [3, 10])
def test_eight_is_eight_before_and_after_the_clocks_change(anna: Operator, month: int) -> None:
    changed = last_sunday(month)
    for days in (-1, 0, 1):
        promise(anna, (changed + timedelta(days=days)).astimezone(ZoneInfo("UTC")))

    read = [event.decoded("dtstart").astimezone(BRUSSELS) for event in events(feed(anna))]

    assert [(each.day, each.hour) for each in read] == [
        ((changed + timedelta(days=days)).day, 8) for days in (-1, 0, 1)
    ]
    assert len({each.utcoffset() for each in read}) == 2


def test_an_empty_calendar_is_a_calendar(anna: Operator) -> None:
    assert events(feed(anna)) == []


def test_looking_changes_nothing_and_nobody_keeps_or_lists_it(anna: Operator) -> None:
    for method in ("get", "head"):
        response = getattr(Client(), method)(feed(anna))

        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
    assert Client().post(feed(anna)).status_code == 405


def test_a_new_link_kills_the_old_one_and_a_double_press_is_one(anna: Operator) -> None:
    old = feed(anna)
    assert anna.user
    browser = staff.browser_of(anna.user)
    page = browser.get(reverse("callcentre:shifts")).content.decode()
    assert old in page

    for _press in range(2):
        browser.post(reverse("callcentre:new_calendar_link"), {"epoch": str(anna.epoch)})

    before = anna.epoch
    anna.refresh_from_db()
    assert anna.epoch == before + 1
    assert Client().get(old).status_code == 404
    assert Client().get(feed(anna)).status_code == 200


def test_no_other_key_opens_it_and_no_calendar_is_there_before_the_yes(anna: Operator) -> None:
    confirm = reverse("calendar", args=[anna.token("confirm")])

    assert Client().get(confirm).status_code == 404
    assert Client().get(feed(waiting("fr", timezone.now()))).status_code == 404
