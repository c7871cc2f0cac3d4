"""The offline table of postcodes: where each one lies and how its municipalities are called.

Built by scripts/build_postcodes.py; sources and licences in geo/data/NOTICE.md.
The key is (country, postcode), so that another country is only more rows.
"""

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from geo.points import Point

TABLE = Path(__file__).parent / "data" / "postcodes.csv.gz"


@dataclass(frozen=True)
class Municipality:
    """The names of a municipality; `de` is empty where German has none of its own."""

    fr: str
    nl: str
    de: str
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


@dataclass(frozen=True)
class Postcode:
    """A postcode, the point where most of its people live and the municipalities it serves."""

    country: str
    code: str
    point: Point
    municipalities: tuple[Municipality, ...]
    # "municipality" where the source had no point of its own for the code.
    precision: str = "postcode"


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
    return _table().get(normalised(country, code))


def place_label(country: str, code: str, language: str) -> str:
    """What people call the place, "1030 Schaerbeek"; the code alone when it is unknown."""
    postcode = lookup(country, code)
    if postcode is None:
        return normalised(country, code)[1]
    names = dict.fromkeys(municipality.name(language) for municipality in postcode.municipalities)
    return f"{postcode.code} {' / '.join(names)}"


@cache
def all_postcodes(country: str) -> tuple[Postcode, ...]:
    """Every known postcode of a country, in order."""
    return tuple(postcode for postcode in _table().values() if postcode.country == country)


@cache
def _table() -> dict[tuple[str, str], Postcode]:
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    grouped = groupby(rows, key=lambda row: (row["country"], row["postcode"]))
    return {key: _postcode(list(group)) for key, group in grouped}


def _postcode(rows: list[dict[str, str]]) -> Postcode:
    first = rows[0]
    return Postcode(
        country=first["country"],
        code=first["postcode"],
        point=Point(float(first["lat"]), float(first["lon"])),
        municipalities=tuple(
            Municipality(row["fr"], row["nl"], row["de"], tuple(row["languages"].split())) for row in rows
        ),
        precision=first["precision"],
    )
