"""GeoNames' postal format: read, checked line by line, and kept over the shipped table.

Twelve columns between tabs, no header, as its readme describes: country, postcode,
place, three pairs of names and codes of regions, latitude, longitude, and how exact
the point is (1 = estimated to 6 = from the addresses themselves).
"""

import os
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from django.conf import settings

from geo.points import Point, distance_km
from geo.postcodes import Municipality, Postcode, imported, normalised, packed
from geo.surroundings import bounded, from_neighbours

CELLS = 12
LONGEST_CODE = 20
ESTIMATED = "1"
# Rows of one postcode that lie this far from their middle: most often a place of the same name.
SCATTERED_KM = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One place of one postcode."""

    country: str
    code: str
    place: str
    point: Point
    estimated: bool


@dataclass
class Contents:
    """What a file holds; with `errors` none of it may be used."""

    lines: list[Line] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # CEDEX and the like: postcodes of firms' letters, where nobody lives
    left_out: int = 0


class BadFile(Exception):
    """The file is not one in GeoNames' postal format; says why."""


def read(file: Path, country: str = "") -> Contents:
    """All lines of a text file, or of a zip with one, or those of one country; raises BadFile, OSError.

    What is wrong in a line stands in `errors` with the line's number.
    """
    contents = Contents()
    with _text(file) as lines:
        try:
            for number, text in enumerate(lines, start=1):
                _take(contents, number, text.rstrip("\r\n"), country)
        except UnicodeDecodeError as error:
            raise BadFile(f"not a text in UTF-8: {error.reason}") from error
        except zipfile.BadZipFile as error:
            raise BadFile(f"a broken zip: {error}") from error
    if not contents.lines and not contents.errors:
        raise BadFile(f"no postcode of {country} in it" if country else "no postcode in it")
    return contents


@contextmanager
def _text(file: Path) -> Iterator[IO[str]]:
    if not zipfile.is_zipfile(file):
        with file.open(encoding="utf-8-sig") as lines:
            yield lines
        return
    with zipfile.ZipFile(file) as archive:
        names = [
            name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()
        ]
        if len(names) != 1:
            raise BadFile(f"a zip with {len(names)} tables, one is wanted")
        with archive.open(names[0]) as member, TextIOWrapper(member, encoding="utf-8-sig") as lines:
            yield lines


def _take(contents: Contents, number: int, text: str, country: str) -> None:
    cells = text.split("\t")
    if not text.strip() or (country and len(cells) == CELLS and cells[0] != country):
        return
    line = _line(cells)
    if isinstance(line, str):
        contents.errors.append(f"line {number}: {line}")
    elif for_letters_only(line.country, line.code, line.place):
        contents.left_out += 1
    else:
        contents.lines.append(line)


def _line(cells: list[str]) -> Line | str:
    """A line, or what is wrong with it."""
    if len(cells) != CELLS:
        return f"{len(cells)} columns, {CELLS} are wanted"
    country, code, place = (cell.strip() for cell in cells[:3])
    if not (len(country) == 2 and country.isascii() and country.isupper()):
        return f"{country!r} is no country's code"
    key = normalised(country, code)
    if not 1 <= len(key[1]) <= LONGEST_CODE:
        return f"{code!r} is no postcode"
    if not place or set(place) & set("|="):
        return f"{place!r} is no name of a place"
    try:
        point = Point(float(cells[9]), float(cells[10]))
    except ValueError:
        return f"{cells[9]!r}, {cells[10]!r} are no coordinates"
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        return f"{cells[9]}, {cells[10]} lies nowhere on earth"
    return Line(*key, place, point, cells[11].strip() == ESTIMATED)


def for_letters_only(country: str, code: str, place: str) -> bool:
    """Whether nobody lives at this postcode: CEDEX and, in France, all that is not five digits."""
    cedex = "CEDEX" in code.upper() or "CEDEX" in place.upper().split()
    return cedex or (country == "FR" and not (len(code) == 5 and code.isdecimal()))


def middle(points: Iterable[Point]) -> Point:
    """The mean of some points."""
    found = list(points)
    return Point(sum(p.lat for p in found) / len(found), sum(p.lon for p in found) / len(found))


def by_postcode(lines: Iterable[Line]) -> dict[str, dict[str, list[Line]]]:
    """The lines of each country and each of its postcodes."""
    found: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        found[line.country][line.code].append(line)
    return found


def postcodes(country: str, lines: dict[str, list[Line]]) -> list[Postcode]:
    """The postcodes of one country: the middle of the places, and all of them in the surroundings."""
    points = {code: middle(line.point for line in places) for code, places in lines.items()}
    around = from_neighbours(points)
    return [
        Postcode(
            country=country,
            code=code,
            point=points[code],
            municipalities=tuple(Municipality(name) for name in dict.fromkeys(p.place for p in places)),
            precision="municipality" if all(place.estimated for place in places) else "postcode",
            surroundings_km=bounded(max(around[code], spread_km(points[code], places))),
        )
        for code, places in lines.items()
    ]


def spread_km(point: Point, places: Iterable[Line]) -> float:
    """How far the furthest of these places lies from a point, in km."""
    return max(distance_km(point, place.point) for place in places)


def keep(tables: dict[str, list[Postcode]]) -> None:
    """Put each country's postcodes over the shipped ones, in place of an earlier import; raises OSError.

    All are written before the first takes its place. A running process sees them at its next look-up.
    """
    ready: dict[str, str] = {}
    folder = Path(settings.DATA_DIR) / "postcodes"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for country, found in tables.items():
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as file:
                ready[country] = file.name
                file.write(packed(found))
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
        for country in tables:
            Path(ready.pop(country)).replace(imported(country))
    finally:
        for name in ready.values():
            Path(name).unlink(missing_ok=True)
