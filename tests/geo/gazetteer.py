"""A geocoder that knows a hundred and seventy streets, and as treacherous homonyms as the real ones.

Asked for a street that it does not know under a postcode, it answers with one of the same name anywhere,
as sure of itself as ever. It speaks Nominatim's format and BAN's, over HTTP. The streets in gazetteer.csv are
real ones; their points are those of their postcodes, moved by some hundred metres.
"""

import csv
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from geo.municipalities import SAINTS
from geo.points import Point, distance_km, rounded
from geo.postcodes import lookup
from geo.street_words import plain

FOLDER = Path(__file__).parent
NUMBER = r"[0-9]{1,5}[a-z]?(?: bis| ter)?(?:-[0-9]+)?"


class Entry(NamedTuple):
    """One street; two names where the signs have two."""

    country: str
    postcode: str
    municipality: str
    names: tuple[str, ...]
    point: Point


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=";")


ENTRIES = tuple(
    Entry(
        row["country"],
        row["postcode"],
        row["municipality"],
        tuple(row["street"].split("/")),
        rounded(Point(float(row["lat"]), float(row["lon"]))),
    )
    for row in rows("gazetteer.csv")
)


def folded(street: str) -> str:
    """As geocoders compare: without case, accents and hyphens; saints are saints."""
    words = re.sub(r"[^\w]+", " ", plain(street).replace("straße", "strasse")).split()
    return " ".join("st" if word in SAINTS else word for word in words)


def known_as(street: str) -> set[str]:
    """The street with and without what may be its number."""
    number = plain(street)
    bare = (re.sub(rf" {NUMBER}$", "", number), re.sub(rf"^{NUMBER} ", "", number))
    return {folded(each) for each in (street, *bare)}


def candidates(country: str, postcode: str, street: str, beyond_km: float) -> list[Entry]:
    """Streets of this name, that of the postcode first; homonyms only further away than `beyond_km`."""
    wanted = known_as(street)
    here = lookup(country, postcode)
    found = [
        entry
        for entry in ENTRIES
        if entry.country == country and wanted & {folded(name) for name in entry.names}
    ]
    own = [entry for entry in found if entry.postcode == postcode]
    others = [entry for entry in found if here and distance_km(entry.point, here.point) > beyond_km]
    return [*own, *(entry for entry in others if entry not in own)]


def nominatim(entry: Entry) -> dict[str, Any]:
    """One place in Nominatim's format."""
    return {
        "lat": str(entry.point.lat), "lon": str(entry.point.lon), "class": "building", "type": "yes",
        "place_rank": 30, "importance": 0.2, "display_name": f"{entry.names[0]}, {entry.municipality}",
        "licence": "© OpenStreetMap",
        "address": {
            "road": entry.names[0], "city": entry.municipality, "postcode": entry.postcode,
            "country_code": entry.country.lower(),
        },
    }  # fmt: skip


def ban(entry: Entry) -> dict[str, Any]:
    """One feature in BAN's format."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [entry.point.lon, entry.point.lat]},
        "properties": {
            "label": f"{entry.names[0]} {entry.postcode} {entry.municipality}", "type": "housenumber",
            "postcode": entry.postcode, "city": entry.municipality, "score": 0.93,
        },
    }  # fmt: skip


class Gazetteer:
    """The server; notes every word that it was told."""

    def __init__(self, beyond_km: float = 0) -> None:
        self.beyond_km = beyond_km
        self.told: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def domain(self) -> str:
        """Its address without scheme."""
        return f"127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Gazetteer":
        self.thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, query: dict[str, list[str]]) -> Any:
        """What it says to a question, in the format in which it was asked."""
        limit = int(query.get("limit", ["1"])[0])
        if "street" in query:
            country, postcode, street = (query[name][0] for name in ("countrycodes", "postalcode", "street"))
            return [
                nominatim(each) for each in candidates(country.upper(), postcode, street, self.beyond_km)
            ][:limit]
        street, _, postcode = query["q"][0].rpartition(" ")
        found = candidates("FR", postcode, street, self.beyond_km)[:limit]
        return {"type": "FeatureCollection", "features": [ban(each) for each in found]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gazetteer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                gazetteer.told.append(" ".join(word for values in query.values() for word in values))
                body = json.dumps(gazetteer.answer(query)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the tests read what was told."""

        return Handler
