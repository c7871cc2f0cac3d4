"""Where a request lies: looked up, looked up again, corrected, or put there by hand."""

from datetime import datetime

from django.db import transaction

from geo.geocoding import locate
from geo.models import PLACE_FIELDS
from geo.points import Place
from letters.outbox import letter, post
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status


def place(help_request: HelpRequest, now: datetime, *, hurry: bool = False) -> bool:
    """Look the request up and give it the best point known; whether it has one.

    One that nobody knows is held for a person to look at, who asked is told so.
    Asks outside a transaction, see `geo.geocoding.locate`. An answer about an
    address that was changed meanwhile is not used.
    """
    address = _address(help_request)
    found = locate(*address, now=now, hurry=hurry)
    with transaction.atomic():
        current = HelpRequest.objects.select_for_update().get(pk=help_request.pk)
        if _address(current) == address:
            current.take_finding(found, now)
            current.save(update_fields=PLACE_FIELDS)
            if current.is_nowhere and current.status == Status.OPEN and not found.waits:
                _hold(current, now)
    help_request.refresh_from_db()
    return help_request.located_at is not None


def _address(help_request: HelpRequest) -> tuple[str, str, str]:
    return help_request.country, help_request.postcode, help_request.street


def _hold(help_request: HelpRequest, now: datetime) -> None:
    """Nobody can be asked near a place that nobody knows; once in its life the person is told."""
    lifecycle.move(help_request, Status.HELD, by="clock", now=now, hold=Hold.NO_PLACE)
    if help_request.email:
        post([letter("place_not_found", help_request.uuid, now=now)])


@transaction.atomic
def correct_address(help_request: HelpRequest, postcode: str, street: str, municipality: str = "") -> None:
    """Another address, and no point until the map room has seen it."""
    current = HelpRequest.objects.select_for_update().get(pk=help_request.pk)
    current.postcode, current.street, current.municipality = postcode, street, municipality
    current.forget_place()
    current.save(update_fields=["postcode", "street", "municipality", *PLACE_FIELDS])
    help_request.refresh_from_db()


@transaction.atomic
def put_at(help_request: HelpRequest, place: Place, now: datetime) -> None:
    """The address stays; it lies where a person says."""
    current = HelpRequest.objects.select_for_update().get(pk=help_request.pk)
    current.put_at(place, now)
    current.save(update_fields=PLACE_FIELDS)
    help_request.refresh_from_db()
