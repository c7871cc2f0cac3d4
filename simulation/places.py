"""Where people live: Belgian towns weighted by their inhabitants, and points scattered around them.

The table is built by simulation/build_populations.py; source and licence stand
in simulation/data/NOTICE.md.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, exp, log, pi, sin, sqrt, tau
from operator import mul
from pathlib import Path

from geo.points import Point, distance_km, scale_at
from geo.postcodes import Postcode, lookup

TABLE = Path(__file__).parent / "data" / "populations.csv"
BRUSSELS = range(1000, 1300)  # the postcodes of its nineteen municipalities

# Assumption: a town reaches half-way to the next one, and is never denser at its middle than Brussels is.
LEAST_SPREAD_KM, MOST_SPREAD_KM = 0.4, 4.0
DENSEST_PER_KM2 = 12_000
# A Gaussian cut off here: nobody lives a province away from his own postcode.
CUT = 2.0
# Assumption: some municipalities take part more than others. Half of the variance is the place's own (who
# has many volunteers has many requests), the other half is not, so that deserts exist.
PARTICIPATION_SIGMA = 0.7
SHARED = 0.5
# Eurostat calls a square kilometre rural below 300 inhabitants; here the mean of all within five kilometres.
AROUND_KM = 5.0
RURAL_PER_KM2 = 300


@dataclass(frozen=True)
class Town:
    """The people of one postcode; `spread_km` is how far they scatter: a standard deviation on each axis."""

    postcode: Postcode
    inhabitants: int
    spread_km: float
    is_rural: bool

    def scatter(self, chance: random.Random) -> Point:
        """Where one of its people lives: a Gaussian around its point, drawn by its radius, cut off."""
        inside = 1 - exp(-CUT * CUT / 2)
        km = self.spread_km * sqrt(-2 * log(1 - chance.random() * inside))
        angle, here = tau * chance.random(), self.postcode.point
        lat_km, lon_km = _km_per_degree(here.lat)
        return Point(here.lat + km * sin(angle) / lat_km, here.lon + km * cos(angle) / lon_km)


@cache
def _km_per_degree(lat: float) -> tuple[float, float]:
    scale = scale_at(lat)
    return scale.m, scale.c0


@cache
def towns() -> tuple[Town, ...]:
    """Every town of the country, by postcode."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        people = {row["postcode"]: int(row["inhabitants"]) for row in csv.DictReader(lines)}
    found = {code: postcode for code in people if (postcode := lookup("BE", code))}
    return tuple(_town(postcode, people, list(found.values())) for postcode in found.values())


def _town(postcode: Postcode, people: dict[str, int], others: Sequence[Postcode]) -> Town:
    to_next, around = float("inf"), 0
    for other in others:
        km = distance_km(postcode.point, other.point)
        if km <= AROUND_KM:
            around += people[other.code]
        if other != postcode:
            to_next = min(to_next, km)
    inhabitants = people[postcode.code]
    crowded = sqrt(inhabitants / (tau * DENSEST_PER_KM2))
    spread = min(max(to_next / 2, crowded, LEAST_SPREAD_KM), MOST_SPREAD_KM)
    return Town(postcode, inhabitants, spread, around < RURAL_PER_KM2 * pi * AROUND_KM**2)


@cache
def brussels() -> tuple[Town, ...]:
    """The towns of the Region of Brussels alone."""
    return tuple(town for town in towns() if int(town.postcode.code) in BRUSSELS)


@dataclass(frozen=True)
class Weights:
    """How often each town is drawn: for a volunteer, and for somebody who asks."""

    volunteers: tuple[float, ...]
    requests: tuple[float, ...]


def participation(chance: random.Random, of: Sequence[Town]) -> Weights:
    """One world's participation: inhabitants times a log-normal factor of the municipality."""
    names = [town.postcode.municipalities[0].own_name for town in of]
    factors = {name: _factors(chance) for name in dict.fromkeys(names)}
    volunteers, requests = zip(*(factors[name] for name in names), strict=True)
    inhabitants = [town.inhabitants for town in of]
    return Weights(tuple(map(mul, inhabitants, volunteers)), tuple(map(mul, inhabitants, requests)))


def _factors(chance: random.Random) -> tuple[float, float]:
    """How much more than others one municipality gives, and asks for."""
    shared, giving, asking = (chance.gauss(0, PARTICIPATION_SIGMA) for _ in range(3))
    alike, apart = sqrt(SHARED), sqrt(1 - SHARED)
    return exp(alike * shared + apart * giving), exp(alike * shared + apart * asking)


def spread(
    chance: random.Random, count: int, of: Sequence[Town], weights: Sequence[float]
) -> Iterator[tuple[Town, Point]]:
    """So many homes, each with the town that it belongs to; a million take some seconds."""
    for town in chance.choices(of, weights, k=count):
        yield town, town.scatter(chance)
