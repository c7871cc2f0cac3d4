"""The ledger of the outbox: who takes a row, who may settle it, and what a dead sender leaves."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from letters import transport
from letters.kinds import WAVE
from letters.models import LADDER, LEASE, Delivery, DeliveryEvent, Letter, Status

logger = logging.getLogger(__name__)
BATCH = 50
# How long we wait for a provider's word before a letter whose sender died is sent once more.
EVENTS_TAKE = timedelta(minutes=5)
FREE = {"lease_until": None, "batch": None}
SENT = (
    "UPDATE letters_letter SET status = 'sent', lease_until = NULL, batch = NULL, problem = '', "
    "sent_at = %s, recipient = %s, provider_id = %s WHERE id = %s AND status = 'sending' AND batch = %s"
)


def take(now: datetime, *, only_urgent: bool = False, limit: int = BATCH) -> list[Letter]:
    """Claim the next due letters as one batch and return those that we got; a row is claimed once.

    Rows that another process is claiming are passed over. Once the day's
    letters are used up, waves wait.
    """
    due, batch = Letter.objects.due(now), uuid4()
    if only_urgent:
        due = due.filter(priority__lt=WAVE)
    with transaction.atomic():
        taken = list(due.select_for_update(skip_locked=True)[:limit])
        claimed = Letter.objects.filter(pk__in=[each.pk for each in taken], status=Status.PENDING)
        claimed.update(
            status=Status.SENDING, lease_until=now + LEASE, batch=batch, attempts=F("attempts") + 1
        )
    for letter in taken:
        letter.attempts += 1
        letter.batch = batch
    return taken


def _mine(letters: Iterable[Letter]) -> QuerySet[Letter]:
    """The rows of these letters, as far as they are still ours.

    A lease may have run out while a server kept us waiting: the sweeper has
    given the letter back by then, and somebody else may be sending it.
    """
    held = [(each.pk, each.batch) for each in letters]
    rows = Letter.objects.filter(pk__in=[pk for pk, _batch in held], status=Status.SENDING)
    return rows.filter(batch__in={batch for _pk, batch in held})


def settle(letter: Letter, status: Status, **facts: object) -> None:
    """Write down what became of one letter of ours."""
    _mine([letter]).update(status=status, **FREE, **facts)


def sent(letter: Letter, provider_id: str, now: datetime) -> None:
    """Write down that a letter is gone.

    This is done for each letter by itself before the next one is handed over,
    so a dead process leaves one of which nobody knows. Its text is fixed:
    building the same UPDATE anew took as long as half of the letter's way to the server.
    """
    when, batch = _stored("sent_at", now), _stored("batch", letter.batch)
    with connection.cursor() as cursor:
        cursor.execute(SENT, [when, letter.recipient, provider_id, letter.pk, batch])


def _stored(name: str, value: object) -> Any:
    """What the column of a field stores for a value."""
    field: Any = Letter._meta.get_field(name)
    return field.get_db_prep_value(value, connection)


def fail(letter: Letter, error: Exception, now: datetime) -> None:
    """Put the letter back with a later due time; give it up when the answer is final or the ladder ends.

    Where a provider tells us of letters, one whose line was cut is left as it
    is: only the sweeper, which asks the events first, may say that it is unsent.
    """
    problem = type(error).__name__
    logger.warning("letter %s, attempt %s: %s", letter.uuid, letter.attempts, problem)
    if transport.is_permanent(error):
        settle(letter, Status.FAILED, problem=problem)
    elif letter.attempts > len(LADDER):
        settle(letter, Status.DEAD, problem=problem)
    elif not (settings.MAIL_EVENTS and isinstance(error, transport.LOST)):
        settle(letter, Status.PENDING, due_at=now + LADDER[letter.attempts - 1], problem=problem)


def give_back(letters: Iterable[Letter]) -> None:
    """Letters that nobody tried to send wait again, as if they had not been taken."""
    _mine(letters).update(status=Status.PENDING, **FREE, attempts=F("attempts") - 1)


def settle_left_behind(now: datetime) -> int:
    """Settle letters whose sender died; return how many went back into the outbox. Only the clock calls this.

    What the provider has told us of is sent. Of a batch that went one by one,
    the first unsettled letter may have gone out all the same; the others
    behind it were never tried, and wait again as if they had not been taken.
    """
    left = Letter.objects.left_behind(now)
    told = DeliveryEvent.objects.exclude(kind=Delivery.NONE).values("letter")
    left.filter(pk__in=told).update(status=Status.SENT, **FREE, sent_at=now, problem="")
    left = left.exclude(pk__in=told)
    untried = left.filter(pk__in=_never_tried(left))
    back = untried.update(status=Status.PENDING, **FREE, attempts=F("attempts") - 1)
    return back + _settle_doubtful(left, now)


def _never_tried(left: QuerySet[Letter]) -> list[int]:
    """Those behind the first of their batch, in the order in which a sender hands them over."""
    if transport.goes_together():
        return []
    behind, seen = [], set()
    for pk, batch in left.order_by("priority", "due_at", "pk").values_list("pk", "batch"):
        if batch in seen:
            behind.append(pk)
        elif batch:
            seen.add(batch)
    return behind


def _settle_doubtful(doubtful: QuerySet[Letter], now: datetime) -> int:
    """A second copy, with the same Message-ID, is better than a person without groceries.

    But where a provider tells us of letters we give it time. A letter that has
    lost its sender as often as the ladder has rungs is given up.
    """
    if settings.MAIL_EVENTS:
        doubtful = doubtful.filter(lease_until__lt=now - EVENTS_TAKE)
    doubtful.filter(attempts__gt=len(LADDER)).update(status=Status.DEAD, **FREE, problem="SenderDied")
    return doubtful.update(status=Status.PENDING, **FREE, due_at=now, problem="SenderDied")
