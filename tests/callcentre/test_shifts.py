"""Shifts: slots within the opening hours, promises, gaps, and one reminder on the evening before."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from callcentre import shifts
from callcentre.models import Operator, Shift
from covidsol.hours import read
from letters import kinds
from letters.models import Letter
from privacy.models import Event
from tests import staff
from tests.cast import NOON
from tests.house.phone_scenes import at_the_phone

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
TOMORROW = "20261124T0700Z"  # 8 am in Brussels


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def clocks(slots: list[shifts.Slot]) -> list[str]:
    """When slots begin and end, by the clocks of Brussels."""
    each = [(slot.starts_at.astimezone(BRUSSELS), slot.ends_at.astimezone(BRUSSELS)) for slot in slots]
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in each]


def url(view: str = "shifts") -> str:
    return reverse(f"callcentre:{view}")


def mine(operator: Operator) -> Client:
    assert operator.user
    return staff.browser_of(operator.user)


def ahead(number: int = 5) -> shifts.Slot:
    """A slot that has not begun, by the real clock."""
    return [slot for day in shifts.slots(timezone.now()).values() for slot in day][number]


@pytest.mark.parametrize("day", ["2026-11-24", "2026-10-25", "2026-03-29"])
def test_the_slots_of_a_day_are_those_of_its_clocks_also_in_summer_time(day: str) -> None:
    found = shifts.slots_of(read("08:00-20:00"), date.fromisoformat(day), 3)

    assert clocks(found) == ["08:00-11:00", "11:00-14:00", "14:00-17:00", "17:00-20:00"]


@pytest.mark.parametrize(
    ("opening", "hours", "wanted"),
    [
        ("08:00-20:00", 5, ["08:00-13:00", "13:00-18:00", "18:00-20:00"]),
        ("09:00-12:30,14:00-16:00", 2, ["09:00-11:00", "11:00-12:30", "14:00-16:00"]),
        ("mon 08:00-20:00", 3, []),
    ],
)
def test_slots_follow_the_settings(opening: str, hours: int, wanted: list[str]) -> None:
    assert clocks(shifts.slots_of(read(opening), date(2026, 11, 24), hours)) == wanted


def test_two_weeks_are_shown_and_nothing_that_is_over() -> None:
    days = shifts.slots(local("2026-11-24T11:00"))

    assert len(days) == 14
    assert clocks(days[date(2026, 11, 24)]) == ["11:00-14:00", "14:00-17:00", "17:00-20:00"]
    assert date(2026, 11, 24) not in shifts.slots(local("2026-11-24T20:00"))


def test_a_promise_is_one_row_however_often_it_is_given_and_can_be_taken_back() -> None:
    anna = at_the_phone("fr", NOON)
    for _press in range(3):
        shifts.take(anna, TOMORROW, "staff:1", NOON)
    (made,) = Shift.objects.all()
    assert made.starts_at == local("2026-11-24T08:00")
    assert made.ends_at == local("2026-11-24T11:00")

    for _press in range(2):
        shifts.give_up(anna, TOMORROW, "staff:1", NOON)

    assert not Shift.objects.exists()
    actions = list(Event.objects.filter(action__startswith="shift.").values_list("action", flat=True))
    assert sorted(actions) == ["shift.given_up", "shift.taken"]


@pytest.mark.parametrize(
    "key", ["", "x", "20261123T1000Z", "20261124T0730Z", "20261124T1900Z", "20270101T0700Z", "é" * 50]
)
def test_nobody_is_put_where_no_slot_begins(key: str) -> None:
    with pytest.raises(shifts.NoSuchSlot):
        shifts.take(at_the_phone("fr", NOON), key, "staff:1", NOON)


def test_a_shift_that_has_begun_is_not_taken_and_may_be_ended() -> None:
    anna = at_the_phone("fr", NOON)
    shifts.take(anna, TOMORROW, "staff:1", NOON)
    during = local("2026-11-24T09:00")
    with pytest.raises(shifts.NoSuchSlot):
        shifts.take(at_the_phone("fr", NOON), TOMORROW, "staff:1", during)

    shifts.give_up(anna, TOMORROW, "staff:1", local("2026-11-24T11:00"))
    assert Shift.objects.exists(), "over: it stays as it was"
    shifts.give_up(anna, TOMORROW, "staff:1", during)
    assert not Shift.objects.exists()


def test_a_slot_tells_which_main_language_nobody_speaks() -> None:
    anna, bert = (at_the_phone("fr", NOON, languages=[code]) for code in ("fr", "nl"))

    def missing() -> list[str]:
        return shifts.plan(NOON, anna)[date(2026, 11, 24)][0].missing

    assert missing() == ["Français", "Nederlands"]
    shifts.take(anna, TOMORROW, "staff:1", NOON)
    assert missing() == ["Nederlands"]
    shifts.take(bert, TOMORROW, "staff:1", NOON)
    assert missing() == []


def test_a_promise_of_former_hours_stands_with_its_slot(settings: Any) -> None:
    anna = at_the_phone("fr", NOON)
    shifts.take(anna, "20261124T1000Z", "staff:1", NOON)  # 11 to 14
    settings.SHIFT_HOURS = 5

    line = shifts.plan(NOON, anna)[date(2026, 11, 24)][0]

    assert (str(line.mine), len(line.shifts)) == ("20261124T1000Z", 1)
    shifts.give_up(anna, line.mine, "staff:1", NOON)
    assert not Shift.objects.exists()


def test_an_operator_puts_herself_on_and_off_by_a_press() -> None:
    anna, bert = at_the_phone("fr", timezone.now()), at_the_phone("nl", timezone.now())
    browser, key = mine(anna), ahead().key

    assert browser.post(url(), {"take": key})["Location"] == url()
    assert Shift.objects.get().operator == anna
    assert browser.post(url(), {"take": "20200101T0700Z"}).status_code == 302
    mine(bert).post(url(), {"give_up": key})
    assert Shift.objects.count() == 1, "nobody takes off somebody else"
    browser.post(url(), {"give_up": key})
    assert not Shift.objects.exists()


@pytest.mark.parametrize("press", ["take", "give_up"])
@pytest.mark.parametrize("key", ["just begun", "no slot"])
def test_a_press_that_comes_too_late_is_told_so(press: str, key: str) -> None:
    browser, in_time = mine(at_the_phone("fr", timezone.now())), ahead().key
    begun = shifts.key_of(timezone.now() - timedelta(minutes=1))
    after = browser.post(url(), {press: begun if key == "just begun" else key}, follow=True)

    assert [each.level_tag for each in after.context["messages"]] == ["warning"]
    assert 'class="note"' in after.content.decode()
    assert not Shift.objects.exists()
    for each in ("take", "give_up"):
        assert not browser.post(url(), {each: in_time}, follow=True).context["messages"]


def test_who_is_taken_off_twice_was_taken_off_before() -> None:
    anna, boss = at_the_phone("fr", timezone.now()), staff.browser_of(staff.member("coordinator"))
    shifts.take(anna, ahead().key, "staff:1", timezone.now())
    number = Shift.objects.get().uuid

    told = [boss.post(url("put_on_shift"), {"off": number}, follow=True) for _press in range(2)]
    assert [len(each.context["messages"]) for each in told] == [0, 1]


def test_only_coordinators_put_and_take_off_others() -> None:
    anna, key = at_the_phone("fr", timezone.now()), ahead().key
    boss = staff.browser_of(staff.member("coordinator"))
    words = {"operator": str(anna.uuid), "slot": key}
    assert mine(anna).post(url("put_on_shift"), words).status_code == 403

    for _press in range(2):
        boss.post(url("put_on_shift"), words)
    shift = Shift.objects.get()
    assert boss.post(url("put_on_shift"), {"operator": "x", "slot": ""}).status_code == 200
    assert boss.post(url(), {"take": key}).status_code == 404, "she takes no calls herself"
    for number in (shift.uuid, shift.uuid, "x"):
        boss.post(url("put_on_shift"), {"off": number})

    assert not Shift.objects.exists()


def test_the_page_shows_first_names_and_coordinators_see_the_gaps() -> None:
    anna = at_the_phone("fr", timezone.now(), languages=["fr"])
    browser, boss = mine(anna), staff.browser_of(staff.member("coordinator"))
    browser.post(url(), {"take": ahead().key})
    with translation.override("fr"):
        own, gaps = (each.get(url(), headers={"accept-language": "fr"}) for each in (browser, boss))

    assert "Rosalie (Français)" in own.content.decode()
    assert "Mertens" not in own.content.decode()
    assert "Personne ici ne parle : Nederlands".replace(" :", "\N{NO-BREAK SPACE}:") in own.content.decode()
    assert "sans couverture" in gaps.content.decode()
    assert "sans couverture" not in own.content.decode()


def test_one_reminder_goes_on_the_evening_before_also_in_the_night_of_summer_time() -> None:
    anna = at_the_phone("fr", NOON)
    anna.shifts.create(starts_at=local("2026-10-25T08:00"), ends_at=local("2026-10-25T11:00"))
    anna.shifts.create(starts_at=local("2026-10-26T08:00"), ends_at=local("2026-10-26T11:00"))

    sent = [shifts.remind(local(f"2026-10-24T{clock}")) for clock in ("17:59", "18:00", "18:15", "23:59")]

    assert sent == [0, 1, 1, 1]
    letter = Letter.objects.get(kind="shift_reminder")
    assert letter.valid_until == local("2026-10-25T08:00")
    assert shifts.remind(local("2026-10-25T17:59")) == 0


def test_the_reminder_says_when_and_nothing_of_a_shift_that_was_given_up() -> None:
    anna, start = at_the_phone("nl", NOON), timezone.now() + timedelta(days=1)
    shift = anna.shifts.create(starts_at=start, ends_at=start + timedelta(hours=3))
    message = kinds.kind("shift_reminder").compose(shift.uuid)
    assert message
    assert message.to == anna.email
    assert message.context["day"] == start.astimezone(BRUSSELS).date()

    shift.delete()

    assert kinds.kind("shift_reminder").compose(shift.uuid) is None
