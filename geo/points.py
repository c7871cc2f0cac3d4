"""Points on the earth: pure arithmetic, no database and no network.

Distances use a local approximation of the WGS84 ellipsoid: degrees become
kilometres through the radii of curvature along the meridian (M) and across it
(N) at one latitude, as in Snyder, "Map Projections: A Working Manual", USGS
Professional Paper 1395 (1987), equations 4-18 to 4-21. Within 20 km the error
against the geodesic stays below half a metre; see tests/geo/test_points.py.
"""

from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians, sin, sqrt
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EQUATORIAL_RADIUS_KM = 6378.137
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)


class Point(NamedTuple):
    """A place in decimal degrees, WGS84."""

    lat: float
    lon: float


class Box(NamedTuple):
    """The edges of a rectangle in decimal degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside, edges included."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


@dataclass(frozen=True)
class Place:
    """A point with how exact it is (a `geo.models.Precision`) and who said so."""

    point: Point
    precision: str
    source: str


@dataclass(frozen=True)
class Finding:
    """What the map room has found for an address: the best place known, and whether to look again.

    `again_at` is None where nothing better is to be had, and where the geocoders
    have `failed`: the next try is then up to the row, which counts its failures.
    It `waits` where nobody has been asked yet, as others were asking.
    """

    place: Place | None
    again_at: datetime | None = None
    failed: bool = False
    waits: bool = False


class DistanceBand(TextChoices):
    """A distance as told to people: coarse enough not to give an address away."""

    UNDER_1 = "under_1", _("less than 1 km away")
    FROM_1_TO_2 = "1_to_2", _("1 to 2 km away")
    FROM_2_TO_5 = "2_to_5", _("2 to 5 km away")
    OVER_5 = "over_5", _("more than 5 km away")


class Scale(NamedTuple):
    """Kilometres per degree around one latitude, the three numbers a query in SQL needs.

    Of two points `dlat` and `dlon` degrees apart, the first on that latitude,
    they lie `m * dlat` km apart to the north and `(c0 + c1 * dlat) * dlon` km
    to the east.
    """

    m: float
    c0: float
    c1: float


def scale_at(lat: float) -> Scale:
    """The scale at a latitude in degrees.

    `c1` is half the slope of `c0`: the width of a degree is then the one at the
    middle of the two latitudes. At 20 km that leaves an error of 0.3 m, against
    14 m without it and 63 m on a sphere of 6371 km.
    """
    phi = radians(lat)
    flat = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2
    along = EQUATORIAL_RADIUS_KM * (1 - ECCENTRICITY_SQUARED) / flat**1.5
    across = EQUATORIAL_RADIUS_KM / sqrt(flat)
    per_degree = radians(1)
    # The slope of N cos(phi) is -M sin(phi), exactly (Snyder, p. 25).
    return Scale(
        m=along * per_degree,
        c0=across * cos(phi) * per_degree,
        c1=-along * sin(phi) * per_degree**2 / 2,
    )


def distance_km(a: Point, b: Point) -> float:
    """Kilometres between two points, exact to half a metre up to 20 km.

    Taken at the middle latitude, so that it is the same in both directions.
    """
    scale = scale_at((a.lat + b.lat) / 2)
    return hypot((b.lat - a.lat) * scale.m, (b.lon - a.lon) * scale.c0)


def box_around(point: Point, km: float) -> Box:
    """The box that holds every place at most `km` kilometres away.

    A little too large: a filter before the distance is computed may let too
    many through, never too few. Not for boxes that touch the 180th meridian.
    """
    dlat = km / scale_at(0).m
    north, south = point.lat + dlat, point.lat - dlat
    poleward = max(abs(north), abs(south))
    if poleward >= 89:
        return Box(max(south, -90), -180, min(north, 90), 180)
    dlon = km / scale_at(poleward).c0
    return Box(south, point.lon - dlon, north, point.lon + dlon)


def rounded(point: Point) -> Point:
    """The point to three decimals, some hundred metres: enough to match, too coarse to find a door."""
    return Point(round(point.lat, 3), round(point.lon, 3))


def distance_band(km: float) -> DistanceBand:
    """The words for a distance in kilometres."""
    if km < 1:
        return DistanceBand.UNDER_1
    if km <= 2:
        return DistanceBand.FROM_1_TO_2
    if km <= 5:
        return DistanceBand.FROM_2_TO_5
    return DistanceBand.OVER_5
