"""The words that wait become calls; one that cannot be read waits on, and says so."""

import logging
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from callcentre.models import TelephonyEvent
from callcentre.telephony import missed
from callcentre.telephony.merging import merge
from callcentre.telephony.providers import PROVIDERS

logger = logging.getLogger(__name__)
AT_A_TIME = 500
TOO_LATE = timedelta(minutes=5)
# Whoever has not been understood for a month will not be; meanwhile a new version may read it.
UNREADABLE_KEPT = timedelta(days=30)
# A word comes again for twelve hours at most: so long its key must be known.
HANDLED_KEPT = timedelta(days=7)


def work(now: datetime) -> int:
    """Work all words that wait into their calls, those that never failed first; how many it were."""
    waiting = TelephonyEvent.objects.filter(handled_at__isnull=True).order_by("fault", "received_at", "pk")
    return sum(_work_one(event, now) for event in waiting[:AT_A_TIME])


def _work_one(event: TelephonyEvent, now: datetime) -> bool:
    """Safe to do twice, also at the same time: nothing counts, and every row is there once."""
    try:
        word = PROVIDERS[event.provider].read(event.payload)
        call = merge(event.provider, word)
        with transaction.atomic():
            if word.has_voicemail:
                missed.left_message(call, now)
            missed.follow(call, now)
            _handled(event, now)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # one word's trouble is not another's, and no word is lost
        name = type(error).__name__
        logger.error("a word of the telephony, number %s, waits: %s", event.pk, name)
        TelephonyEvent.objects.filter(pk=event.pk, handled_at__isnull=True).update(fault=name)
        return False
    return True


def _handled(event: TelephonyEvent, now: datetime) -> None:
    """What it said is in the call now, and nowhere else."""
    rows = TelephonyEvent.objects.filter(pk=event.pk, handled_at__isnull=True)
    rows.update(handled_at=now, payload="", fault="")


def watch(now: datetime) -> bool:
    """Say aloud that words have waited too long; whether they have."""
    late = TelephonyEvent.objects.filter(handled_at__isnull=True, received_at__lte=now - TOO_LATE)
    count = late.count()
    if count:
        logger.error("%s words of the telephony have waited for over %s", count, TOO_LATE)
    return bool(count)


def forget_words(now: datetime) -> int:
    """Delete words that were worked in long ago, and those that nobody could read; return how many."""
    handled = TelephonyEvent.objects.filter(handled_at__lte=now - HANDLED_KEPT)
    unread = TelephonyEvent.objects.filter(handled_at__isnull=True, received_at__lte=now - UNREADABLE_KEPT)
    return handled.delete()[0] + unread.delete()[0]
