"""How many volunteers could be asked at this moment: counted by the search itself, never guessed."""

from datetime import datetime

from catalogue.kinds import Kind
from geo.postcodes import lookup
from matching import candidates
from requests_app.models import HelpRequest

MOST = 30  # more need not be counted: it is many


def count(kind: Kind, languages: list[str], country: str, postcode: str, now: datetime) -> int | None:
    """How many may get a letter now about such a request from the middle of this postcode, `MOST` at most.

    Counted are those who offer the kind, speak one of the languages, go so far, have a letter left this week
    and are not busy: whom the dispatch would find. None where nobody knows where the postcode lies.
    """
    there = lookup(country, postcode)
    if there is None:
        return None
    lat, lon = there.point
    row = HelpRequest(
        pk=0, kind=kind.code, languages=languages, country=country, postcode=postcode, lat=lat, lon=lon
    )
    return len(candidates.find(row, MOST, now))
