"""Where people live."""

from collections import Counter
from math import log
from statistics import fmean, stdev

import pytest

from geo.points import Point, distance_km
from simulation import places
from simulation.draws import dice

pytestmark = pytest.mark.once

ATOMIUM = Point(50.895, 4.341)


def test_the_country_is_as_large_as_it_was_counted() -> None:
    people = {town.postcode.code: town.inhabitants for town in places.towns()}

    assert 11.0e6 < sum(people.values()) < 11.8e6  # Statbel, 1 January 2020: 11.49 million
    assert 1.15e6 < sum(town.inhabitants for town in places.brussels()) < 1.25e6  # 1.22 million
    assert people["9000"] > people["9700"] > people["6890"]


def test_half_the_people_live_in_towns_and_some_in_the_country() -> None:
    everybody = sum(town.inhabitants for town in places.towns())
    rural = sum(town.inhabitants for town in places.towns() if town.is_rural)

    assert 0.15 < rural / everybody < 0.35
    assert not any(town.is_rural for town in places.brussels())


def test_towns_in_the_ardennes_scatter_more_than_those_of_brussels() -> None:
    spread = {town.postcode.code: town.spread_km for town in places.towns()}

    assert spread["6980"] > 2 * spread["1210"]
    assert all(places.LEAST_SPREAD_KM <= km <= places.MOST_SPREAD_KM for km in spread.values())


def test_nobody_lives_far_from_his_own_postcode_and_nobody_prefers_a_side() -> None:
    town = max(places.towns(), key=lambda each: each.spread_km)
    chance = dice("test")
    homes = [town.scatter(chance) for _each in range(5000)]
    km = [distance_km(town.postcode.point, home) for home in homes]

    assert max(km) <= places.CUT * town.spread_km * 1.01
    assert fmean(home.lat for home in homes) == pytest.approx(town.postcode.point.lat, abs=0.002)
    assert fmean(home.lon for home in homes) == pytest.approx(town.postcode.point.lon, abs=0.003)
    # half of a cut Gaussian lies within this radius
    assert sorted(km)[2500] == pytest.approx(1.054 * town.spread_km, rel=0.05)


def test_homes_are_drawn_by_weight_and_the_same_for_the_same_dice() -> None:
    towns = places.brussels()
    weights = [float(town.inhabitants) for town in towns]
    drawn = list(places.spread(dice("homes"), 20_000, towns, weights))
    share = Counter(town.postcode.code for town, _home in drawn)

    assert drawn[:50] == list(places.spread(dice("homes"), 20_000, towns, weights))[:50]
    for town, weight in zip(towns, weights, strict=True):
        assert share[town.postcode.code] / 20_000 == pytest.approx(weight / sum(weights), abs=0.015)
    assert fmean(distance_km(ATOMIUM, home) for _town, home in drawn) < 10


def test_a_municipality_takes_part_as_one_and_half_of_it_on_both_sides() -> None:
    towns = places.towns()
    giving, asking = [], []
    for world in range(40):
        weights = places.participation(dice(world), towns)
        giving += [log(weights.volunteers[place] / towns[place].inhabitants) for place in (0, 300, 900)]
        asking += [log(weights.requests[place] / towns[place].inhabitants) for place in (0, 300, 900)]
    antwerp = [place for place, town in enumerate(towns) if town.postcode.code in ("2018", "2100", "2170")]
    factors = {round(weights.volunteers[place] / towns[place].inhabitants, 9) for place in antwerp}

    assert len(factors) == 1
    assert stdev(giving) == pytest.approx(places.PARTICIPATION_SIGMA, abs=0.12)
    together = fmean(a * b for a, b in zip(giving, asking, strict=True)) / (stdev(giving) * stdev(asking))
    assert together == pytest.approx(places.SHARED, abs=0.2)
