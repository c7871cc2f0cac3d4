"""Links to a map that anybody can open: plain addresses, followed only by whoever presses them."""

from urllib.parse import urlencode

from geo.models import Located
from geo.streets import parse, queries

MAP = "https://www.openstreetmap.org/search"


def map_of(place: Located, street: str) -> str:
    """A map on which the address of this row is looked up: street, number, postcode; no box, and no name.

    Our own point would put the mark a hundred metres off: it is rounded so that it finds no door. Empty if
    there is no street to look up.
    """
    asked = queries(parse(street), place.country)
    return f"{MAP}?{urlencode({'query': f'{asked[0]}, {place.postcode}'})}" if asked else ""
