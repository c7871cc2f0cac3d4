"""Who comes back: what is kept of whoever was stopped, looked up for newcomers, and forgotten."""

from datetime import datetime

from django.db.models import Q

from privacy.crypto import blind_indexes
from privacy.retention import TRACE
from volunteers.models import Return, Status, Trace, Volunteer
from volunteers.trace_rows import Shares, Why


def keep(volunteer: Volunteer, why: Why, now: datetime) -> None:
    """Number and address of somebody who is stopped at this moment, beside those that he had before."""
    Trace.objects.filter(volunteer=volunteer).update(why=why, at=now)
    values = filter(None, (volunteer.phone_index, volunteer.email_index))
    rows = [Trace(volunteer=volunteer, value=each, why=why, at=now) for each in values]
    Trace.objects.bulk_create(rows, ignore_conflicts=True)


def drop(volunteer: Volunteer) -> None:
    """He may help again. What somebody else is held back for stays until a coordinator has decided."""
    Trace.objects.filter(volunteer=volunteer).exclude(returns__in=Return.objects.open()).delete()


def found(volunteer: Volunteer, now: datetime) -> list[Return]:
    """The traces of others that he bears, each value once for ever: what is settled does not come again."""
    of = dict.fromkeys(blind_indexes(volunteer.phone) if volunteer.phone else (), Shares.PHONE)
    of |= dict.fromkeys(blind_indexes(volunteer.email.lower()) if volunteer.email else (), Shares.EMAIL)
    known = Return.objects.filter(volunteer=volunteer).values("trace__value")
    others = Trace.objects.filter(value__in=of).exclude(value__in=known)
    # neither his own, nor those of somebody who is held back on his account
    after_him = Volunteer.objects.filter(returns__trace__volunteer=volunteer)
    others = others.exclude(volunteer=volunteer).exclude(volunteer__in=after_him).order_by("-pk")
    first = {each.value: each for each in others}  # of several who had it, the one who was stopped first
    return Return.objects.bulk_create(
        Return(volunteer=volunteer, trace=each, shares=of[each.value], at=now) for each in first.values()
    )


def forget_traces(now: datetime) -> int:
    """Delete what is older than a year; return how many. With it goes the memory of who bore it.

    Not of somebody who is still here and still stopped, nor while a newcomer waits for our word.
    """
    stopped = Q(volunteer__blocked_at__isnull=False) | Q(volunteer__held_back_at__isnull=False)
    here = Q(volunteer__isnull=False) & ~Q(volunteer__status=Status.LEFT)
    old = Trace.objects.filter(at__lte=now - TRACE).exclude(here & stopped)
    return old.exclude(returns__in=Return.objects.open()).delete()[0]
