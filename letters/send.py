"""The post: takes due rows from the outbox, sends them, and writes down what became of each."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from smtplib import SMTPSenderRefused
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from letters import breaker, events, transport
from letters.compose import email
from letters.kinds import WAVE
from letters.kinds import kind as kind_of
from letters.models import LADDER, LEASE, Delivery, DeliveryEvent, Letter, Status
from letters.transport import Draft, Outcome

logger = logging.getLogger(__name__)
BATCH = 50
BUDGET_SECONDS = 30  # well under the task's time limit; the clock comes again each minute
DAY = timedelta(days=1)
# Of waves; what concerns a task that somebody has taken on always goes.
A_DAY_FOR_ONE_PERSON = 5
LATER = timedelta(hours=6)
# How long we wait for a provider's word before a letter whose sender died is sent once more.
EVENTS_TAKE = timedelta(minutes=5)

Clock = Callable[[], datetime]


def take(now: datetime, *, only_urgent: bool = False, limit: int = BATCH) -> list[Letter]:
    """Claim the next due letters for this process and return those it got; a row is claimed once.

    Rows that another process is claiming are passed over. Once the day's
    letters are used up, waves wait.
    """
    due = Letter.objects.due(now)
    if only_urgent:
        due = due.filter(priority__lt=WAVE)
    with transaction.atomic():
        taken = list(due.select_for_update(skip_locked=True)[:limit])
        claimed = Letter.objects.filter(pk__in=[each.pk for each in taken], status=Status.PENDING)
        claimed.update(status=Status.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    for letter in taken:
        letter.attempts += 1
        letter.lease_until = now + LEASE
    return taken


def _mine(letters: list[Letter]) -> QuerySet[Letter]:
    """The rows of these letters, as far as they are still ours.

    A lease may have run out while a server kept us waiting: the sweeper has
    given the letter back by then, and somebody else may be sending it.
    """
    leases = {each.lease_until for each in letters}
    ids = [each.pk for each in letters]
    return Letter.objects.filter(pk__in=ids, status=Status.SENDING, lease_until__in=leases)


def _settle(letter: Letter, status: Status, **facts: object) -> None:
    _mine([letter]).update(status=status, lease_until=None, **facts)


def _fail(letter: Letter, error: Exception, now: datetime) -> None:
    """Put the letter back with a later due time; give it up when the answer is final or the ladder ends.

    Where a provider tells us of letters, one whose line was cut is left as it
    is: only the sweeper, which asks the events first, may say that it is unsent.
    """
    problem = type(error).__name__
    logger.warning("letter %s, attempt %s: %s", letter.uuid, letter.attempts, problem)
    if transport.is_permanent(error):
        _settle(letter, Status.FAILED, problem=problem)
    elif letter.attempts > len(LADDER):
        _settle(letter, Status.DEAD, problem=problem)
    elif not (settings.MAIL_EVENTS and isinstance(error, transport.LOST)):
        _settle(letter, Status.PENDING, due_at=now + LADDER[letter.attempts - 1], problem=problem)


def _give_back(letters: list[Letter]) -> None:
    """Letters that nobody tried to send wait again, as if they had not been taken."""
    _mine(letters).update(status=Status.PENDING, lease_until=None, attempts=F("attempts") - 1)


def _drafts(batch: list[Letter], now: datetime) -> Iterator[Draft]:
    """The letters of a batch that make sense now, finished; the others are settled on the way."""
    for letter in batch:
        try:
            message = None
            if not (letter.valid_until and letter.valid_until <= now):
                message = kind_of(letter.kind).compose(letter.subject)
            if message is None or not message.to:
                _settle(letter, Status.CANCELLED)
                continue
            letter.recipient = message.recipient
            yield Draft(letter, email(letter, message))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # one bad letter must not stop the others
            _fail(letter, error, now)


def _allowed(drafts: list[Draft], now: datetime) -> list[Draft]:
    """Those whose address may be written to, and whose reader has not had enough waves for a day."""
    banned = events.suppressed(draft.letter.recipient for draft in drafts)
    waves = _waves_of_a_day([draft.letter for draft in drafts], now)
    allowed = []
    for draft in drafts:
        letter, reader = draft.letter, draft.letter.recipient
        is_wave = letter.priority == WAVE and bool(reader)
        if reader in banned:
            _settle(letter, Status.CANCELLED, problem="Suppressed", recipient=reader)
        elif is_wave and waves[reader] >= A_DAY_FOR_ONE_PERSON:
            facts = {"due_at": now + LATER, "problem": "EnoughToday", "attempts": F("attempts") - 1}
            _settle(letter, Status.PENDING, **facts)
        else:
            waves[reader] += is_wave
            allowed.append(draft)
    return allowed


def _waves_of_a_day(letters: list[Letter], now: datetime) -> Counter[str]:
    """How many letters of waves each reader has had within a day."""
    readers = {letter.recipient for letter in letters if letter.priority == WAVE and letter.recipient}
    sent = Letter.objects.filter(recipient__in=readers, priority=WAVE).sent_since(now - DAY)
    return Counter(dict(sent.order_by().values_list("recipient").annotate(n=Count("pk"))))


def _opened(now: datetime) -> BaseEmailBackend | None:
    """A connection to the mail server; None if there is none to be had, which is no letter's fault."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        logger.warning("no mail server: %s", type(error).__name__)
        breaker.MAIL.failed(now)
        connection.close()
        return None
    return connection


def _settle_outcome(outcome: Outcome, now: datetime) -> bool:
    """Write down what became of one letter; False if the server itself is in trouble."""
    letter, error = outcome.letter, outcome.error
    if error is None:
        facts = {"recipient": letter.recipient, "provider_id": outcome.provider_id, "problem": ""}
        _settle(letter, Status.SENT, sent_at=now, **facts)
        return True
    if isinstance(error, SMTPSenderRefused):  # the house is refused, whatever the letter
        _give_back([letter])
    else:
        _fail(letter, error, now)
    return not transport.is_the_servers(error)


def _send_batch(batch: list[Letter], clock: Clock, deadline: float) -> bool:
    """Send a batch over one connection; False if the rest had to be given back."""
    connection = _opened(clock())
    if connection is None:
        _give_back(batch)
        return False
    open_ones = {each.pk: each for each in batch}
    well = True
    try:
        drafts = _allowed(list(_drafts(batch, clock())), clock())
        open_ones = {draft.letter.pk: draft.letter for draft in drafts}
        for outcome in transport.hand_over(drafts, connection):
            open_ones.pop(outcome.letter.pk)
            well = _settle_outcome(outcome, clock())
            if not well or (open_ones and monotonic() > deadline):
                break
    except SoftTimeLimitExceeded:  # the one under way is left to the lease: nobody knows whether it went
        _give_back(list(open_ones.values())[1:])
        raise
    finally:
        connection.close()
    breaker.MAIL.worked() if well else breaker.MAIL.failed(clock())
    _give_back(list(open_ones.values()))
    return well and not open_ones


def deliver(clock: Clock = timezone.now) -> int:
    """Send what is due, over one connection a batch; return how many letters were taken.

    No error leaves this function for the sake of one letter: it is written
    beside the letter, and the next one has its turn. When the mail server
    itself is out of reach, or time is up, the rest waits for the clock.
    """
    count, fuse = 0, breaker.MAIL
    deadline = monotonic() + BUDGET_SECONDS
    full = Letter.objects.sent_since(clock() - DAY).count() >= settings.LETTERS_A_DAY
    while monotonic() < deadline and fuse.may_try(clock()) and (batch := take(clock(), only_urgent=full)):
        count += len(batch)
        if not _send_batch(batch, clock, deadline):
            break
    return count


def settle_left_behind(now: datetime) -> int:
    """Settle letters whose sender died; return how many went back into the outbox. Only the clock calls this.

    What the provider has told us of is sent. Anything else may have gone out
    all the same: a second copy, with the same Message-ID, is better than a
    person without groceries, but where a provider tells us we give it time. A
    letter that has lost its sender as often as the ladder has rungs is given up.
    """
    left = Letter.objects.left_behind(now)
    told = DeliveryEvent.objects.exclude(kind=Delivery.NONE).values("letter")
    left.filter(pk__in=told).update(status=Status.SENT, lease_until=None, sent_at=now, problem="")
    left = left.exclude(pk__in=told)
    if settings.MAIL_EVENTS:
        left = left.filter(lease_until__lt=now - EVENTS_TAKE)
    left.filter(attempts__gt=len(LADDER)).update(status=Status.DEAD, lease_until=None, problem="SenderDied")
    return left.update(status=Status.PENDING, lease_until=None, due_at=now, problem="SenderDied")
