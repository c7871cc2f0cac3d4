"""An address in Schaerbeek, and what the map room makes of it."""

from datetime import UTC, datetime

from geo.geocoding import locate
from geo.points import Finding, Place, Point
from geo.postcodes import lookup

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
STREET = "Rue Josaphat 12"
HOUSE = Point(50.861, 4.370)
LEUVEN = Point(50.8792, 4.7009)


def schaerbeek() -> Place:
    """Where its postcode lies."""
    postcode = lookup("BE", "1030")
    assert postcode is not None
    return Place(postcode.point, "postcode", "postcodes")


def find(street: str = STREET, postcode: str = "1030", country: str = "BE", now: datetime = NOW) -> Finding:
    """What is found for it."""
    return locate(country, postcode, street, now=now)


def ask(
    street: str = STREET, postcode: str = "1030", country: str = "BE", now: datetime = NOW
) -> Place | None:
    """Where it lies."""
    return find(street, postcode, country, now).place
