"""A request that lies elsewhere than we thought: a new address, a new point, and other neighbours to ask."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from geo.points import Place
from matching import claims, endings
from matching.recall import forget_unsent
from privacy.models import Event
from requests_app import lifecycle, whereabouts
from requests_app.models import HelpRequest, Hold, Status


@transaction.atomic
def move_to(
    help_request: HelpRequest, postcode: str, street: str, *, municipality: str = "", by: str, now: datetime
) -> None:
    """Write the new address down; the clock, or a hint, finds the point and asks those who live near it.

    Letters that still wait are taken back, with the asking. One that has gone
    out stays good, and its page shows how far it is now. What was held for want
    of a place is open again.
    """
    whereabouts.correct_address(help_request, postcode, street, municipality)
    _ask_anew(help_request, "request.moved", by, now)


@transaction.atomic
def put_at(help_request: HelpRequest, place: Place, *, by: str, now: datetime) -> None:
    """Nobody knows the address, and a person says where it lies: those who live near there are asked."""
    whereabouts.put_at(help_request, place, now)
    _ask_anew(help_request, "request.placed", by, now)


def _ask_anew(help_request: HelpRequest, action: str, by: str, now: datetime) -> None:
    forget_unsent(help_request, waiting=True)
    Event.objects.create(at=now, actor=by, action=action, subject=help_request.uuid)
    if help_request.hold == Hold.NO_PLACE:
        endings.release(help_request, by=by, now=now)
    HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN).update(next_wave_at=now)


def found_after_all(help_request: HelpRequest, now: datetime) -> None:
    """Its place is known at last, by a later answer or a longer table: it is open again."""
    facts = {"hold": "", "next_wave_at": now, **claims.more_time(help_request, now)}
    with suppress(lifecycle.IllegalMove):  # somebody of the team was faster
        lifecycle.move(help_request, Status.OPEN, by="clock", now=now, **facts)
