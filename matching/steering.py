"""What the team may do with an open request besides ending it: hold, refer, ring, search wider."""

from datetime import datetime

from django.db import transaction

from letters.models import Delivery, Suppression
from matching import dispatch, silence
from matching.recall import forget_unsent
from privacy.crypto import blind_indexes
from privacy.models import Event
from requests_app import lifecycle
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Hold, Status
from volunteers import membership
from volunteers.models import Volunteer


def _free(help_request: HelpRequest) -> HelpRequest:
    """The request, locked, so that nobody says yes meanwhile. IllegalMove if somebody has already."""
    current = HelpRequest.objects.select_for_update().get(pk=help_request.pk)
    if current.taken:
        raise IllegalMove("a volunteer is on it")
    return current


@transaction.atomic
def hold(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """Nobody is asked until the team releases it; letters that wait are taken back."""
    current = _free(help_request)
    lifecycle.move(current, Status.HELD, by=by, now=now, hold=Hold.STAFF, next_wave_at=None)
    forget_unsent(current, waiting=True)


@transaction.atomic
def refer(help_request: HelpRequest, to: str, *, by: str, now: datetime) -> None:
    """Somebody else takes care of it: an organisation, by its name; no person is named in the book."""
    current = _free(help_request)
    lifecycle.move(current, Status.REFERRED, by=by, now=now, next_wave_at=None)
    forget_unsent(current, waiting=True)
    Event.objects.create(at=now, actor=by, action="request.referred", subject=current.uuid, detail={"to": to})


@transaction.atomic
def ring(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """People ring for it from now on, whatever letters do. Raises IllegalMove if it is not open."""
    current = HelpRequest.objects.select_for_update().get(pk=help_request.pk)
    if current.status != Status.OPEN:
        raise IllegalMove("only what is open is rung about")
    if dispatch.hand_over(current, now):
        Event.objects.create(at=now, actor=by, action="request.ring", subject=current.uuid)


@transaction.atomic
def widen(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """People ring, also those who live farther away than they go for a letter; twice changes nothing.

    Letters keep to the distance that each has named: that is promised to all
    of them. A voice may ask once whether it can be farther.
    """
    ring(help_request, by=by, now=now)
    narrow = HelpRequest.objects.filter(pk=help_request.pk, widened_at__isnull=True)
    if narrow.update(widened_at=now):
        Event.objects.create(at=now, actor=by, action="request.widened", subject=help_request.uuid)


@transaction.atomic
def no_more_letters(volunteer: Volunteer, *, by: str, now: datetime) -> None:
    """The team knows that his letters do not arrive. The ban is a row, or the clock would lift the mark."""
    if not volunteer.email_index or volunteer.undeliverable_at:
        return
    Suppression.objects.get_or_create(
        recipient=volunteer.email_index, defaults={"reason": Delivery.BOUNCED, "at": now}
    )
    silence.out_of_reach(volunteer, now, by)


@transaction.atomic
def letters_again(volunteer: Volunteer, *, by: str, now: datetime) -> None:
    """The team knows that they arrive again: the ban on his address is lifted."""
    if not volunteer.undeliverable_at:
        return
    Suppression.objects.filter(recipient__in=blind_indexes(volunteer.email.lower())).delete()
    membership.mark_deliverable(volunteer, now)
    Event.objects.create(at=now, actor=by, action="volunteer.deliverable", subject=volunteer.uuid)
