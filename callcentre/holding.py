"""Who has a call task in hand: one at a time, by one UPDATE that names what must be true."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from callcentre.models import CallTask

# A long talk with a lonely person; a window that was closed keeps nobody waiting longer.
LEASE = timedelta(minutes=15)
# Somebody who does not pick up is tried so often by operators; then a coordinator decides.
TRIES = 3


def _open(task: CallTask) -> QuerySet[CallTask]:
    return CallTask.objects.open().filter(pk=task.pk)


def keep(task: CallTask, user: User, now: datetime) -> bool:
    """Go on with what one has in hand, also late if nobody has taken it since; False if it is not hers."""
    return bool(_open(task).filter(held_by=user).update(held_until=now + LEASE))


def take(task: CallTask, user: User, now: datetime) -> bool:
    """Take a task that is due and in nobody's hands; False if somebody was faster, or it is hers already."""
    free = _open(task).filter(Q(held_until__isnull=True) | Q(held_until__lte=now), due_at__lte=now)
    return bool(free.update(held_by=user, held_until=now + LEASE))


def has(task: CallTask, user: User, now: datetime) -> bool:
    """Whether she has it in hand at this moment, and may see whom it is about."""
    return task.held_by_id == user.pk and task.is_in_hands(now)


def put_back(task: CallTask, user: User) -> bool:
    """Back into the queue, as it was; False if it was not hers."""
    return bool(_open(task).filter(held_by=user).update(held_by=None, held_until=None))


def later(task: CallTask, user: User, due_at: datetime, *, tries: int) -> bool:
    """Back into the queue, due later, with so many tries; False if it was not hers."""
    mine = _open(task).filter(held_by=user)
    return bool(mine.update(held_by=None, held_until=None, due_at=due_at, tries=tries))


def settle(task: CallTask, user: User, result: str, now: datetime) -> bool:
    """It is done with; False if it was not hers, or is settled already."""
    mine = _open(task).filter(held_by=user)
    by = f"staff:{user.pk}"
    return bool(mine.update(held_by=None, held_until=None, settled_at=now, settled_by=by, result=result))
