"""Bad days of the post: a server that will not have us, a slow one, a sender that dies."""

import socket
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPSenderRefused
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from letters import ledger, send
from letters.models import LADDER, LEASE, Status
from tests.cast import NOON
from tests.letters.conftest import Post, Server, message
from tests.letters.test_send import at, fate


@pytest.mark.parametrize(
    "refusal",
    [
        SMTPAuthenticationError(535, b"bad password"),
        socket.gaierror("no such name"),
        ConnectionRefusedError(),
    ],
)
def test_a_mail_server_that_will_not_have_us_is_no_letters_fault(
    post: Post, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    class Closed:
        def open(self) -> None:
            raise refusal

        def close(self) -> None:
            pass

    letters = [post(), post()]
    monkeypatch.setattr(send, "get_connection", Closed)

    send.deliver(at(NOON))

    for letter in letters:
        letter.refresh_from_db()
        assert (letter.status, letter.attempts, letter.due_at) == (Status.PENDING, 0, NOON)


def test_a_sender_that_is_refused_ends_no_letter(post: Post, serve: Callable[..., Server]) -> None:
    letters = [post(), post()]
    serve(SMTPSenderRefused(550, b"not your domain", "house@example.org"))

    send.deliver(at(NOON))

    assert [fate(letter)[0] for letter in letters] == [Status.PENDING] * 2


def test_a_slow_server_does_not_hold_the_letters_beyond_the_tasks_time(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]

    class Slow:
        def open(self) -> None:
            pass

        def close(self) -> None:
            pass

        def send_messages(self, messages: list[Any]) -> int:
            seconds[0] += 5
            return len(messages)

    monkeypatch.setattr(send, "get_connection", Slow)
    monkeypatch.setattr(send, "monotonic", lambda: seconds[0])
    letters = [post() for _number in range(20)]

    send.deliver(at(NOON))

    assert seconds[0] <= send.BUDGET_SECONDS + 5
    statuses = [fate(letter)[0] for letter in letters]
    assert set(statuses) == {Status.SENT, Status.PENDING}
    assert statuses.count(Status.SENT) == seconds[0] / 5


def test_when_the_task_runs_out_of_time_the_rest_waits(post: Post, serve: Callable[..., Server]) -> None:
    letters = [post() for _number in range(3)]
    serve(SoftTimeLimitExceeded())

    with pytest.raises(SoftTimeLimitExceeded):
        send.deliver(at(NOON))

    assert [fate(letter)[0] for letter in letters] == [Status.SENDING, Status.PENDING, Status.PENDING]


def test_a_letter_that_kills_its_sender_each_time_is_given_up(post: Post) -> None:
    letter, now = post(), NOON
    for _round in range(len(LADDER) + 2):
        ledger.take(now)
        now += LEASE + timedelta(minutes=1)
        ledger.settle_left_behind(now)

    assert fate(letter)[0] == Status.DEAD


def test_a_letter_to_nobody_is_not_called_sent(post: Post, register: Any) -> None:
    register("nobody", lambda subject: message(subject, to=""))
    letter = post("nobody")

    send.deliver(at(NOON))

    assert fate(letter)[0] == Status.CANCELLED
