"""Polygons on the ground: what lies inside, how far outside, where the middle is."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from geo.points import Point, distance_km

# Rings of (lon, lat), the outer one first, as GeoJSON and WKB both have them.
Ring = Sequence[Sequence[float]]
Polygons = Sequence[Sequence[Ring]]


def inside_ring(point: Point, ring: Ring) -> bool:
    """Even-odd rule: an odd number of edges to the west means inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        crosses = (y1 > point.lat) != (y2 > point.lat)
        if crosses and point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def holds(polygons: Polygons, point: Point) -> bool:
    """Whether the point lies on this ground, and in none of its holes."""
    return any(
        inside_ring(point, outer) and not any(inside_ring(point, hole) for hole in holes)
        for outer, *holes in polygons
    )


def corners(polygons: Polygons) -> Iterator[Point]:
    """Every corner of the outer edges."""
    return (Point(y, x) for outer, *_ in polygons for x, y in outer)


def outside_km(polygons: Polygons, point: Point) -> float:
    """How far a point lies from this ground, to its nearest corner; 0 when it is on it."""
    return 0 if holds(polygons, point) else min(distance_km(point, corner) for corner in corners(polygons))


def middle(polygons: Polygons) -> Point:
    """The centre of mass of the outer edges, which may lie outside a crooked one."""
    area = lat = lon = 0.0
    for outer, *_ in polygons:
        (x0, y0), weight, x, y = outer[0], 0.0, 0.0, 0.0
        for (xa, ya), (xb, yb) in pairwise((a - x0, b - y0) for a, b in outer):
            cross = xa * yb - xb * ya
            weight, x, y = weight + cross, x + (xa + xb) * cross, y + (ya + yb) * cross
        if weight:
            area += abs(weight)
            lon += abs(weight) * (x0 + x / (3 * weight))
            lat += abs(weight) * (y0 + y / (3 * weight))
    return Point(lat / area, lon / area)


def mean(weighted: Iterable[tuple[float, Point]]) -> Point:
    """The middle of points that weigh differently; good for what lies within a hundred kilometres."""
    pairs = list(weighted)
    total = sum(weight for weight, _ in pairs)
    return Point(
        sum(weight * point.lat for weight, point in pairs) / total,
        sum(weight * point.lon for weight, point in pairs) / total,
    )


def from_wkb(text: str) -> Polygons:
    """A MultiPolygon in hexadecimal, little-endian WKB (OGC 06-103r4, 8.2); nothing for an empty text."""
    if text in ("", r"\N"):
        return []
    data, at = bytes.fromhex(text), 9
    order, kind, count = struct.unpack_from("<BII", data)
    if (order, kind) != (1, 6):
        raise ValueError(f"not a little-endian MultiPolygon: {text[:10]}")
    polygons = []
    for _ in range(count):
        (rings,) = struct.unpack_from("<I", data, at + 5)
        at, polygon = at + 9, []
        for _ in range(rings):
            (points,) = struct.unpack_from("<I", data, at)
            numbers = struct.unpack_from(f"<{2 * points}d", data, at + 4)
            at += 4 + 16 * points
            polygon.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
        polygons.append(polygon)
    return polygons


def point_from_wkb(text: str) -> Point | None:
    """A Point in hexadecimal, little-endian WKB; nothing for an empty text."""
    if text in ("", r"\N"):
        return None
    lon, lat = struct.unpack("<dd", bytes.fromhex(text)[5:])
    return Point(lat, lon)
