"""Forgetting: numbers and notes of calls after thirty days, settled call tasks after a year."""

from datetime import datetime

from callcentre.due import CLOCK
from callcentre.models import Call, CallTask
from privacy.retention import CALLS, EVENTS


def forget_calls(now: datetime) -> int:
    """Take numbers and notes out of old calls; return how many.

    A call task about one of them that nobody settled in all that time ends
    with it, for there is no number to ring any more.
    """
    old = Call.objects.filter(started_at__lte=now - CALLS, erased_at__isnull=True)
    CallTask.objects.open().filter(subject__in=old.values("uuid")).update(
        settled_at=now, settled_by=CLOCK, result="too_old", held_by=None, held_until=None
    )
    count = old.update(phone="", phone_index="", ring_back="", note="", form_key=None, erased_at=now)
    CallTask.objects.filter(settled_at__lte=now - EVENTS).delete()
    return count
