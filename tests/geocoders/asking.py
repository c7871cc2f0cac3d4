"""The product's own door to the geocoders, and how far what comes out of it lies from where it should."""

from datetime import UTC, datetime

from geo.geocoding import locate
from geo.points import Place, Point, distance_km
from requests_app import whereabouts as of_requests
from requests_app.models import HelpRequest
from volunteers import whereabouts as of_volunteers
from volunteers.models import Volunteer

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NEAR_M = 100  # the product rounds points, to a hundred metres or so


def find(street: str, postcode: str, country: str = "BE") -> Place | None:
    """What the product makes of an address."""
    return locate(country, postcode, street, now=NOW).place


def settle(person: HelpRequest | Volunteer) -> None:
    """Look for where this person lives, as the clock does, and read the row anew."""
    if isinstance(person, HelpRequest):
        of_requests.place(person, NOW)
    else:
        of_volunteers.place(person, NOW)
    person.refresh_from_db()


def metres(place: Place, point: Point) -> float:
    """From the place that was found to this point."""
    return distance_km(place.point, point) * 1000


def is_at(place: Place | None, point: Point, precision: str = "house") -> bool:
    """Whether it was found there, and as exactly as that."""
    return place is not None and place.precision == precision and metres(place, point) <= NEAR_M


def is_refused(place: Place | None) -> bool:
    """Whether the product took nothing from the geocoder: all it has is the postcode's point, or none."""
    return place is None or place.source == "postcodes"
