"""BAN, the national address base of France, at its address since January 2026; or one's own addok."""

from typing import Any

from geopy.geocoders import BANFrance

from geo.geocoders.contract import CANDIDATES, Answer, Call, Geocoder, Raw, first
from geo.models import Precision
from geo.points import Point

# A "locality" is a hamlet or a named lot, as exact as a street.
PRECISION = {"housenumber": Precision.HOUSE, "street": Precision.STREET, "locality": Precision.STREET}


def ask(call: Call) -> list[Any] | None:
    """One line of text; it always answers with its best guess anywhere in France."""
    question = call.question
    found: list[Any] | None = call.client(BANFrance).geocode(
        f"{question.line} {question.postcode}", limit=CANDIDATES, exactly_one=False
    )
    return found


def read(point: Point, raw: Raw) -> Answer:
    """Type and postcode are always there: an answer without them is none."""
    facts = raw["properties"]
    return Answer(
        point,
        PRECISION.get(facts["type"], Precision.MUNICIPALITY),
        score=float(facts["score"]),
        postcode=str(facts["postcode"]),
        country="FR",
        municipality=first(facts, "city"),
    )


GEOCODER = Geocoder(
    name="ban",
    title="Base Adresse Nationale",
    url="https://data.geopf.fr/geocodage",
    public="geopf.fr",
    rate=10,  # the service allows fifty a second from one address
    attribution="Base Adresse Nationale, IGN (Licence Ouverte 2.0)",
    link="https://adresse.data.gouv.fr/",
    least_score=0.6,
    countries=("FR",),
    ask=ask,
    read=read,
)
