"""Where a volunteer lives, and is besides: looked up, moved, put there by hand; his search rows with him."""

from datetime import datetime

from django.db import transaction

from geo.geocoding import locate
from geo.models import PLACE_FIELDS
from geo.points import Place, rounded
from geo.postcodes import lookup
from privacy.models import Event
from volunteers import reach
from volunteers.models import Volunteer


def place(volunteer: Volunteer, now: datetime, *, hurry: bool = False) -> bool:
    """Look the volunteer up and give him the best point known; whether he has one.

    The row and its search rows change in one transaction, so that he is never
    found where he does not live. Asks outside it, see `geo.geocoding.locate`. An
    answer about an address that was changed meanwhile is not used.
    """
    address = _address(volunteer)
    found = locate(*address, now=now, hurry=hurry)
    with transaction.atomic():
        current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
        if _address(current) == address:
            if current.take_finding(found, now):
                reach.save(current)
            else:
                current.save(update_fields=PLACE_FIELDS)
    volunteer.refresh_from_db()
    return volunteer.located_at is not None


def _address(volunteer: Volunteer) -> tuple[str, str, str]:
    return volunteer.country, volunteer.postcode, volunteer.street


@transaction.atomic
def move_to(
    volunteer: Volunteer, postcode: str, street: str, *, municipality: str = "", by: str, now: datetime
) -> None:
    """Another address: at once where its postcode lies, and more exactly when the map room has looked.

    Without a point until then if the table does not know the postcode.
    """
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.postcode, current.street, current.municipality = postcode, street, municipality
    current.forget_place()
    current.take_finding(locate(*_address(current), now=now, hurry=True), now)
    reach.save(current)
    Event.objects.create(at=now, actor=by, action="volunteer.moved", subject=volunteer.uuid)
    volunteer.refresh_from_db()


@transaction.atomic
def put_at(volunteer: Volunteer, place: Place, *, by: str, now: datetime) -> None:
    """The address stays; he is found where a person says."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.put_at(place, now)
    reach.save(current)
    Event.objects.create(at=now, actor=by, action="volunteer.placed", subject=volunteer.uuid)
    volunteer.refresh_from_db()


@transaction.atomic
def also_at(volunteer: Volunteer, postcode: str, *, municipality: str = "", by: str, now: datetime) -> None:
    """A second place from which he helps, or none with an empty postcode; the middle of the postcode counts.

    No street is asked for, so nothing has to be looked up outside. A postcode
    that the table does not know is not taken: the form has seen to that.
    """
    found = lookup(volunteer.country, postcode) if postcode else None
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.work_postcode = found.code if found else ""
    current.work_municipality = municipality if found else ""
    current.work_lat, current.work_lon = rounded(found.point) if found else (None, None)
    reach.save(current)
    Event.objects.create(at=now, actor=by, action="volunteer.second_place", subject=volunteer.uuid)
    volunteer.refresh_from_db()
