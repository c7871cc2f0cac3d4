"""OpenCage, with a key; it is asked to keep no record of what it is asked."""

from typing import Any

from geopy.geocoders import OpenCage

from geo.geocoders.contract import Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point

PRECISION = {
    "building": Precision.HOUSE,
    "road": Precision.STREET,
    "postcode": Precision.POSTCODE,
}


class _Unrecorded(OpenCage):
    """Asks the service not to write the address down; geopy has no word for that."""

    def _call_geocoder(self, url: str, callback: Any, **more: Any) -> Any:
        return super()._call_geocoder(f"{url}&no_record=1", callback, **more)


def ask(call: Call) -> list[Any] | None:
    """One line of text, within the country."""
    question = call.question
    found: list[Any] | None = call.client(_Unrecorded, api_key=call.options.key).geocode(
        f"{question.line}, {question.postcode}",
        country=question.country.lower(),
        annotations=False,
        exactly_one=False,
    )
    return found


def read(point: Point, raw: Raw) -> Answer:
    """Its confidence, 1 to 10, says how small the area is: 7 is at most 5 km across (its API reference)."""
    facts = raw["components"]
    is_house = bool(facts.get("house_number")) and bool(facts.get("road"))
    usual = PRECISION.get(facts["_type"], Precision.MUNICIPALITY)
    return Answer(
        point,
        Precision.HOUSE if is_house else usual,
        score=float(raw["confidence"]) / 10,
        postcode=first(facts, "postcode"),
        country=first(facts, "country_code"),
        municipality=first(facts, "city", "town", "village", "municipality"),
    )


GEOCODER = Geocoder(
    name="opencage",
    title="OpenCage",
    url="https://api.opencagedata.com",
    rate=1,
    attribution="OpenCage, © OpenStreetMap contributors (ODbL)",
    link="https://opencagedata.com/credits",
    least_score=0.7,
    needs_key=True,
    ask=ask,
    read=read,
)
