"""Somebody who helps from two places: near either of them, by the shorter way, asked once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo.points import Place, Point, distance_km
from matching import candidates, dispatch, openings, search
from matching.models import Invitation
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, LEUVEN, NOON
from tests.matching.oracles import Person, by_looking_at_everybody, settle
from tests.matching.test_search import question, same
from volunteers import whereabouts
from volunteers.models import Reach, Volunteer

pytestmark = pytest.mark.django_db


def also_at(volunteer: Volunteer, postcode: str) -> None:
    whereabouts.also_at(volunteer, postcode, by="volunteer", now=NOON)


def test_he_is_asked_once_for_what_is_near_his_second_place(nadia: HelpRequest, wim: Volunteer) -> None:
    assert candidates.find(nadia, 5, NOON) == []

    also_at(wim, "1000")
    dispatch.send_wave(nadia, NOON)
    HelpRequest.objects.filter(pk=nadia.pk).update(next_wave_at=NOON)
    nadia.refresh_from_db()
    dispatch.send_wave(nadia, NOON)

    (asked,) = Invitation.objects.all()
    assert asked.volunteer == wim
    assert asked.km == pytest.approx(distance_km(FLAGEY, wim.work_point or LEUVEN), abs=0.06)
    assert asked.band_label


def test_the_shorter_way_counts_and_home_still_does(nadia: HelpRequest, victor: Volunteer) -> None:
    before = candidates.find(nadia, 5, NOON)
    also_at(victor, "1000")

    (after,) = candidates.find(nadia, 5, NOON)
    there = cast.help_request(at=victor.work_point)
    (near_work,) = candidates.find(there, 5, NOON)

    assert [after] == before
    assert near_work.km == pytest.approx(0, abs=0.001)
    assert [each.km for each in openings.near(victor, NOON, 9)] == pytest.approx([0, after.km], abs=0.001)


def test_a_second_place_is_taken_back_and_goes_with_him(wim: Volunteer, nadia: HelpRequest) -> None:
    also_at(wim, "1000")
    assert Reach.objects.filter(volunteer=wim).count() == 2
    also_at(wim, "")

    assert Reach.objects.filter(volunteer=wim).count() == 1
    assert (wim.work_postcode, wim.work_point) == ("", None)
    assert candidates.find(nadia, 5, NOON) == []


def test_two_places_at_one_point_are_one() -> None:
    here = cast.volunteer(languages=["fr", "nl"])
    also_at(here, "1000")
    here.place_at(search_place(here), NOON)

    whereabouts.put_at(here, search_place(here), by="staff:1", now=NOON)

    assert sorted(Reach.objects.filter(volunteer=here).values_list("language", "spot")) == [
        ("fr", 0),
        ("nl", 0),
    ]


def search_place(volunteer: Volunteer) -> Place:
    """The middle of his second postcode, as a place."""
    assert volunteer.work_point
    return Place(volunteer.work_point, "house", "test")


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_however_many_have_two_places_nobody_is_missed_and_nobody_named_twice(
    nadia: HelpRequest, count: int
) -> None:
    doubles = [Person(number, 0, languages=["fr", "nl"], work=(0, number)) for number in range(1, 6)]
    settle([*doubles, *(Person(8 + number, 3) for number in range(6))], nadia, [])
    asked = question(nadia, languages=("fr", "nl"))

    found = search.nearest(asked, count).found

    assert len({each.volunteer_id for each in found}) == len(found) == count
    assert same(found, by_looking_at_everybody(asked, count))


@pytest.mark.parametrize(("has_two", "most"), [(False, 1), (True, 2)])
def test_who_has_one_place_costs_one_query_a_round_and_doubles_one_more(
    nadia: HelpRequest, has_two: bool, most: int
) -> None:
    work = (0, 5) if has_two else None
    settle([Person(number, 0, work=work) for number in range(1, 9)], nadia, [])
    asked = question(nadia)
    search.nearest(asked, 1)  # counts the census

    with CaptureQueriesContext(connection) as seen:
        rounds = search.nearest(asked, 4).rounds

    assert rounds * (most - 1) < len(seen) <= rounds * most


def test_a_planted_second_row_without_the_look_again_would_miss_somebody(nadia: HelpRequest) -> None:
    settle([Person(1, 0, work=(0, 1)), Person(2, 0)], nadia, [])
    asked = question(nadia)

    rows = search._rows(*search.statement(asked, 5.0, 2))

    assert len(rows) == 2
    assert len({volunteer_id for volunteer_id, _d2 in rows}) == 1
    assert len(search._within(asked, 5.0, 2)) == 2


def test_km_is_from_the_nearest_of_all_places(victor: Volunteer, nadia: HelpRequest) -> None:
    at_home = nadia.km_to(victor)
    victor.work_postcode, (victor.work_lat, victor.work_lon) = "1000", Point(50.829, 4.372)

    assert at_home == pytest.approx(0.87, abs=0.05)
    assert nadia.km_to(victor) == victor.km_to(nadia) == pytest.approx(0.11, abs=0.01)
