"""Photon, on OpenStreetMap's data, by komoot or one's own."""

from typing import Any

from geopy.geocoders import Photon

from geo.geocoders.contract import CANDIDATES, Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point, box_around

AROUND_KM = 15  # it searches by likeness: outside this box lie the streets of the same name
PRECISION = {"house": Precision.HOUSE, "street": Precision.STREET}


def ask(call: Call) -> list[Any] | None:
    """One line of text, inside a box around the postcode where that is known: it has no other filter."""
    question = call.question
    box = box_around(question.near, AROUND_KM) if question.near else None
    found: list[Any] | None = call.client(Photon).geocode(
        f"{question.line}, {question.postcode}",
        limit=CANDIDATES,
        exactly_one=False,
        bbox=[(box.south, box.west), (box.north, box.east)] if box else None,
    )
    return found


def read(point: Point, raw: Raw) -> Answer:
    """It gives no score."""
    facts = raw["properties"]
    return Answer(
        point,
        PRECISION.get(facts["type"], Precision.MUNICIPALITY),
        postcode=first(facts, "postcode"),
        country=first(facts, "countrycode"),
        municipality=first(facts, "city", "district", "locality"),
    )


GEOCODER = Geocoder(
    name="photon",
    title="Photon",
    url="https://photon.komoot.io",
    public="komoot.io",
    rate=1,  # photon.komoot.io asks for fair use and names no number
    attribution="© OpenStreetMap contributors (ODbL)",
    link="https://www.openstreetmap.org/copyright",
    ask=ask,
    read=read,
)
