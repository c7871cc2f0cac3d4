"""What people do with letters, claims and calls: the means of the model, and what moves them."""

from datetime import timedelta
from math import exp
from statistics import fmean

import pytest

from geo.points import Point
from simulation import hours
from simulation.behaviour import Doing, Fate
from tests.simulation.conftest import GRAND_PLACE, NOON, meetings, person

pytestmark = pytest.mark.once

MANY = 4000
MORNING = hours.moment(3, 7)


def share(parts: list[bool]) -> float:
    """How many are true."""
    return fmean(parts)


def test_a_letter_is_read_as_fast_as_measured() -> None:
    read = [meeting.read_at(MORNING) for meeting in meetings(MANY)]
    waited = [at - MORNING for at in read if at]

    assert len(waited) == MANY
    assert share([each <= timedelta(hours=1) for each in waited]) == pytest.approx(0.26, abs=0.02)
    assert share([each <= timedelta(hours=6) for each in waited]) == pytest.approx(0.61, abs=0.02)
    assert share([each <= timedelta(hours=24) for each in waited]) == pytest.approx(0.79, abs=0.02)
    assert all(7 <= (MORNING + each).astimezone(hours.ZONE).hour < 23 for each in waited)


def test_how_many_letters_are_read_is_the_readers_own() -> None:
    assert share([bool(each.read_at(NOON)) for each in meetings(MANY, reads=0.3)]) == pytest.approx(
        0.3, abs=0.02
    )
    assert not any(each.read_at(NOON) for each in meetings(50, hears=False))
    assert not any(each.read_at(NOON) for each in meetings(50, has_left=True))
    soon = NOON + timedelta(hours=1)
    assert all((each.read_at(NOON) or NOON) < soon for each in meetings(MANY, interested_until=soon))


def test_a_yes_fades_with_distance() -> None:
    near = meetings(MANY, willing=0.5)
    far = meetings(MANY, willing=0.5, at=Point(GRAND_PLACE.lat + 0.09, GRAND_PLACE.lon))

    assert share([each.says_yes(NOON) for each in near]) == pytest.approx(0.5, abs=0.02)
    assert share([each.says_yes(NOON) for each in far]) == pytest.approx(0.5 * exp(-1), abs=0.02)


def test_a_yes_fades_with_letters_and_with_coming_too_late() -> None:
    week = [NOON - timedelta(days=days) for days in (30, 6, 5, 4, 3)]

    tired = meetings(MANY, letters=[*week, NOON])
    late = meetings(MANY, too_late=5)

    assert share([each.says_yes(NOON, this_letter=1) for each in tired]) == pytest.approx(exp(-0.2), abs=0.02)
    assert share([each.says_yes(NOON) for each in late]) == pytest.approx(0.93**5, abs=0.02)


def test_whoever_declines_says_so_in_a_third_of_the_cases() -> None:
    doings = [each.does(NOON) for each in meetings(MANY, willing=0.0)]

    assert share([each is Doing.NO for each in doings]) == pytest.approx(0.35, abs=0.02)
    assert Doing.YES not in doings


def test_few_leave_and_more_leave_of_those_who_get_many_letters() -> None:
    fortnight = [NOON - timedelta(days=days) for days in range(13)]
    quiet = [each.does(NOON) for each in meetings(MANY)]
    pestered = [each.does(NOON) for each in meetings(MANY, letters=sorted(fortnight))]

    assert share([each is Doing.LEAVES for each in quiet]) == pytest.approx(0.002, abs=0.002)
    assert share([each is Doing.LEAVES for each in pestered]) == pytest.approx(0.022, abs=0.006)


def test_most_pick_up_and_the_silent_less_often() -> None:
    def picking_up(**changes: bool) -> float:
        return share([each.picks_up(NOON) for each in meetings(MANY, "call 1", **changes)])

    assert picking_up() == pytest.approx(0.55, abs=0.02)
    assert picking_up(hears=False) == pytest.approx(0.35, abs=0.02)
    assert picking_up(hears=False, is_dead=True) == pytest.approx(0.55, abs=0.02)


def test_on_the_phone_people_say_yes_more_often() -> None:
    rung = [each.says_yes_on_the_phone() for each in meetings(MANY, "call 1", willing=0.4)]

    assert share(rung) == pytest.approx(0.06 + 0.9 * 0.4, abs=0.02)


@pytest.mark.parametrize(("urgent", "latest"), [(False, 36), (True, 12)])
def test_most_claims_are_carried_out_and_reported_before_they_lapse(urgent: bool, latest: int) -> None:
    for start in (NOON, hours.moment(3, 22.9)):
        fates = [each.fate(start) for each in meetings(MANY, urgent=urgent)]

        assert share([fate is Fate.GIVEN_BACK for fate, _at in fates]) == pytest.approx(0.07, abs=0.015)
        assert share([fate is Fate.FORGOTTEN for fate, _at in fates]) == pytest.approx(0.08, abs=0.015)
        assert max(at for _fate, at in fates) < start + timedelta(hours=latest)


def test_every_attempt_has_dice_of_its_own_and_the_same_attempt_the_same() -> None:
    letter, again, call = (
        meetings(200, attempt, willing=0.5) for attempt in ("invitation", "free_again", "call 1")
    )

    def yes(chosen: list) -> list[bool]:
        return [each.says_yes(NOON) for each in chosen]

    assert yes(letter) == yes(meetings(200, willing=0.5))
    assert yes(letter) != yes(again) != yes(call)


def test_letters_are_counted_from_a_moment_on() -> None:
    reader = person(letters=[NOON - timedelta(days=days) for days in (9, 5, 1)])

    assert [reader.letters_since(NOON - timedelta(days=days)) for days in (10, 7, 1, 0)] == [3, 2, 0, 0]
