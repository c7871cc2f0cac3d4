"""Pelias, one's own or one that is hosted for a fee: it has no usual address."""

from typing import Any

from geopy.geocoders import Pelias

from geo.geocoders.contract import Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point

PRECISION = {"address": Precision.HOUSE, "street": Precision.STREET, "postalcode": Precision.POSTCODE}


def ask(call: Call) -> list[Any] | None:
    """One line of text, within the country."""
    question, key = call.question, call.options.key or None
    found: list[Any] | None = call.client(Pelias, api_key=key).geocode(
        f"{question.line}, {question.postcode}", countries=[question.country], exactly_one=False
    )
    return found


def read(point: Point, raw: Raw) -> Answer:
    """The layer says what was found; its country has three letters and was filtered already."""
    facts = raw["properties"]
    confidence = facts.get("confidence")
    return Answer(
        point,
        PRECISION.get(facts["layer"], Precision.MUNICIPALITY),
        score=None if confidence is None else float(confidence),
        postcode=first(facts, "postalcode"),
        municipality=first(facts, "locality", "localadmin"),
    )


GEOCODER = Geocoder(
    name="pelias",
    title="Pelias",
    url="",
    rate=10,
    attribution="Pelias: © OpenStreetMap contributors, OpenAddresses, Who’s On First, GeoNames",
    link="https://github.com/pelias/documentation/blob/master/data-licenses.md",
    least_score=0.7,
    ask=ask,
    read=read,
)
