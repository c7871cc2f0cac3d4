"""The people of a world: the same for the same number, and as many of each sort as the model says."""

from dataclasses import astuple
from functools import cache
from statistics import fmean, median

import pytest

from catalogue.kinds import kind
from geo.points import distance_km
from simulation import hours
from simulation.people import Need, Scenario, Sketch
from simulation.world import World, one_of

pytestmark = pytest.mark.once


@cache
def country() -> World:
    """The first world of the usual size."""
    return World(1, Scenario())


def test_a_world_has_the_same_people_whoever_asks() -> None:
    again, other = World(1, Scenario()), World(2, Scenario())

    assert [astuple(each) for each in again.people] == [astuple(each) for each in country().people]
    assert again.needs == country().needs
    assert other.needs != country().needs


def test_there_are_as_many_as_were_ordered_and_they_come_within_their_days() -> None:
    start, end = hours.moment(0, 0), hours.moment(61, 0)

    assert (len(country().people), len(country().needs)) == (7000, 1000)
    assert [each.number for each in country().needs] == list(range(1000))
    assert all(start <= each.comes < end for each in country().people)
    assert all(start <= each.comes < end for each in country().needs)
    by_day_11 = fmean(each.comes < hours.moment(11, 0) for each in country().people)
    assert by_day_11 == pytest.approx(0.5, abs=0.02)


def test_volunteers_are_as_the_model_says() -> None:
    everybody = country().people

    assert fmean(each.is_dead for each in everybody) == pytest.approx(0.08, abs=0.01)
    assert fmean(each.bounces for each in everybody) == pytest.approx(0.04, abs=0.01)
    assert fmean(not each.hears for each in everybody) == pytest.approx(0.30, abs=0.015)
    assert fmean(each.reads for each in everybody) == pytest.approx(0.65, abs=0.01)
    assert fmean(each.willing for each in everybody) == pytest.approx(0.40, abs=0.015)
    month = [(each.interested_until - each.comes).days < 30 for each in everybody]
    assert fmean(month) == pytest.approx(1 - 0.8187, abs=0.015)  # 1 - exp(-30 / 150)
    assert {each.fades_km for each in everybody} == {3.0, 10.0}
    assert median(each.sketch.letters_per_week for each in everybody) == 3


def test_what_is_asked_for_is_as_the_press_says() -> None:
    asked = country().needs

    assert fmean(each.kind == "groceries" for each in asked) == pytest.approx(0.72, abs=0.04)
    assert fmean(each.kind == "chemist" for each in asked) == pytest.approx(0.18, abs=0.04)
    assert fmean(each.urgent for each in asked) == pytest.approx(0.20, abs=0.04)
    assert all(each.languages for each in asked)


def test_the_dead_can_be_more_and_the_willing_fewer_and_all_else_stays() -> None:
    changed = World(1, Scenario(dead_share=0.3, claim_factor=0.5))

    assert fmean(each.is_dead for each in changed.people) == pytest.approx(0.30, abs=0.015)
    assert fmean(each.willing for each in changed.people) == pytest.approx(0.20, abs=0.01)
    assert [each.sketch for each in changed.people] == [each.sketch for each in country().people]
    assert changed.needs == country().needs


def could_help(need: Need, km: float) -> int:
    """How many volunteers within so many kilometres and their own have what a request asks for."""
    bit, languages = kind(need.kind).offer.bit, set(need.languages)
    return sum(
        bool(each.sketch.kinds & bit and languages & set(each.sketch.languages))
        and abs(each.sketch.lat - need.home.lat) < 0.06
        and distance_km(each.home, need.home) <= min(km, each.sketch.travel_km)
        for each in country().people
    )


def test_a_request_has_a_few_dozen_who_could_help_within_five_kilometres() -> None:
    found = sorted(could_help(need, 5) for need in country().needs[:400])

    assert 20 <= found[200] <= 36  # 27 over many worlds
    assert 1 <= found[20] <= 6  # 3 over many worlds


def test_in_a_world_of_real_volunteers_people_ask_near_them() -> None:
    ghent = Sketch(51.05, 3.72, 1, ["nl"], 3, 7)
    world = World(1, Scenario(requests=50), [ghent])

    assert [each.sketch for each in world.people] == [ghent]
    assert world.people[0].fades_km == 3.0
    assert all(distance_km(each.home, world.people[0].home) < 20 for each in world.needs)
    with pytest.raises(ValueError, match="Belgian town"):
        World(1, Scenario(), [Sketch(48.85, 2.35, 1, ["fr"], 3, 7)])


def test_shares_choose_their_thing() -> None:
    assert [one_of({"a": 0.5, "b": 0.5}, share) for share in (0, 0.49, 0.5, 0.99)] == [
        "a",
        "a",
        "b",
        "b",
    ]
