"""How many volunteers could be asked at this moment: counted by the search itself, never guessed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from callcentre.fields import KINDS, LETTERS
from callcentre.forms import DeskForm
from catalogue.kinds import Kind
from geo.forms import PostcodeBoundField
from geo.postcodes import lookup
from matching import candidates
from requests_app.models import HelpRequest

MOST = 30  # more need not be counted: it is many
# Before the caller has said what is needed, this is what most would ask for.
USUAL = next((kind for kind in KINDS.values() if kind.needs_place), KINDS["1"])


@dataclass(frozen=True)
class Around:
    """Where a postcode lies, and how many could be asked now for this kind of help."""

    place: str
    kind: Kind
    count: int

    @property
    def is_many(self) -> bool:
        """Whether there may be more than were counted."""
        return self.count >= MOST


def around(form: DeskForm, now: datetime) -> Around | None:
    """What stands in the form so far, typed or known; None while nobody knows where it is."""
    reading = form.reading
    if reading.postcode is None or reading.problem:
        return None
    kind = KINDS.get(str(form["kind"].value() or "").strip(), USUAL)
    typed = str(form["language"].value() or "").casefold()
    tongues = list(dict.fromkeys(LETTERS[each] for each in typed if each in LETTERS))
    here = get_language() or settings.LANGUAGE_CODE
    found = count(kind, tongues or [here], settings.COUNTRY, reading.typed, now)
    field = form["postcode"]
    place = field.echo if isinstance(field, PostcodeBoundField) else ""
    return None if found is None else Around(place or reading.typed, kind, found)


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
