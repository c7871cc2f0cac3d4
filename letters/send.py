"""The post: takes due rows from the outbox, sends them, and writes down what became of each."""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused, SMTPServerDisconnected
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from letters.compose import email
from letters.kinds import kind as kind_of
from letters.models import LADDER, LEASE, Letter, Status

logger = logging.getLogger(__name__)
BATCH = 50
BUDGET_SECONDS = 30  # well under the task's time limit; the clock comes again each minute
PERMANENT = 500  # RFC 5321: 5yz says no for good
LOST = (SMTPServerDisconnected, ConnectionError, TimeoutError)

Clock = Callable[[], datetime]


def take(now: datetime) -> list[Letter]:
    """Claim the next due letters for this process, each by compare-and-set, and return those it got."""
    taken = []
    for letter in Letter.objects.due(now)[:BATCH]:
        won = Letter.objects.filter(pk=letter.pk, status=Status.PENDING).update(
            status=Status.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        if won:
            letter.attempts += 1
            taken.append(letter)
    return taken


def _settle(letter: Letter, status: Status, **facts: object) -> None:
    Letter.objects.filter(pk=letter.pk, status=Status.SENDING).update(
        status=status, lease_until=None, **facts
    )


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _text in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= PERMANENT


def _fail(letter: Letter, error: Exception, now: datetime) -> None:
    """Put the letter back with a later due time; give it up when the answer is final or the ladder ends."""
    problem = type(error).__name__
    logger.warning("letter %s, attempt %s: %s", letter.uuid, letter.attempts, problem)
    if _is_permanent(error):
        _settle(letter, Status.FAILED, problem=problem)
    elif letter.attempts > len(LADDER):
        _settle(letter, Status.DEAD, problem=problem)
    else:
        _settle(letter, Status.PENDING, due_at=now + LADDER[letter.attempts - 1], problem=problem)


def _send_one(letter: Letter, connection: BaseEmailBackend, now: datetime) -> None:
    if letter.valid_until and letter.valid_until <= now:
        _settle(letter, Status.CANCELLED)
        return
    message = kind_of(letter.kind).compose(letter.subject)
    if message is None or not message.to:
        _settle(letter, Status.CANCELLED)
        return
    connection.send_messages([email(letter, message)])
    _settle(letter, Status.SENT, sent_at=now, problem="")


def _give_back(letters: list[Letter]) -> None:
    """Letters that nobody tried to send wait again, as if they had not been taken."""
    for letter in letters:
        _settle(letter, Status.PENDING, attempts=letter.attempts - 1)


def _opened() -> BaseEmailBackend | None:
    """A connection to the mail server; None if there is none to be had, which is no letter's fault."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        logger.warning("no mail server: %s", type(error).__name__)
        connection.close()
        return None
    return connection


def _send_batch(batch: list[Letter], clock: Clock, deadline: float) -> bool:
    """Send a batch over one connection; False if the rest had to be given back."""
    connection = _opened()
    if connection is None:
        _give_back(batch)
        return False
    for position, letter in enumerate(batch):
        rest = batch[position + 1 :]
        try:
            _send_one(letter, connection, clock())
        except SMTPSenderRefused:  # the house is refused, whatever the letter
            rest = batch[position:]
            deadline = 0
        except SoftTimeLimitExceeded:  # this one is left to the lease: nobody knows whether it went
            _give_back(rest)
            raise
        except LOST as error:
            _fail(letter, error, clock())
            deadline = 0
        except Exception as error:  # one bad letter must not stop the others
            _fail(letter, error, clock())
        if rest and monotonic() > deadline:
            _give_back(rest)
            connection.close()
            return False
    connection.close()
    return True


def deliver(clock: Clock = timezone.now) -> int:
    """Send what is due, over one connection a batch; return how many letters were taken.

    No error leaves this function for the sake of one letter: it is written
    beside the letter, and the next one has its turn. When the mail server
    itself is out of reach, or time is up, the rest waits for the clock.
    """
    count = 0
    deadline = monotonic() + BUDGET_SECONDS
    while monotonic() < deadline and (batch := take(clock())):
        count += len(batch)
        if not _send_batch(batch, clock, deadline):
            break
    return count


def settle_left_behind(now: datetime) -> int:
    """Put letters whose sender died back into the outbox; return how many.

    Such a letter may have gone out. A second copy, with the same Message-ID, is
    better than a person without groceries. One that has lost its sender as often
    as the ladder has rungs is given up. Only the clock calls this.
    """
    left = Letter.objects.left_behind(now)
    left.filter(attempts__gt=len(LADDER)).update(status=Status.DEAD, lease_until=None, problem="SenderDied")
    return left.update(status=Status.PENDING, lease_until=None, due_at=now, problem="SenderDied")
