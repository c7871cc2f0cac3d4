"""Keeps the search rows of a volunteer in step with the volunteer."""

import math

from django.db import transaction

from volunteers.models import Reach, Status, Volunteer

BAND_DEGREES = 0.002  # a strip of latitude 222 m high
BATCH = 500


def band(lat: float) -> int:
    """The number of the strip that a latitude lies in."""
    return math.floor(lat / BAND_DEGREES)


def rows(volunteer: Volunteer) -> list[Reach]:
    """The search rows that this volunteer should have: for each language and place one."""
    if volunteer.status != Status.ACTIVE:
        return []
    return [
        Reach(
            volunteer=volunteer,
            language=language,
            spot=spot,
            band=band(point.lat),
            lon=point.lon,
            lat=point.lat,
            travel_km=volunteer.travel_km,
            kinds=volunteer.kinds,
            letters_per_week=volunteer.letters_per_week,
            active=volunteer.is_searchable,
        )
        for language in dict.fromkeys(volunteer.languages)
        for spot, point in enumerate(volunteer.points)
    ]


@transaction.atomic
def save(volunteer: Volunteer) -> None:
    """Save a volunteer and make his search rows anew, in one transaction."""
    volunteer.save()
    volunteer.reaches.all().delete()
    Reach.objects.bulk_create(rows(volunteer))


def facts(row: Reach) -> tuple[object, ...]:
    """All that one search row says, to compare it with another."""
    return tuple(
        getattr(row, field.attname) for field in Reach._meta.concrete_fields if not field.primary_key
    )


def rebuild() -> tuple[int, int]:
    """Mend the search rows that are out of step with their volunteers; how many seen, how many mended."""
    seen = mended = last = 0
    ids = Volunteer.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:BATCH]):
        seen, last = seen + len(batch), batch[-1]
        mended += _mend(batch)
    return seen, mended


@transaction.atomic
def _mend(batch: list[int]) -> int:
    """Locked, so that nobody changes a volunteer between the look and the writing."""
    people = Volunteer.objects.select_for_update().prefetch_related("reaches").filter(pk__in=batch)
    wanted = {each.pk: rows(each) for each in people}
    wrong = [
        each.pk for each in people if set(map(facts, wanted[each.pk])) != set(map(facts, each.reaches.all()))
    ]
    Reach.objects.filter(volunteer__in=wrong).delete()
    Reach.objects.bulk_create(row for pk in wrong for row in wanted[pk])
    return len(wrong)
