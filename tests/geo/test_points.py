"""The arithmetic of distances, against geopy's exact geodesic."""

import random
from math import cos, radians

import pytest
from django.utils import translation
from geopy.distance import geodesic

from geo.points import Box, DistanceBand, Point, box_around, distance_band, distance_km, rounded, scale_at

BELGIUM = Box(south=49.49, west=2.54, north=51.51, east=6.41)
BRUSSELS = Point(50.8467, 4.3525)


def belgian_points(count: int, seed: int) -> list[Point]:
    chance = random.Random(seed)
    return [
        Point(chance.uniform(BELGIUM.south, BELGIUM.north), chance.uniform(BELGIUM.west, BELGIUM.east))
        for _ in range(count)
    ]


def away(point: Point, km: float, bearing: float) -> Point:
    there = geodesic(kilometers=km).destination(tuple(point), bearing=bearing)
    return Point(there.latitude, there.longitude)


def some_pairs() -> list[tuple[Point, Point]]:
    chance = random.Random(7)
    return [
        (point, away(point, chance.uniform(0, 20), chance.uniform(0, 360)))
        for point in belgian_points(1000, seed=3)
    ]


def metres_off(a: Point, b: Point, km: float) -> float:
    return abs(km - float(geodesic(a, b).km)) * 1000


def test_a_distance_is_within_half_a_metre_of_the_geodesic_up_to_20_km() -> None:
    errors = [metres_off(a, b, distance_km(a, b)) for a, b in some_pairs()]

    assert len(errors) == 1000
    assert max(errors) < 0.5


def test_the_scale_for_a_query_is_as_exact_when_taken_at_one_of_the_ends() -> None:
    def by_scale(a: Point, b: Point) -> float:
        m, c0, c1 = scale_at(a.lat)
        dlat, dlon = b.lat - a.lat, b.lon - a.lon
        return float(((dlat * m) ** 2 + (dlon * (c0 + c1 * dlat)) ** 2) ** 0.5)

    assert max(metres_off(a, b, by_scale(a, b)) for a, b in some_pairs()) < 0.5


def test_the_middle_of_the_latitudes_matters() -> None:
    """The same without c1 is off by more than ten metres: the bound above is not an easy one."""

    def without_middle(a: Point, b: Point) -> float:
        m, c0, _ = scale_at(a.lat)
        return float((((b.lat - a.lat) * m) ** 2 + ((b.lon - a.lon) * c0) ** 2) ** 0.5)

    assert max(metres_off(a, b, without_middle(a, b)) for a, b in some_pairs()) > 10


def test_a_distance_is_the_same_there_and_back_and_nothing_at_home() -> None:
    for a, b in some_pairs()[:50]:
        assert distance_km(a, b) == distance_km(b, a)
        assert distance_km(a, a) == 0


@pytest.mark.parametrize("km", [0.1, 1, 5, 20, 60])
def test_the_box_holds_the_whole_circle_and_hardly_more(km: float) -> None:
    for point in belgian_points(30, seed=11):
        box = box_around(point, km)
        assert all(box.holds(away(point, km, bearing)) for bearing in range(0, 360, 3))
        assert distance_km(point, Point(box.north, point.lon)) < km * 1.02
        assert distance_km(point, Point(point.lat, box.east)) < km * 1.03


def test_a_box_knows_what_lies_outside() -> None:
    box = box_around(BRUSSELS, 5)

    assert box.holds(BRUSSELS)
    for bearing in (0, 90, 180, 270):
        assert not box.holds(away(BRUSSELS, 5.5, bearing))


def test_a_box_at_the_pole_goes_round_the_earth() -> None:
    box = box_around(Point(89.9, 10), 50)

    assert box.south == pytest.approx(89.45, abs=0.01)
    assert box[1:] == (-180, 90, 180)


def test_a_rounded_point_stays_near_but_loses_the_door() -> None:
    house = Point(50.867604, 4.373712)

    assert rounded(house) == Point(50.868, 4.374)
    for point in belgian_points(100, seed=5):
        assert distance_km(point, rounded(point)) < 0.0005 * 111.3 * (1 + cos(radians(50)))


@pytest.mark.parametrize(
    ("km", "band"),
    [
        (0, "under_1"),
        (0.999, "under_1"),
        (1, "1_to_2"),
        (2, "1_to_2"),
        (2.001, "2_to_5"),
        (5, "2_to_5"),
        (5.001, "over_5"),
        (300, "over_5"),
    ],
)
def test_a_distance_is_told_in_four_bands(km: float, band: str) -> None:
    assert distance_band(km) == band


def test_the_bands_have_words() -> None:
    with translation.override("en"):
        words = [str(band.label) for band in DistanceBand]
    assert words == ["less than 1 km away", "1 to 2 km away", "2 to 5 km away", "more than 5 km away"]
