"""The right answers, slowly: the exact geodesic of WGS84 over everybody in a box around the request.

Nothing here is shared with the product's search: the distance is
geographiclib's, the filters are Python over the columns of the population.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]

from bench.population import BIT_OF, Place, Population
from geo.points import Point

MAX_TASKS = 2
CELL = 0.01  # degrees
KM_PER_DEGREE = 111.2
SPHERE_KM = 6371.0
# The geodesic lies within one percent of the distance on this sphere, everywhere on earth.
LOOSE = 0.01
BOX = 1.2
SAME_KM = 0.0005  # two people whose distances differ by less may stand in either order


@dataclass(frozen=True)
class Filter:
    """One way to ask: in which language, how far."""

    name: str
    language: str
    km: float


FILTERS = (
    Filter("common", "fr", 5.0),
    Filter("common 20 km", "fr", 20.0),
    Filter("1 %", "pl", 20.0),
    Filter("0.1 %", "uk", 20.0),
)


@dataclass(frozen=True)
class Right:
    """One who may be asked. `sure` is false if the end of somebody's way lies within half a metre of him."""

    km: float
    pk: int
    sure: bool


def exact_km(a: Point, b: Point) -> float:
    """The geodesic on WGS84."""
    return float(Geodesic.WGS84.Inverse(*a, *b, Geodesic.DISTANCE)["s12"]) / 1000


class Oracle:
    """Knows the population by heart, by language and by cell of a hundredth of a degree."""

    def __init__(self, people: Population) -> None:
        self.people = people
        self.asked: dict[int, set[int]] = defaultdict(set)
        self._cells: dict[str, dict[tuple[int, int], list[int]]] = {
            language: self._by_cell(BIT_OF[language]) for language in {each.language for each in FILTERS}
        }

    def _by_cell(self, language: int) -> dict[tuple[int, int], list[int]]:
        people, cells = self.people, defaultdict(list)
        for i, (spoken, active) in enumerate(zip(people.languages, people.active, strict=True)):
            free = people.tasks[i] < MAX_TASKS and people.letters[i] < people.letters_per_week[i]
            if free and active and spoken & language:
                cells[_cell(people.lat[i], people.lon[i])].append(i)
        return cells

    def nearest(self, place: Place, by: Filter, count: int) -> list[Right]:
        """Everybody up to the `count`-th, and those as far as him within `SAME_KM`; nearest first."""
        km = 1.0
        while True:
            km = min(2 * km, by.km)
            found = self._within(place, by, km, count)
            if km == by.km or self._last(found, count) + SAME_KM <= km:
                return found

    @staticmethod
    def _last(found: list[Right], count: int) -> float:
        sure = [each.km for each in found if each.sure]
        return sure[count - 1] if len(sure) >= count else float("inf")

    def _within(self, place: Place, by: Filter, km: float, count: int) -> list[Right]:
        roughly = sorted(self._around(place, by, km))
        found: list[Right] = []
        last = float("inf")
        for on_sphere, i in roughly:
            if on_sphere * (1 - LOOSE) > last + SAME_KM:
                break
            if one := self._judged(place, by, i):
                found.append(one)
                found.sort(key=lambda each: (each.km, each.pk))
                last = self._last(found, count)
        return [each for each in found if each.km <= last + SAME_KM]

    def _judged(self, place: Place, by: Filter, i: int) -> Right | None:
        km = exact_km(place.point, Point(self.people.lat[i], self.people.lon[i]))
        end = min(by.km, self.people.travel_km[i])
        return Right(km, i + 1, km <= end - SAME_KM) if km <= end + SAME_KM else None

    def _around(self, place: Place, by: Filter, km: float) -> Iterator[tuple[float, int]]:
        people, asked = self.people, self.asked[place.pk]
        for i in self._in_box(place.point, by.language, km):
            if people.kinds[i] & place.bit and i + 1 not in asked:
                on_sphere = sphere_km(place.point, people.lat[i], people.lon[i])
                if on_sphere <= min(km, people.travel_km[i]) * (1 + 2 * LOOSE) + SAME_KM:
                    yield on_sphere, i

    def _in_box(self, point: Point, language: str, km: float) -> Iterator[int]:
        cells = self._cells[language]
        high = BOX * km / KM_PER_DEGREE
        wide = high / cos(radians(abs(point.lat) + high))
        south, west = _cell(point.lat - high, point.lon - wide)
        north, east = _cell(point.lat + high, point.lon + wide)
        for row in range(south, north + 1):
            for column in range(west, east + 1):
                yield from cells.get((row, column), ())


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // CELL), int(lon // CELL)


def sphere_km(point: Point, lat: float, lon: float) -> float:
    """The distance on a sphere, by haversine: good enough to leave out who is surely too far."""
    dlat, dlon = radians(lat - point.lat) / 2, radians(lon - point.lon) / 2
    h = sin(dlat) ** 2 + cos(radians(point.lat)) * cos(radians(lat)) * sin(dlon) ** 2
    return 2 * SPHERE_KM * asin(sqrt(h))


def is_right(answer: Iterable[int], right: list[Right], count: int) -> bool:
    """Whether these people, in this order, are the right answer; two equally far may change places."""
    given, km_of = list(answer), {each.pk: each.km for each in right}
    if len(given) > count or len(set(given)) < len(given) or not all(pk in km_of for pk in given):
        return False
    km = [km_of[pk] for pk in given]
    in_order = all(after >= before - SAME_KM for before, after in pairwise(km))
    last = max(km, default=0.0) if len(given) == count else float("inf")
    missed = [each for each in right if each.sure and each.km < last - SAME_KM and each.pk not in given]
    return in_order and not missed
