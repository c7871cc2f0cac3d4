"""From an address to a point: the only module that talks to the outside world about places.

Only street, postcode and country ever leave the house. Without a geocoder, or
when it fails, the point of the postcode does.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac
from geopy import Location
from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.geocoders import BANFrance, Nominatim

from geo.models import KnownAddress, Precision
from geo.points import Place, Point, distance_km, rounded
from geo.postcodes import lookup, normalised

log = logging.getLogger(__name__)
# At INFO geopy prints the body of a refusal and at DEBUG the query: both hold the address.
logging.getLogger("geopy").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 5
FAR_FROM_POSTCODE_KM = 15
# Streets are built and renamed: an answer, above all "not found", does not hold for ever.
ANSWERS_KEPT = timedelta(days=180)
# geopy trusts that the answer has the right form, so a wrong one breaks anywhere in it.
OUTSIDE_FAILURES = (
    GeopyError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
BAN_HOST = "data.geopf.fr/geocodage"
NOMINATIM_HOST = "nominatim.openstreetmap.org"


class Address(NamedTuple):
    """All that a geocoder is told, normalised."""

    country: str
    postcode: str
    street: str

    @property
    def key(self) -> str:
        """What the answer is kept under: a keyed hash, so that no address stands in the table."""
        return salted_hmac("geo.KnownAddress", "|".join(self).casefold(), algorithm="sha256").hexdigest()


Ask = Callable[[Address], Place | None]
PrecisionOf = Callable[[dict[str, Any]], Precision]


def locate(country: str, postcode: str, street: str, *, now: datetime) -> Place | None:
    """The best place known for an address, or None: postcode unknown and no answer.

    Asks over the network when `settings.GEOCODER` names a geocoder: call it
    outside a transaction. Failures outside are logged and never raised.
    """
    address = Address(*normalised(country, postcode), " ".join(street.split()))
    by_postcode = _place_of_postcode(address)
    ask = ASKING.get(settings.GEOCODER)
    if not address.street or ask is None or not _covers(settings.GEOCODER, address.country):
        return by_postcode
    answer = _remembered(address, now) or _ask(ask, address, now)
    place = answer.place if answer else None
    if place is None or (by_postcode and not _better(place, by_postcode)):
        return by_postcode
    return place


def _place_of_postcode(address: Address) -> Place | None:
    known = lookup(address.country, address.postcode)
    return Place(known.point, known.precision, "postcodes") if known else None


def _covers(geocoder: str, country: str) -> bool:
    return geocoder != "ban" or country == "FR"


def _better(answer: Place, by_postcode: Place) -> bool:
    """An answer counts when it is finer than the postcode and not in another town of that name."""
    near = distance_km(answer.point, by_postcode.point) <= FAR_FROM_POSTCODE_KM
    return near and answer.precision in {Precision.HOUSE, Precision.STREET}


def _remembered(address: Address, now: datetime) -> KnownAddress | None:
    fresh = KnownAddress.objects.filter(source=settings.GEOCODER, answered_at__gt=now - ANSWERS_KEPT)
    return fresh.filter(key=address.key).first()


def _ask(ask: Ask, address: Address, now: datetime) -> KnownAddress | None:
    """Ask and remember the answer, also "not found"; None when the geocoder failed."""
    try:
        place = ask(address)
    except OUTSIDE_FAILURES as failure:
        # Its message may quote the address.
        log.warning("geocoder %s failed: %s", settings.GEOCODER, type(failure).__name__)
        return None
    fields = {"source": settings.GEOCODER, "answered_at": now, "lat": None, "lon": None, "precision": ""}
    if place is not None:
        fields |= {"lat": place.point.lat, "lon": place.point.lon, "precision": place.precision}
    return KnownAddress.objects.update_or_create(key=address.key, defaults=fields)[0]


def _client(kind: Callable[..., Any], default_host: str) -> Any:
    """A client of geopy's over urllib: the one over requests tries three times and logs the query."""
    return kind(
        domain=settings.GEOCODER_DOMAIN or default_host,
        scheme=settings.GEOCODER_SCHEME,
        user_agent=settings.GEOCODER_USER_AGENT,
        timeout=TIMEOUT_SECONDS,
        adapter_factory=URLLibAdapter,
    )


def _ask_nominatim(address: Address) -> Place | None:
    found = _client(Nominatim, NOMINATIM_HOST).geocode(
        {"street": address.street, "postalcode": address.postcode},
        country_codes=address.country.lower(),
    )
    return _place(found, nominatim_precision, "nominatim")


def _ask_ban(address: Address) -> Place | None:
    """BAN always answers with its best guess anywhere in France: one under another postcode is none."""
    found = _client(BANFrance, BAN_HOST).geocode(f"{address.street} {address.postcode}", limit=1)
    if found is not None and found.raw["properties"]["postcode"] != address.postcode:
        return None
    return _place(found, ban_precision, "ban")


def _place(found: Location | None, precision: PrecisionOf, source: str) -> Place | None:
    if found is None:
        return None
    return Place(rounded(Point(found.latitude, found.longitude)), precision(found.raw), source)


def nominatim_precision(raw: dict[str, Any]) -> Precision:
    """From Nominatim's place_rank: 30 a house, 26 and 27 streets, 21 to 25 postcodes and quarters.

    Source: nominatim.org/release-docs/latest/customize/Ranking.
    """
    rank = int(raw.get("place_rank", 0))
    if rank >= 28:
        return Precision.HOUSE
    if rank >= 26:
        return Precision.STREET
    return Precision.POSTCODE if raw.get("type") == "postcode" else Precision.MUNICIPALITY


def ban_precision(raw: dict[str, Any]) -> Precision:
    """From BAN's type of answer; a "locality" is a hamlet or a named lot, as exact as a street."""
    kinds = {
        "housenumber": Precision.HOUSE,
        "street": Precision.STREET,
        "locality": Precision.STREET,
    }
    return kinds.get(raw["properties"]["type"], Precision.MUNICIPALITY)


ASKING: dict[str, Ask] = {"nominatim": _ask_nominatim, "ban": _ask_ban}


def forget_answers(now: datetime) -> int:
    """Delete answers that are too old to be used; return how many."""
    return KnownAddress.objects.filter(answered_at__lte=now - ANSWERS_KEPT).delete()[0]
