"""Holding a volunteer back until a coordinator decides: for a report, or as perhaps one who comes back."""

from datetime import datetime

from django.db import transaction

from privacy.models import Event
from volunteers import reach, traces
from volunteers.models import Return, Status, Volunteer
from volunteers.trace_rows import Why


@transaction.atomic
def hold_back(volunteer: Volunteer, now: datetime) -> None:
    """He is asked for nothing and takes on nothing new from this moment; what he is on stays his."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.held_back_at is None:
        current.held_back_at = now
        reach.save(current)
    if not current.blocked_at:
        traces.keep(current, Why.HELD, now)


@transaction.atomic
def help_again(volunteer: Volunteer) -> None:
    """Nothing that was reported holds him back any more; a pause of his own goes on.

    Not while he is perhaps somebody who comes back: each of the two reasons has its own end.
    """
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.held_back_at and not current.returns.open().exists():
        current.held_back_at = None
        reach.save(current)
        if not current.blocked_at:
            traces.drop(current)


@transaction.atomic
def look(volunteer: Volunteer, now: datetime) -> None:
    """Hold back a newcomer with number or address of somebody who was stopped; call it when either is new.

    Perhaps they only share a phone: so nothing is refused, and a person looks.
    Whoever is held back already leaves the trace of what is new.
    """
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.status != Status.ACTIVE or current.blocked_at:
        return
    for each in traces.found(current, now):
        Event.objects.create(at=now, actor="clock", action=f"return.{each.shares}", subject=current.uuid)
    if current.held_back_at or current.returns.open().exists():
        hold_back(current, now)
    volunteer.refresh_from_db()


@transaction.atomic
def look_at_others(volunteer: Volunteer, now: datetime) -> None:
    """He is being blocked: a second account with his phone that is there already waits for a person too."""
    traces.keep(volunteer, Why.BLOCKED, now)
    if volunteer.phone_index:
        same = Volunteer.objects.filter(phone_index=volunteer.phone_index, status=Status.ACTIVE)
        for each in same.filter(blocked_at__isnull=True).exclude(pk=volunteer.pk).order_by("pk"):
            look(each, now)


def settle(volunteer: Volunteer, now: datetime) -> bool:
    """A coordinator has decided about the traces that he bears; False if somebody was faster."""
    return bool(Return.objects.open().filter(volunteer=volunteer).update(settled_at=now))
