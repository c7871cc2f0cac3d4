"""The offline table of postcodes: where each one lies and how its municipalities are called.

One file a country: geo/data/postcodes-XX.csv.gz, built by scripts/build_postcodes.py
(sources and licences in geo/data/NOTICE.md), and over it what an administrator has
imported, in DATA_DIR/postcodes. A process reads a country's files when it first asks
for it, and again when an import has replaced one: each look-up asks the file system
for the file's date, which costs a microsecond or two and no query.
"""

import csv
import gzip
import io
import logging
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext, override

from geo.points import Point, distance_km
from geo.surroundings import bounded

SHIPPED = Path(__file__).parent / "data"
COLUMNS = ("postcode", "lat", "lon", "precision", "surroundings_km", "municipalities")
# So many municipalities are named one by one; of more, the chief one "and around".
NAMED_ONE_BY_ONE = 2
BROKEN = (OSError, EOFError, ValueError, KeyError, TypeError, csv.Error, zlib.error)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Municipality:
    """The names of a municipality; `nl` and `de` are empty where these languages have none of their own."""

    fr: str
    nl: str = ""
    de: str = ""
    # The language codes of the place itself, two in Brussels.
    languages: tuple[str, ...] = ("fr",)

    @property
    def own_name(self) -> str:
        """The name on the sign at its border: "Gent", "Schaerbeek / Schaarbeek"."""
        return " / ".join(dict.fromkeys(self._in(language) for language in self.languages))

    def name(self, language: str) -> str:
        """The name in this language (a code such as "fr" or "nl-be"), or the place's own."""
        return self._in(language.lower().partition("-")[0]) or self.own_name

    def _in(self, language: str) -> str:
        return {"fr": self.fr, "nl": self.nl, "de": self.de}.get(language, "")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode, the middle of its people and the municipalities it serves, the chief one first."""

    country: str
    code: str
    point: Point
    municipalities: tuple[Municipality, ...]
    # "municipality" where nothing says which part of its municipality the code serves.
    precision: str = "postcode"
    # Within so many km of the point an answer can be meant for this postcode. France: to the
    # furthest border of its communes; elsewhere from how near its neighbours are (geo/surroundings.py).
    surroundings_km: float = 5.0


class _Table(NamedTuple):
    stamp: tuple[int, ...]
    by_code: dict[str, Postcode]
    in_order: tuple[Postcode, ...]


_tables: dict[str, _Table] = {}


def normalised(country: str, code: str) -> tuple[str, str]:
    """The key of the table for a country and a postcode as people write them ("b-1030 ")."""
    country = country.strip().upper()
    code = "".join(code.split()).upper()
    prefix, dash, rest = code.partition("-")
    if dash and prefix in {country, country[:1]}:
        code = rest
    return country, code


def lookup(country: str, code: str) -> Postcode | None:
    """The postcode, or None when the table does not know it."""
    country, code = normalised(country, code)
    return _table(country).by_code.get(code)


def place_label(country: str, code: str, language: str) -> str:
    """What people call the place, "1030 Schaerbeek"; the code alone when it is unknown."""
    postcode = lookup(country, code)
    if postcode is None:
        return normalised(country, code)[1]
    names = list(dict.fromkeys(municipality.name(language) for municipality in postcode.municipalities))
    if len(names) <= NAMED_ONE_BY_ONE:
        return f"{postcode.code} {' / '.join(names)}"
    with override(language):
        return gettext("%(place)s and around") % {"place": f"{postcode.code} {names[0]}"}


def all_postcodes(country: str) -> tuple[Postcode, ...]:
    """Every known postcode of a country, in order."""
    return _table(country.strip().upper()).in_order


def imported(country: str) -> str:
    """The path of a country's imported postcodes, whether they are there or not."""
    return f"{settings.DATA_DIR}/postcodes/{country}.csv.gz"


def read(file: Path, country: str) -> dict[str, Postcode]:
    """The postcodes of one file; OSError and others of BROKEN when it is not one."""
    names: dict[str, Municipality] = {}
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if tuple(next(rows, ())) != COLUMNS:
            raise ValueError(f"{file} is not a table of postcodes")
        return {
            code: Postcode(
                country=country,
                code=code,
                point=Point(float(lat), float(lon)),
                municipalities=tuple(_municipality(each, names) for each in municipalities.split("|")),
                precision=precision,
                surroundings_km=float(km),
            )
            for code, lat, lon, precision, km, municipalities in rows
        }


def packed(postcodes: Iterable[Postcode]) -> bytes:
    """The bytes of a file with these postcodes; the same postcodes give the same bytes."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in sorted(postcodes, key=lambda postcode: postcode.code):
        names = "|".join(_line(municipality) for municipality in each.municipalities)
        point = f"{each.point.lat:.4f}", f"{each.point.lon:.4f}"
        table.writerow([each.code, *point, each.precision, f"{each.surroundings_km:.0f}", names])
    return gzip.compress(text.getvalue().encode(), mtime=0)


def _line(municipality: Municipality) -> str:
    parts = [municipality.fr, municipality.nl, municipality.de, " ".join(municipality.languages)]
    if any(mark in part for part in parts for mark in "|="):
        raise ValueError(f"a mark of the file stands in a name: {municipality}")
    return "=".join(parts) if parts[1:] != ["", "", "fr"] else municipality.fr


def _municipality(line: str, names: dict[str, Municipality]) -> Municipality:
    """One municipality; one that has several postcodes is one object."""
    if line not in names:
        fr, *others = line.split("=")
        if others:
            nl, de, languages = others
            names[line] = Municipality(fr, nl, de, tuple(languages.split()))
        else:
            names[line] = Municipality(fr)
    return names[line]


def _table(country: str) -> _Table:
    stamp = _stamp(country)
    known = _tables.get(country)
    if known is None or known.stamp != stamp:
        by_code = _read_both(country) if stamp else {}
        known = _Table(stamp, by_code, tuple(by_code.values()))
        if by_code:
            _tables[country] = known
    return known


def _stamp(country: str) -> tuple[int, ...]:
    """When the imported file was written and how long it is; nothing for what is no country's code."""
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        return ()
    try:
        found = os.stat(imported(country))  # noqa: PTH116 - takes half as long as Path.stat
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _read_both(country: str) -> dict[str, Postcode]:
    shipped = SHIPPED / f"postcodes-{country.lower()}.csv.gz"
    known = read(shipped, country) if shipped.exists() else {}
    file = Path(imported(country))
    try:
        newer = read(file, country) if file.exists() else {}
    except BROKEN:
        # a page must not fall because of it; the next import replaces the file
        log.exception("imported postcodes cannot be read: %s", file.name)
        return known
    together = known | {code: _over(known.get(code), each) for code, each in newer.items()}
    return dict(sorted(together.items()))


def _over(shipped: Postcode | None, newer: Postcode) -> Postcode:
    """A newer point; the names in several languages stay, and the ground does not move with the point."""
    if shipped is None:
        return newer
    km = bounded(shipped.surroundings_km + distance_km(shipped.point, newer.point))
    return replace(newer, municipalities=shipped.municipalities, surroundings_km=km)
