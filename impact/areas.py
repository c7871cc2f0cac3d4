"""Areas: the cantons of Belgium with their drawing; in other countries the municipalities."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from geo.postcodes import lookup

DRAWINGS = Path(__file__).parent / "data"
ELSEWHERE = ""  # people whose postcode no table knows


@dataclass(frozen=True)
class Area:
    """One canton: its names by language, `own` being those on the spot, and its outline in the drawing."""

    code: str
    names: dict[str, str]
    path: str

    def name(self, language: str) -> str:
        """Its name for this reader."""
        return self.names.get(language) or self.names["own"]


@dataclass(frozen=True)
class Drawing:
    """All areas of a country, the box that holds their outlines (SVG's viewBox), and each postcode's area."""

    box: str
    areas: dict[str, Area]
    of_postcode: dict[str, str]


@cache
def drawing(country: str) -> Drawing | None:
    """The drawing that is shipped for this country; None if there is none."""
    file = DRAWINGS / f"cantons-{country.lower()}.json"
    if not (len(country) == 2 and country.isalpha() and file.exists()):
        return None
    table = json.loads(file.read_text(encoding="utf-8"))
    areas: dict[str, Area] = {}
    of_postcode: dict[str, str] = {}
    for code, facts in table["areas"].items():
        path, postcodes = facts.pop("path"), facts.pop("postcodes")
        areas[code] = Area(code, facts, path)
        of_postcode |= dict.fromkeys(postcodes.split(), code)
    return Drawing(table["box"], areas, of_postcode)


def area_of(country: str, postcode: str) -> str:
    """The code of the area that a postcode lies in."""
    drawn = drawing(country) if country == settings.COUNTRY else None
    if drawn:
        return drawn.of_postcode.get(postcode, ELSEWHERE)
    known = lookup(country, postcode) if country == settings.COUNTRY else None
    return known.municipalities[0].own_name if known else ELSEWHERE


def name_of(code: str, language: str) -> str:
    """What people who read this language call an area; empty for ELSEWHERE."""
    drawn = drawing(settings.COUNTRY)
    if drawn and code in drawn.areas:
        return drawn.areas[code].name(language)
    return code
