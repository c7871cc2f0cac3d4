"""Where volunteers are missing: found by the dispatch's own search; whoever it passes over is not there."""

from datetime import timedelta
from typing import Any

import pytest

from catalogue import kinds
from geo.points import Point
from geo.postcodes import lookup
from impact import coverage
from impact.coverage import Lack
from impact.models import Coverage
from matching import claims, dispatch, policy
from matching.models import Invitation
from tests import cast
from tests.cast import NOON
from volunteers import membership

pytestmark = pytest.mark.django_db
WAVE = policy.Policy().first_wave
ARLON = lookup("BE", "6700")


def near_arlon(number: int, **changes: Any) -> list[Any]:
    """So many volunteers who live in the middle of Arlon."""
    assert ARLON
    return [
        cast.volunteer(at=ARLON.point, **{"postcode": "6700", "travel_km": 20, **changes})
        for _number in range(number)
    ]


def found(code: str = "6700") -> dict[str, int]:
    """What is missing at this postcode; nothing if there is enough."""
    coverage.look(NOON)
    return next((lack.found for lack in coverage.latest()[1] if code in lack.postcodes), {})


def test_a_place_with_a_first_wave_of_volunteers_lacks_nothing() -> None:
    near_arlon(WAVE)

    assert found() == {}


def test_one_fewer_than_a_first_wave_is_too_few() -> None:
    near_arlon(WAVE - 1)

    assert found() == dict.fromkeys(("groceries", "errand", "other"), WAVE - 1)


def test_it_is_told_kind_by_kind() -> None:
    near_arlon(WAVE - 2)
    near_arlon(2, kinds=kinds.mask(["groceries"]))

    assert found() == {"errand": WAVE - 2, "other": WAVE - 2}


def test_who_would_not_be_asked_is_not_there() -> None:
    people = near_arlon(WAVE + 3)
    membership.pause(people[0], NOON + timedelta(days=1))
    membership.block(people[1], "staff:1", NOON)
    near_arlon(1, languages=["nl"])
    for _number in range(policy.Policy().max_open_tasks):
        claims.claim(cast.invite(cast.help_request(), [people[2]])[0], NOON)
    row = cast.help_request()
    for _number in range(3):  # as many letters as he wants
        cast.invite(cast.help_request(), [people[3]], NOON - timedelta(hours=1))

    assert found()["groceries"] == WAVE - 1
    assert row.status == "open"


def test_as_many_are_found_as_a_request_would_find() -> None:
    near_arlon(4)
    near_arlon(2, kinds=kinds.mask(["errand"]))
    assert ARLON
    seen = found()["groceries"]

    row = cast.help_request(at=ARLON.point, postcode="6700")
    dispatch.send_wave(row, NOON)

    assert Invitation.objects.filter(help_request=row).count() == seen == 4


def test_only_provinces_in_which_somebody_is_are_looked_at() -> None:
    cast.volunteer(at=Point(50.84, 4.35), postcode="1000")
    coverage.look(NOON)

    codes = {code for lack in coverage.latest()[1] for code in lack.postcodes}
    assert {code[:2] for code in codes} == {"10"}
    assert "1050" in codes


def test_the_worst_places_come_first_and_a_new_look_replaces_the_old() -> None:
    near_arlon(3)
    coverage.look(NOON - timedelta(days=1))
    coverage.look(NOON)

    made, lacks = coverage.latest()
    assert Coverage.objects.count() == 1
    assert made
    assert made.made_at == NOON
    assert [lack.least for lack in lacks] == sorted(lack.least for lack in lacks)
    assert Lack(["1"], {"a": 3, "b": 1}).least == 1


def test_nobody_is_written_to() -> None:
    near_arlon(3)
    coverage.look(NOON)

    assert Invitation.objects.count() == 0
