"""What a row makes of a finding: finer takes the place of rougher, not the reverse; failures wait longer."""

from datetime import timedelta

import pytest

from geo.models import BACK_OFF
from geo.points import Finding, Place, Point
from requests_app.models import HelpRequest
from tests.geo.answers import HOUSE, NOW

ROUGH_POINT = Point(50.86, 4.38)
HOUR = timedelta(hours=1)


def row(precision: str = "", source: str = "nominatim") -> HelpRequest:
    """A row at the house with this precision; without one, nowhere yet."""
    made = HelpRequest(postcode="1030")
    if precision:
        made.place_at(Place(HOUSE, precision, source), NOW - HOUR)
    return made


@pytest.mark.parametrize(
    ("has", "finds", "moves"),
    [
        ("", "municipality", True),
        ("municipality", "postcode", True),
        ("postcode", "street", True),
        ("street", "house", True),
        ("street", "street", True),
        ("house", "street", False),
        ("house", "postcode", False),
        ("street", "postcode", False),
        ("postcode", "municipality", False),
    ],
)
def test_a_rougher_answer_never_takes_the_place_of_a_finer_one(has: str, finds: str, moves: bool) -> None:
    made = row(has)

    assert made.take_finding(Finding(Place(ROUGH_POINT, finds, "photon")), NOW) is moves
    assert (made.point, made.precision) == ((ROUGH_POINT, finds) if moves else (HOUSE, has))
    assert made.looked_at == NOW


def test_the_same_answer_again_moves_nothing() -> None:
    made = row("house")

    assert not made.take_finding(Finding(Place(HOUSE, "house", "nominatim")), NOW)
    assert made.located_at == NOW - HOUR


def test_failures_in_a_row_wait_longer_and_a_success_forgets_them() -> None:
    made = row("postcode", "postcodes")
    for wait in (*BACK_OFF, BACK_OFF[-1]):
        made.take_finding(Finding(None, failed=True), NOW)
        assert made.look_again_at == NOW + wait

    made.take_finding(Finding(Place(HOUSE, "house", "nominatim")), NOW)
    assert (made.look_again_at, made.failed_looks) == (None, 0)


def test_a_wait_is_no_failure_and_says_nothing_of_the_place() -> None:
    made = row()
    made.take_finding(Finding(None, again_at=NOW, waits=True), NOW)

    assert (made.look_again_at, made.failed_looks, made.is_nowhere) == (NOW, 0, False)
    made.take_finding(Finding(None, failed=True), NOW)
    assert made.is_nowhere


def test_who_forgets_the_place_forgets_that_anybody_looked() -> None:
    made = row("house")
    made.take_finding(Finding(None, failed=True), NOW)
    made.forget_place()

    assert (made.point, made.looked_at, made.look_again_at, made.failed_looks) == (None, None, None, 0)
    assert not made.is_nowhere
