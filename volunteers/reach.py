"""Keeps the search rows of a volunteer in step with the volunteer."""

import math

from django.db import transaction

from volunteers.models import Reach, Status, Volunteer

BAND_DEGREES = 0.002  # a strip of latitude 222 m high


def band(lat: float) -> int:
    """The number of the strip that a latitude lies in."""
    return math.floor(lat / BAND_DEGREES)


def rows(volunteer: Volunteer) -> list[Reach]:
    """The search rows that this volunteer should have: one for each language, none without a point."""
    if volunteer.lat is None or volunteer.lon is None or volunteer.status != Status.ACTIVE:
        return []
    return [
        Reach(
            volunteer=volunteer,
            language=language,
            band=band(volunteer.lat),
            lon=volunteer.lon,
            lat=volunteer.lat,
            travel_km=volunteer.travel_km,
            kinds=volunteer.kinds,
            active=volunteer.is_searchable,
        )
        for language in dict.fromkeys(volunteer.languages)
    ]


@transaction.atomic
def save(volunteer: Volunteer) -> None:
    """Save a volunteer and make his search rows anew, in one transaction."""
    volunteer.save()
    volunteer.reaches.all().delete()
    Reach.objects.bulk_create(rows(volunteer))
