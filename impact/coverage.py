"""Coverage: where a request would find too few volunteers now, looked for by the dispatch's own search."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from catalogue.kinds import KINDS, Kind, Offer
from geo.postcodes import Postcode, all_postcodes
from impact.models import Coverage
from matching import candidates, policy, search
from requests_app.models import HelpRequest
from volunteers.models import Status, Volunteer

# The service is at work where somebody's postcode begins with the same two digits: a province, a department.
SAME_REGION = 2
SHOWN_TO_ALL = 40


class Lack(NamedTuple):
    """One municipality: its postcodes with too few volunteers, and by offer how many at most were found."""

    postcodes: list[str]
    found: dict[str, int]

    @property
    def least(self) -> int:
        """How many were found for what is missed most."""
        return min(self.found.values())


def look(now: datetime) -> Coverage:
    """Search for every postcode, offer and language of the place, and keep what was found this time.

    Too few is fewer than the first wave of letters. Nobody is written to, and nothing else is changed.
    """
    wanted, places = policy.current().first_wave, dict[str, Lack]()
    for postcode in _ground():
        found = {
            offer.code: number
            for offer, kind in _asked_for().items()
            if (number := _found(postcode, kind, wanted, now)) < wanted
        }
        if found:
            lack = places.setdefault(postcode.municipalities[0].own_name, Lack([], {}))
            lack.postcodes.append(postcode.code)
            for offer, number in found.items():
                lack.found[offer] = min(number, lack.found.get(offer, wanted))
    with transaction.atomic():
        made, _new = Coverage.objects.get_or_create(
            made_at=now, defaults={"wanted": wanted, "places": list(places.values())}
        )
        Coverage.objects.filter(made_at__lt=now).delete()
    return made


def _ground() -> Iterator[Postcode]:
    """The postcodes of the provinces in which the service has anybody."""
    regions = {
        code[:SAME_REGION]
        for rows in (Volunteer.objects.filter(status=Status.ACTIVE), HelpRequest.objects.all())
        for code in rows.order_by().values_list("postcode", flat=True).distinct()
    }
    return (each for each in all_postcodes(settings.COUNTRY) if each.code[:SAME_REGION] in regions)


def _asked_for() -> dict[Offer, Kind]:
    """One kind of help for each offer that has a place."""
    return {kind.offer: kind for kind in reversed(KINDS) if kind.needs_place}


def lacks_all(lack: Lack) -> bool:
    """Whether every offer that has a place is missing there."""
    return {offer.code for offer in _asked_for()} <= set(lack.found)


def _found(postcode: Postcode, kind: Kind, wanted: int, now: datetime) -> int:
    """How many could be asked here today, `wanted` at most: in the language for which it is the fewest."""
    return min(
        _in_language(postcode, kind, language, wanted, now)
        for language in postcode.municipalities[0].languages
    )


def _in_language(postcode: Postcode, kind: Kind, language: str, wanted: int, now: datetime) -> int:
    here = postcode.point
    asked = HelpRequest(pk=0, kind=kind.code, languages=[language], lat=here.lat, lon=here.lon)
    question = candidates.question_of(asked, now, by_phone=False)
    return len(search.nearest(question, wanted).found) if question else wanted


def latest() -> tuple[Coverage | None, list[Lack]]:
    """The last look, and where it found too few: the places where most is missed first."""
    made = Coverage.objects.first()
    lacks = [Lack(*each) for each in made.places] if made else []
    return made, sorted(lacks, key=lambda lack: (lack.least, lack.postcodes))
