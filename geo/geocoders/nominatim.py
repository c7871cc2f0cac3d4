"""Nominatim, on OpenStreetMap's data: the public one or one's own."""

from typing import Any

from geopy.geocoders import Nominatim

from geo.geocoders.contract import CANDIDATES, Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point


def ask(call: Call) -> list[Any] | None:
    """The structured query, which takes the postcode for what it is."""
    question = call.question
    found: list[Any] | None = call.client(Nominatim).geocode(
        {"street": question.line, "postalcode": question.postcode},
        country_codes=question.country.lower(),
        exactly_one=False,
        limit=CANDIDATES,
        addressdetails=True,
    )
    return found


def precision(raw: Raw) -> Precision:
    """From place_rank: 30 a house, 26 and 27 streets, 21 to 25 postcodes and quarters.

    Source: nominatim.org/release-docs/latest/customize/Ranking.
    """
    rank = int(raw.get("place_rank", 0))
    if rank >= 28:
        return Precision.HOUSE
    if rank >= 26:
        return Precision.STREET
    return Precision.POSTCODE if raw.get("type") == "postcode" else Precision.MUNICIPALITY


def read(point: Point, raw: Raw) -> Answer:
    """It gives no score of the match: its `importance` says how well known a place is."""
    address = raw.get("address") or {}
    return Answer(
        point,
        precision(raw),
        postcode=first(address, "postcode"),
        country=first(address, "country_code"),
        municipality=first(address, "city", "town", "village", "municipality"),
    )


GEOCODER = Geocoder(
    name="nominatim",
    title="Nominatim",
    url="https://nominatim.openstreetmap.org",
    public="openstreetmap.org",
    rate=1,  # operations.osmfoundation.org/policies/nominatim: one a second for the whole application
    attribution="© OpenStreetMap contributors (ODbL)",
    link="https://www.openstreetmap.org/copyright",
    ask=ask,
    read=read,
)
