"""From rows to finished e-mails: what still makes sense, and to whom it may go."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Count, F

from letters import events, ledger
from letters.compose import email
from letters.kinds import WAVE, Message
from letters.kinds import kind as kind_of
from letters.models import Letter, Status
from letters.transport import Draft

logger = logging.getLogger(__name__)
DAY = timedelta(days=1)
# Of waves; what concerns a task that somebody has taken on always goes.
A_DAY_FOR_ONE_PERSON = 5
LATER = timedelta(hours=6)


def drafted(batch: list[Letter], now: datetime) -> list[Draft]:
    """The letters of a batch that may go now, finished, in their order; the others are settled here."""
    return _allowed(list(_drafts(batch, now)), now)


def _drafts(batch: list[Letter], now: datetime) -> Iterator[Draft]:
    late = [each.pk for each in batch if each.valid_until and each.valid_until <= now]
    messages = dict.fromkeys(late) | _messages([each for each in batch if each.pk not in late])
    for letter in batch:
        try:
            known = letter.pk in messages
            message = messages[letter.pk] if known else kind_of(letter.kind).compose(letter.subject)
            if message is None or not message.to:
                ledger.settle(letter, Status.CANCELLED)
                continue
            letter.recipient = message.recipient
            yield Draft(letter, email(letter, message))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # one bad letter must not stop the others
            ledger.fail(letter, error, now)


def _messages(letters: list[Letter]) -> dict[int, Message | None]:
    """What the letters say now, by row; None if one makes no more sense.

    The rows of a kind are read together. If one of them cannot be read, that
    kind has no entries, and each is then read by itself.
    """
    by_kind: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        by_kind[letter.kind].append(letter)
    found: dict[int, Message | None] = {}
    for name, same in by_kind.items():
        try:
            messages = kind_of(name).compose_all([each.subject for each in same])
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            logger.warning("%s cannot be read together: %s", name, type(error).__name__)
        else:
            found |= {each.pk: messages.get(each.subject) for each in same}
    return found


def _allowed(drafts: list[Draft], now: datetime) -> list[Draft]:
    """Those whose address may be written to, and whose reader has not had enough waves for a day."""
    banned = events.suppressed(draft.letter.recipient for draft in drafts)
    waves = _waves_of_a_day([draft.letter for draft in drafts], now)
    allowed = []
    for draft in drafts:
        letter, reader = draft.letter, draft.letter.recipient
        is_wave = letter.priority == WAVE and bool(reader)
        if reader in banned:
            ledger.settle(letter, Status.CANCELLED, problem="Suppressed", recipient=reader)
        elif is_wave and waves[reader] >= A_DAY_FOR_ONE_PERSON:
            facts = {"due_at": now + LATER, "problem": "EnoughToday", "attempts": F("attempts") - 1}
            ledger.settle(letter, Status.PENDING, **facts)
        else:
            waves[reader] += is_wave
            allowed.append(draft)
    return allowed


def _waves_of_a_day(letters: list[Letter], now: datetime) -> Counter[str]:
    """How many letters of waves each reader has had within a day."""
    readers = {letter.recipient for letter in letters if letter.priority == WAVE and letter.recipient}
    sent = Letter.objects.filter(recipient__in=readers, priority=WAVE).sent_since(now - DAY)
    return Counter(dict(sent.order_by().values_list("recipient").annotate(n=Count("pk"))))
