"""The limit: everybody in memory, a k-d tree over points in space, the filters over numpy's arrays.

Not a rival for the product, which must see each row as it is at this moment;
it says how fast the arithmetic itself could be. One tree for all: filters come
after it, and whatever they leave out makes it ask for more neighbours.
"""

from importlib import import_module
from importlib.util import find_spec
from math import cos, radians, sin, sqrt
from typing import Any

from bench.contestants import Answer, Contestant
from bench.oracle import MAX_TASKS, Filter, Oracle
from bench.population import BIT_OF, Place, Population
from geo.points import ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_KM, Point

SPHERE_KM = 6371.0
FIRST, MORE = 4, 4  # neighbours asked for at first, for each one wanted; times as many in each round after


def is_available() -> bool:
    """Whether scipy is installed; the tests do without."""
    return find_spec("scipy") is not None


def kd_tree(people: Population, oracle: Oracle) -> Contestant:
    """A tree over those who can be found at all."""
    numpy, spatial = import_module("numpy"), import_module("scipy.spatial")
    columns = _columns(people, numpy)
    tree = spatial.cKDTree(columns.pop("spot"))
    ids, languages, kinds, reach, free = (
        numpy.append(columns[name], 0) for name in ("ids", "languages", "kinds", "reach", "free")
    )  # one more row, which fits nobody: where the tree has no neighbour left

    def nearest(place: Place, by: Filter, count: int) -> Answer:
        spot, end, k, rounds = _spot(place.point), _chord(by.km), FIRST * count, 1
        asked, language = oracle.asked[place.pk], BIT_OF[by.language]
        while True:
            chords, at = tree.query(spot, k=k, distance_upper_bound=end)
            fits = (languages[at] & language > 0) & (kinds[at] & place.bit > 0)
            fits &= (chords <= reach[at]) & (free[at] > 0)
            chosen = zip(ids[at[fits]].tolist(), chords[fits].tolist(), strict=True)
            found = [(pk, chord) for pk, chord in chosen if pk not in asked][:count]
            if len(found) == count or chords[-1] > end:
                return Answer([(pk, _along(chord)) for pk, chord in found], rounds)
            k, rounds = min(k * MORE, len(ids)), rounds + 1

    return nearest


def _columns(people: Population, numpy: Any) -> dict[str, Any]:
    table = {name: numpy.array(column) for name, column in vars(people).items()}
    active = table["active"] > 0
    lat, lon = numpy.radians(table["lat"]), numpy.radians(table["lon"])
    normal = EQUATORIAL_RADIUS_KM / numpy.sqrt(1 - ECCENTRICITY_SQUARED * numpy.sin(lat) ** 2)
    across = normal * numpy.cos(lat)
    up = normal * (1 - ECCENTRICITY_SQUARED) * numpy.sin(lat)
    table |= {
        "spot": numpy.column_stack([across * numpy.cos(lon), across * numpy.sin(lon), up]),
        "ids": numpy.arange(1, len(people) + 1),
        "reach": numpy.array([_chord(km) for km in people.travel_km]),
        "free": (table["letters"] < table["letters_per_week"]) & (table["tasks"] < MAX_TASKS),
    }
    return {name: column[active] for name, column in table.items()}


def _spot(point: Point) -> tuple[float, float, float]:
    """The point in space, in km from the middle of the earth, on the ellipsoid."""
    lat, lon = radians(point.lat), radians(point.lon)
    normal = EQUATORIAL_RADIUS_KM / sqrt(1 - ECCENTRICITY_SQUARED * sin(lat) ** 2)
    across = normal * cos(lat)
    return across * cos(lon), across * sin(lon), normal * (1 - ECCENTRICITY_SQUARED) * sin(lat)


def _chord(km: float) -> float:
    """Through the ground instead of along it; the two differ by eight millimetres in twenty kilometres."""
    return km - float(km) ** 3 / (24 * SPHERE_KM**2)


def _along(chord: float) -> float:
    return chord + chord**3 / (24 * SPHERE_KM**2)
