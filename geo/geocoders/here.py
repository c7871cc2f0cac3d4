"""HERE, geocoding and search v7, with a key."""

from typing import Any

from geopy.geocoders import HereV7

from geo.geocoders.contract import CANDIDATES, Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point

PRECISION = {"houseNumber": Precision.HOUSE, "street": Precision.STREET, "intersection": Precision.STREET}
# Its filter of countries wants ISO 3166-1 alpha-3.
ALPHA_3 = {"BE": "BEL", "FR": "FRA", "LU": "LUX", "NL": "NLD", "DE": "DEU"}


def ask(call: Call) -> list[Any] | None:
    """The structured query. A semicolon would end a field of it."""
    question = call.question
    client = call.client(HereV7, apikey=call.options.key)
    client.api = f"{call.options.url.rstrip('/')}/v1/geocode"  # geopy would put "geocode." before any host
    country = ALPHA_3.get(question.country)
    found: list[Any] | None = client.geocode(
        components={"street": question.line.replace(";", " "), "postalCode": question.postcode},
        countries=[country] if country else None,
        limit=CANDIDATES,
        exactly_one=False,
    )
    return found


def read(point: Point, raw: Raw) -> Answer:
    """Its scoring says how well all that was asked for fits."""
    address, kind = raw["address"], raw["resultType"]
    is_postcode = raw.get("localityType") == "postalCode"
    score = (raw.get("scoring") or {}).get("queryScore")
    alpha_2 = {code: ours for ours, code in ALPHA_3.items()}
    return Answer(
        point,
        Precision.POSTCODE if is_postcode else PRECISION.get(kind, Precision.MUNICIPALITY),
        score=None if score is None else float(score),
        postcode=first(address, "postalCode"),
        country=alpha_2.get(first(address, "countryCode"), ""),
        municipality=first(address, "city"),
    )


GEOCODER = Geocoder(
    name="here",
    title="HERE",
    url="https://geocode.search.hereapi.com",
    rate=5,
    attribution="© HERE",
    link="https://legal.here.com/terms",
    least_score=0.8,
    needs_key=True,
    ask=ask,
    read=read,
)
