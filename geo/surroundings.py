"""How far from a postcode's point an answer can be meant for it, where the ground itself is not known."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from geo.points import Point, box_around, distance_km

LEAST_KM, MOST_KM = 3.0, 30.0
# Of the French postcodes, whose ground is known to the border, 86 % end nearer than
# this to their point: 1.25 times as far as the fourth of the other points around it.
NEIGHBOUR, TIMES = 4, 1.25
FIRST_LOOK_KM = 10.0


def bounded(km: float) -> float:
    """A reach in km, at least a quarter of an hour's ride, at most what a postcode of the Ardennes has."""
    return min(max(km, LEAST_KM), MOST_KM)


def from_neighbours(points: Mapping[str, Point]) -> dict[str, float]:
    """The reach in km of each postcode, from how thickly the others lie around it."""
    ordered = sorted(points.values())
    lats = [point.lat for point in ordered]
    return {code: bounded(TIMES * _fourth(point, ordered, lats)) for code, point in points.items()}


def _fourth(here: Point, ordered: list[Point], lats: list[float]) -> float:
    """The distance in km of the fourth other point, or MOST_KM where it is further than that."""
    km = FIRST_LOOK_KM
    while km <= 2 * MOST_KM:
        box = box_around(here, km)
        strip = ordered[bisect_left(lats, box.south) : bisect_right(lats, box.north)]
        away = sorted(distance_km(here, other) for other in strip if box.holds(other) and other != here)
        if len(away) >= NEIGHBOUR and away[NEIGHBOUR - 1] <= km:
            return away[NEIGHBOUR - 1]
        km *= 2
    return MOST_KM
