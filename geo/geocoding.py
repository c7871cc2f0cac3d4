"""From an address to a point: what geocoders say, judged, or the point of the postcode.

Only street, postcode and country ever leave the house.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geo import chain
from geo.asking import ANSWERS_KEPT, Address, Failed, NoTurn, ask, remembered
from geo.geocoders.contract import Geocoder
from geo.models import FINE, KnownAddress
from geo.points import Finding, Place, distance_km
from geo.postcodes import Postcode, lookup

FAR_FROM_POSTCODE_KM = 15  # for an answer that names our postcode; the others must lie in its surroundings
# A table with more postcodes may know tomorrow what nobody knows today; asking it costs nothing.
UNKNOWN_AGAIN = timedelta(days=1)


class Verdict(TextChoices):
    """What became of an answer."""

    TAKEN = "taken", _("found it")
    NOTHING = "nothing", _("knows no such address")
    OTHER_POSTCODE = "other_postcode", _("found it under another postcode, so we do not believe it")
    UNSURE = "unsure", _("found something, but is not sure")
    ELSEWHERE = "elsewhere", _("found it too far from the postcode")
    ROUGH = "rough", _("knows only the town")


class Said(NamedTuple):
    """What one geocoder has said about an address, for the office to read; without verdict: not asked yet."""

    title: str
    verdict: Verdict | None
    municipality: str
    answered_at: datetime | None


def locate(country: str, postcode: str, street: str, *, now: datetime, hurry: bool = False) -> Finding:
    """The best place known for an address, and when to look again.

    Asks over the network where the settings name geocoders for the country, and
    may wait for some seconds: call it outside a transaction, and never from a web
    request. In a `hurry` only what is known already counts, and anybody may call.
    Failures outside are logged and never raised.
    """
    address = Address.of(country, postcode, street)
    known = lookup(address.country, address.postcode)
    failed = waits = False
    answered: list[datetime] = []
    for geocoder in chain.chain(address.country) if address.lines else ():
        try:
            answer = _answer(geocoder, address, known, now, hurry)
        except NoTurn:
            waits = True
        except Failed:
            failed = True
        else:
            if judge(answer, known, geocoder.least_score) is Verdict.TAKEN:
                return Finding(answer.place)
            answered.append(answer.answered_at)
    by_postcode = Place(known.point, known.precision, "postcodes") if known else None
    if waits:
        return Finding(by_postcode, again_at=now, waits=True)
    if failed:
        return Finding(by_postcode, failed=True)
    if by_postcode is None:
        return Finding(None, again_at=now + UNKNOWN_AGAIN)
    return Finding(by_postcode, again_at=min(answered) + ANSWERS_KEPT if answered else None)


def _answer(
    geocoder: Geocoder, address: Address, known: Postcode | None, now: datetime, hurry: bool
) -> KnownAddress:
    if found := remembered(geocoder, address, now):
        return found
    if hurry:
        raise NoTurn
    return ask(geocoder, address, known.point if known else None, now)


def judge(answer: KnownAddress, known: Postcode | None, least_score: float) -> Verdict:
    """Whether an answer is taken; else why not.

    It must be finer than the postcode and lie around it, and whoever names
    another postcode is not believed. About a postcode that the table does not
    know, only an answer that names this very postcode is.
    """
    place = answer.place
    if place is None:
        return Verdict.NOTHING
    if answer.agrees is False:
        return Verdict.OTHER_POSTCODE
    if answer.score is not None and answer.score < least_score:
        return Verdict.UNSURE
    if known is None:
        return Verdict.TAKEN if answer.agrees else Verdict.UNSURE
    reach = max(known.surroundings_km, FAR_FROM_POSTCODE_KM if answer.agrees else 0)
    if distance_km(place.point, known.point) > reach:
        return Verdict.ELSEWHERE
    return Verdict.TAKEN if place.precision in FINE else Verdict.ROUGH


def said(country: str, postcode: str, street: str, *, now: datetime) -> list[Said]:
    """What each geocoder of the chain has answered about an address; asks nobody."""
    address = Address.of(country, postcode, street)
    known = lookup(address.country, address.postcode)
    found = []
    for geocoder in chain.chain(address.country) if address.lines else ():
        answer = remembered(geocoder, address, now)
        verdict = judge(answer, known, geocoder.least_score) if answer else None
        found.append(
            Said(
                geocoder.title,
                verdict,
                answer.municipality if answer else "",
                answer.answered_at if answer else None,
            )
        )
    return found
