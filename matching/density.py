"""How densely the speakers of a language live around a point: where a search begins. Only a guess."""

from collections import Counter
from dataclasses import dataclass
from math import pi, sqrt
from time import monotonic

from django.db.models import Count, F
from django.db.models.functions import Round

from geo.points import Point
from volunteers.models import Reach

# Cells of some eleven kilometres by eleven.
CELL_LAT, CELL_LON = 0.1, 0.15
CELL_KM2 = CELL_LAT * 111.2 * CELL_LON * 70.5  # at the latitude of Belgium
# Each process counts once an hour: a second for a million rows, and old counts only cost time.
KEPT_SECONDS = 3600
# Of those who live around a point so many offer the kind, go so far and have a letter left.
SUITABLE = 0.45
# A little more than is wanted, so that one round is mostly enough.
AIM = 1.3
WIDEST = 2  # cells to each side that are looked at


@dataclass(frozen=True)
class Census:
    """How many search rows each language has, in each cell and in all."""

    taken_at: float
    cells: dict[tuple[str, int, int], int]
    speakers: Counter[str]

    @classmethod
    def take(cls) -> "Census":
        """Count all that is there now."""
        cells = Reach.objects.filter(active=True).values_list(
            "language", Round(F("lat") / CELL_LAT), Round(F("lon") / CELL_LON)
        )
        counted, speakers = {}, Counter[str]()
        for language, north, east, many in cells.order_by().annotate(n=Count("pk")):
            counted[language, int(north), int(east)] = many
            speakers[language] += many
        return cls(monotonic(), counted, speakers)


_kept: list[Census] = []  # one at most; not in a cache, for to unpickle it costs more than a search


def census() -> Census:
    """The last count; a new one if it is too old."""
    if not _kept or monotonic() - _kept[0].taken_at > KEPT_SECONDS:
        _kept[:] = [Census.take()]
    return _kept[0]


def forget() -> None:
    """Count anew at the next question."""
    _kept.clear()


def speakers(languages: tuple[str, ...]) -> int:
    """How many speak the commonest of these languages."""
    return max((census().speakers[each] for each in languages), default=0)


def radius_for(point: Point, languages: tuple[str, ...], count: int) -> float:
    """The distance in km within which `count` suitable people may be expected; large where there are few."""
    cells, aim = census().cells, AIM * count / SUITABLE
    north, east = round(point.lat / CELL_LAT), round(point.lon / CELL_LON)
    for size in range(WIDEST + 1):
        reach = range(-size, size + 1)
        around = (
            sum(cells.get((language, north + up, east + right), 0) for up in reach for right in reach)
            for language in languages
        )
        many = max(around, default=0)
        if many >= aim or size == WIDEST:
            break
    area = (2 * size + 1) ** 2 * CELL_KM2
    return sqrt(aim * area / (pi * max(many, 1)))
