"""The post: takes due rows from the outbox and sends them, over one connection a batch."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPSenderRefused
from time import monotonic
from typing import NamedTuple

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from letters import breaker, ledger, transport
from letters.drafts import drafted
from letters.models import Letter
from letters.transport import Outcome

logger = logging.getLogger(__name__)
BUDGET_SECONDS = 30  # well under the task's time limit
DAY = timedelta(days=1)

Clock = Callable[[], datetime]


def _opens(connection: BaseEmailBackend, now: datetime) -> bool:
    """Whether the mail server has us; if not, that is no letter's fault."""
    try:
        connection.open()
    except Exception as error:
        logger.warning("no mail server: %s", type(error).__name__)
        breaker.MAIL.failed(now)
        connection.close()
        return False
    return True


def _settle_outcome(outcome: Outcome, now: datetime) -> bool:
    """Write down what became of one letter; False if the server itself is in trouble."""
    letter, error = outcome.letter, outcome.error
    if error is None:
        ledger.sent(letter, outcome.provider_id, now)
        return True
    if isinstance(error, SMTPSenderRefused):  # the house is refused, whatever the letter
        ledger.give_back([letter])
    else:
        ledger.fail(letter, error, now)
    return not transport.is_the_servers(error)


def _send_batch(batch: list[Letter], connection: BaseEmailBackend, clock: Clock, deadline: float) -> bool:
    """Send a batch over this connection; False if the rest had to be given back."""
    if not _opens(connection, clock()):
        ledger.give_back(batch)
        return False
    open_ones = {each.pk: each for each in batch}
    well = True
    try:
        drafts = drafted(batch, clock())
        open_ones = {draft.letter.pk: draft.letter for draft in drafts}
        for outcome in transport.hand_over(drafts, connection):
            open_ones.pop(outcome.letter.pk)
            well = _settle_outcome(outcome, clock())
            if not well or (open_ones and monotonic() > deadline):
                break
    except SoftTimeLimitExceeded:  # the one under way is left to the lease: nobody knows whether it went
        ledger.give_back(list(open_ones.values())[1:])
        raise
    finally:
        connection.close()
    breaker.MAIL.worked() if well else breaker.MAIL.failed(clock())
    ledger.give_back(list(open_ones.values()))
    return well and not open_ones


class Delivered(NamedTuple):
    """What one round did: how many letters it took, and whether only the end of its time ended it."""

    letters: int
    time_ran_out: bool


def deliver(clock: Clock = timezone.now) -> Delivered:
    """Send what is due, over one connection a batch.

    No error leaves this function for the sake of one letter: it is written
    beside the letter, and the next one has its turn. When the mail server
    itself is out of reach, the rest waits for the clock.
    """
    count, fuse = 0, breaker.MAIL
    deadline = monotonic() + BUDGET_SECONDS
    connection = get_connection()  # opened for each batch; whom it trusts is read from the disk once
    full = Letter.objects.sent_since(clock() - DAY).count() >= settings.LETTERS_A_DAY
    while fuse.may_try(clock()) and (batch := ledger.take(clock(), only_urgent=full)):
        count += len(batch)
        well = _send_batch(batch, connection, clock, deadline)
        if monotonic() > deadline:
            return Delivered(count, time_ran_out=True)
        if not well:
            break
    return Delivered(count, time_ran_out=False)
