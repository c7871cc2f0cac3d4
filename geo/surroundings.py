"""How far from a postcode's point an answer can be meant for it, where the ground itself is not known."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import floor

from geo.points import Point, box_around, distance_km

LEAST_KM, MOST_KM = 3.0, 30.0
# Of the French postcodes, whose ground is known to the border, 86 % end nearer than
# this to their point: 1.25 times as far as the fourth of the other points around it.
NEIGHBOUR, TIMES = 4, 1.25
CELL = 0.05  # degrees
LOOKS_KM = (LEAST_KM / TIMES, 6.0, 12.0, MOST_KM / TIMES)

Grid = Mapping[tuple[int, int], list[Point]]


def bounded(km: float) -> float:
    """A reach in km that is neither too narrow for a town nor wider than any postcode."""
    return min(max(km, LEAST_KM), MOST_KM)


def from_neighbours(points: Mapping[str, Point]) -> dict[str, float]:
    """The reach in km of each postcode, from how thickly the others lie around it.

    Postcodes on the same point count as one.
    """
    grid: dict[tuple[int, int], list[Point]] = defaultdict(list)
    distinct = set(points.values())
    for point in sorted(distinct):
        grid[floor(point.lat / CELL), floor(point.lon / CELL)].append(point)
    reach = {point: bounded(TIMES * _fourth_km(point, grid)) for point in distinct}
    return {code: reach[point] for code, point in points.items()}


def _fourth_km(here: Point, grid: Grid) -> float:
    """The distance in km of the fourth other point, or the nearest or furthest that makes a difference."""
    nearest, *wider = LOOKS_KM
    if _are_crowded(here, grid, nearest):
        return nearest
    for km in wider:
        away = sorted(each for each in _away(here, grid, km) if each <= km)
        if len(away) >= NEIGHBOUR:
            return away[NEIGHBOUR - 1]
    return MOST_KM


def _are_crowded(here: Point, grid: Grid, km: float) -> bool:
    """Whether so many lie nearer than this; stops at the last that is needed, since a city has thousands."""
    found = 0
    for each in _away(here, grid, km):
        found += each <= km
        if found == NEIGHBOUR:
            return True
    return False


def _away(here: Point, grid: Grid, km: float) -> Iterator[float]:
    """How far the other points lie, all up to so many km and some beyond."""
    box = box_around(here, km)
    for row in range(floor(box.south / CELL), floor(box.north / CELL) + 1):
        for column in range(floor(box.west / CELL), floor(box.east / CELL) + 1):
            for other in grid.get((row, column), ()):
                if other != here:
                    yield distance_km(here, other)
