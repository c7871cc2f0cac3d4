"""A geocoder that is down for a day: everybody is matched by postcode, and found exactly when it is back."""

from datetime import datetime, timedelta

import pytest

from geo.points import Point
from geo.postcodes import lookup
from matching import clock
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON
from tests.geo import formats
from tests.geo.stand_in import StandIn
from volunteers import reach
from volunteers.models import Reach, Volunteer

pytestmark = pytest.mark.django_db
HOUR, STEP = timedelta(hours=1), timedelta(minutes=10)
TOWNS = ("1030", "2000", "3000", "4000", "5000", "7000", "8000", "9000")
A_TOWN = 3  # requests, and volunteers with room for a letter each
AWAY = 0.004  # degrees, some 450 m from the postcode's point to the house


def home(code: str) -> Point:
    """The house that the geocoder would know."""
    postcode = lookup("BE", code)
    assert postcode is not None
    return Point(round(postcode.point.lat + AWAY, 3), round(postcode.point.lon, 3))


def people_come(number: int, now: datetime) -> None:
    """One request and one volunteer more, in one of the towns."""
    code, street = TOWNS[number % len(TOWNS)], f"Rue Haute {number + 1}"
    volunteer = cast.volunteer(at=None, now=now, postcode=code, street=street, travel_km=3)
    cast.help_request(at=None, now=now, postcode=code, street=street)
    assert volunteer.located_at is None


def is_asked_at_home(row: HelpRequest) -> bool:
    """Whether somebody of the same town has been written to."""
    return row.invitations.filter(volunteer__postcode=row.postcode).exists()


def in_step() -> bool:
    """Whether every search row says what its volunteer's row says."""
    wanted = {reach.facts(row) for each in Volunteer.objects.all() for row in reach.rows(each)}
    return wanted == set(map(reach.facts, Reach.objects.all()))


def test_a_day_without_geocoder_costs_nobody_his_match_and_is_made_good_afterwards(stand_in: StandIn) -> None:
    stand_in.status, now = 503, NOON
    for step in range(24 * 6 + 1):
        now = NOON + step * STEP
        if step % 6 == 0 and step < 24 * 6:
            people_come(step // 6, now)
        clock.sweep(now)
    rows, people = HelpRequest.objects.all(), Volunteer.objects.all()

    assert (len(rows), len(people)) == (24, 24) == (A_TOWN * len(TOWNS),) * 2
    assert {(row.status, row.precision, row.source) for row in rows} == {("open", "postcode", "postcodes")}
    assert all(is_asked_at_home(row) for row in rows), "100 % matched by postcode"
    assert {(each.precision, each.look_again_at is not None) for each in people} == {("postcode", True)}
    assert all(row.failed_looks and row.look_again_at for row in rows)
    print(f"24 h down: {len(stand_in.told)} calls for {len(rows) + len(people)} rows")
    assert len(stand_in.told) < 4 * (len(rows) + len(people))

    stand_in.status = 200
    for code in TOWNS:
        stand_in.answers(formats.nominatim(*home(code), postcode=code), about=code)
    for _hour in range(26):
        now += HOUR
        clock.sweep(now)

    for each in (*HelpRequest.objects.all(), *Volunteer.objects.all()):
        assert (each.point, each.precision, each.source) == (home(each.postcode), "house", "nominatim")
        assert (each.look_again_at, each.failed_looks) == (None, 0)
    assert in_step()
    assert Reach.objects.count() == 24


def test_the_wait_after_each_failure_is_longer_and_the_last_one_stays(stand_in: StandIn) -> None:
    stand_in.status, now = 503, NOON
    row = cast.help_request(at=None)
    waits = []
    for _try in range(6):
        clock.sweep(now)
        row.refresh_from_db()
        assert row.look_again_at
        waits.append((row.look_again_at - now) / HOUR)
        HelpRequest.objects.update(status=Status.OPEN, expires_at=now + timedelta(days=30))
        now = row.look_again_at

    assert waits == [1, 6, 24, 168, 168, 168]
    assert len(stand_in.told) == 6


def test_what_is_settled_is_not_asked_again_by_the_clock(stand_in: StandIn) -> None:
    row = cast.help_request(at=None)
    for day in range(4):
        clock.sweep(NOON + timedelta(days=day))

    row.refresh_from_db()
    assert (row.precision, row.status, len(stand_in.told)) == ("postcode", "open", 1)
