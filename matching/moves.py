"""A request that lies elsewhere than we thought: a new address, a new point, and other neighbours to ask."""

from datetime import datetime

from django.db import transaction

from matching import endings
from matching.recall import forget_unsent
from privacy.models import Event
from requests_app import intake
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
    intake.correct_address(help_request, postcode, street, municipality)
    forget_unsent(help_request, waiting=True)
    Event.objects.create(at=now, actor=by, action="request.moved", subject=help_request.uuid)
    if help_request.hold == Hold.NO_PLACE:
        endings.release(help_request, by=by, now=now)
    HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN).update(next_wave_at=now)
