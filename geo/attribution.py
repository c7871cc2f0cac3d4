"""Whom the service owes thanks for its places, and who gets street and postcode: for the privacy page."""

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from geo import chain
from geo.postcodes import SHIPPED

NOTICE = SHIPPED / "NOTICE.md"
OWED = re.compile(r'Owed by [^"]*"Postcodes: ([^"]+)"')


class Receiver(NamedTuple):
    """A geocoder in use: its name, the host that is asked, and the words and link that its data ask for."""

    title: str
    host: str
    attribution: str
    link: str


def receivers() -> list[Receiver]:
    """Every geocoder that may be told a street and a postcode, as the settings have it now."""
    found = []
    for geocoder in chain.in_use():
        host = urlsplit(chain.options(geocoder).url).hostname or ""
        found.append(Receiver(geocoder.title, host, geocoder.attribution, geocoder.link))
    return found


@cache
def owed_for_postcodes() -> str:
    """The line that geo/data/NOTICE.md says a public site owes for the table; LookupError if it has none."""
    found = OWED.search(" ".join(NOTICE.read_text(encoding="utf-8").split()))
    if found is None:
        raise LookupError("NOTICE.md says nothing of what is owed")
    return found[1]
