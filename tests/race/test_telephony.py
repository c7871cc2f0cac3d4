"""Many workers at the words of one telephony: one row a call, one call-back a number, one card."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Any

import pytest

from callcentre.models import Call, CallTask, Reason, TelephonyEvent
from callcentre.telephony import aircall, cards, inbox, providers, working
from callcentre.telephony.contract import Card, Telephony
from covidsol.telephony import Account
from tests.callcentre.telephony.line import ACCOUNT, later, recorded
from tests.cast import NOON
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def heard(events: list[dict[str, object]]) -> list[Callable[[], object]]:
    """One job for each word: somebody brings it in."""
    found = [aircall.hear(json.dumps(event).encode(), {}, ACCOUNT) for event in events]
    return [partial(inbox.keep, "aircall", each, NOON) for each in found if each]


def test_the_same_words_brought_four_times_at_once_are_one_call(pool: ThreadPoolExecutor) -> None:
    came = at_once(pool, heard(recorded("answered")) * 4)
    assert came == {"ok": 24}
    assert TelephonyEvent.objects.count() == 6

    came = at_once(pool, [lambda: working.work(NOON)] * 8)

    assert came == {"ok": 8}
    working.work(NOON)
    assert not TelephonyEvent.objects.filter(handled_at=None).exists()
    call = Call.objects.get()
    assert call.answered_at
    assert call.ended_at


def test_eight_calls_of_one_number_missed_at_once_are_one_call_back(pool: ThreadPoolExecutor) -> None:
    for trial in range(5):
        for number in range(8):
            events = later(
                recorded("missed", raw_digits=f"+32 470 00 00 0{trial}"), number, 100 * trial + number
            )
            for bring in heard(events):
                bring()
        at_once(pool, [lambda: working.work(NOON)] * 8)
        working.work(NOON)

    assert Call.objects.count() == 40
    assert not TelephonyEvent.objects.filter(handled_at=None).exists()
    open_tasks = CallTask.objects.filter(settled_at=None, reason=Reason.CALL_BACK)
    numbers = set(Call.objects.filter(uuid__in=open_tasks.values("subject")).values_list("phone_index"))
    assert (open_tasks.count(), len(numbers)) == (5, 5)


def test_of_eight_who_would_show_a_card_one_does(
    pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    shown: list[str] = []
    lock = Lock()

    def show(_account: Account, call: str, _card: Card) -> None:
        with lock:
            shown.append(call)

    settings.TELEPHONY = ACCOUNT
    slow = Telephony("aircall", hear=aircall.hear, read=aircall.read, show=show)
    monkeypatch.setitem(providers.PROVIDERS, "aircall", slow)
    for bring in heard(recorded("answered")[:2]):
        bring()
    working.work(NOON)

    at_once(pool, [lambda: cards.show_due(NOON)] * 8)

    assert shown == ["7001"]
