"""Many senders and sweepers at once: each letter goes out once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock

import pytest
from django.core.mail import EmailMessage

from letters import breaker, ledger, outbox, send
from letters.models import LEASE, Letter, Status
from tests import cast
from tests.cast import NOON
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = 400


class Ledger:
    """A mail server that writes down each Message-ID it is handed, from whichever thread."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.lock = Lock()

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[EmailMessage]) -> int:
        with self.lock:
            self.got += [each.extra_headers["Message-ID"] for each in messages]
        return len(messages)


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Where the letters go."""
    book = Ledger()
    monkeypatch.setattr(send, "get_connection", lambda: book)
    return book


def fill() -> None:
    """So many welcome letters to one volunteer."""
    volunteer = cast.volunteer()
    Letter.objects.all().delete()
    outbox.post(
        outbox.letter("volunteer_welcome", volunteer.uuid, now=NOON, purpose=f"race:{number}")
        for number in range(LETTERS)
    )


def test_four_senders_and_four_sweepers_send_each_letter_once(
    pool: ThreadPoolExecutor, arrived: Ledger
) -> None:
    fill()

    jobs: list[Callable[[], object]] = [lambda: send.deliver(lambda: NOON)] * 4
    jobs += [lambda: ledger.settle_left_behind(NOON + LEASE / 2)] * 4
    came = at_once(pool, jobs)

    assert came == {"ok": 8}
    assert len(arrived.got) == len(set(arrived.got)) == LETTERS
    assert set(Letter.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}


def test_of_four_sweepers_one_gives_a_left_letter_back(pool: ThreadPoolExecutor) -> None:
    fill()
    left = len(ledger.take(NOON))

    at_once(pool, [lambda: ledger.settle_left_behind(NOON + LEASE + timedelta(seconds=1))] * 4)

    doubtful, untried = (Status.PENDING, 1, "SenderDied"), (Status.PENDING, 0, "")
    facts = Counter(Letter.objects.values_list("status", "attempts", "problem"))
    assert facts == {doubtful: 1, untried: LETTERS - 1}
    assert left > 1


def test_of_eight_who_may_try_a_rested_server_one_does(pool: ThreadPoolExecutor, db: None) -> None:
    for _number in range(breaker.MAIL.most):
        breaker.MAIL.failed(NOON)
    through: list[bool] = []

    at_once(pool, [lambda: through.append(breaker.MAIL.may_try(NOON + breaker.MAIL.rest))] * 8)

    assert sorted(through) == [False] * 7 + [True]
