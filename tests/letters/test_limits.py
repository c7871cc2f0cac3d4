"""The fuse before the mail server, and how many letters a day are enough."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from anymail.exceptions import AnymailAPIError

from letters import breaker, send, transport
from letters.models import Letter, Status
from outside.models import Peer
from tests.cast import NOON
from tests.letters.conftest import Post, Server
from tests.letters.test_send import at, fate

SECOND = timedelta(seconds=1)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No mail server; how often it was tried stands in the list."""
    tries: list[int] = []

    class Closed:
        def open(self) -> None:
            tries.append(1)
            raise ConnectionRefusedError

        def close(self) -> None:
            pass

    monkeypatch.setattr(send, "get_connection", Closed)
    return tries


def test_after_five_failures_everybody_rests_and_then_one_tries(post: Post, closed: list[int]) -> None:
    letter = post()

    for second in range(60):
        send.deliver(at(NOON + second * SECOND))
    assert len(closed) == 5
    for second in range(60, 180):
        send.deliver(at(NOON + second * SECOND))

    assert len(closed) <= 5 + 3
    assert fate(letter) == (Status.PENDING, 0, "")


@pytest.mark.django_db
def test_the_trial_is_for_one_process(serve: Callable[..., Server], post: Post) -> None:
    for _number in range(breaker.MAIL.most):
        breaker.MAIL.failed(NOON)
    later = NOON + breaker.MAIL.rest

    assert not breaker.MAIL.may_try(later - SECOND)
    assert breaker.MAIL.may_try(later)
    assert not breaker.MAIL.may_try(later)

    letter = post()
    serve()
    send.deliver(at(later + breaker.MAIL.rest))
    assert fate(letter)[0] == Status.SENT
    assert Peer.objects.get().failures == 0
    assert breaker.MAIL.may_try(later)


@pytest.mark.parametrize(
    ("error", "is_permanent", "is_the_servers"),
    [
        (SMTPDataError(421, b"closing"), False, True),
        (SMTPDataError(451, b"later"), False, False),
        (SMTPRecipientsRefused({"a": (421, b"closing")}), False, True),
        (SMTPRecipientsRefused({"a": (450, b"full")}), False, False),
        (SMTPServerDisconnected("x"), False, True),
        (transport.Refused(), True, False),
        (AnymailAPIError("x", status_code=400), True, False),
        (AnymailAPIError("x", status_code=401), False, True),
        (AnymailAPIError("x", status_code=429), False, True),
        (AnymailAPIError("x", status_code=503), False, True),
        (AnymailAPIError("x"), False, True),
    ],
)
def test_whose_fault_it_is(error: Exception, is_permanent: bool, is_the_servers: bool) -> None:
    assert transport.is_permanent(error) is is_permanent
    assert transport.is_the_servers(error) is is_the_servers


def test_nobody_gets_more_than_five_waves_a_day_and_the_rest_waits(
    post: Post, serve: Callable[..., Server]
) -> None:
    waves = [post("wave_to_f") for _number in range(7)]
    task = post("to_f")
    server = serve()

    for hour in (0, 1):
        send.deliver(at(NOON + timedelta(hours=hour)))

    assert len(server.got) == 6
    assert [fate(each)[0] for each in waves].count(Status.SENT) == 5
    assert fate(task)[0] == Status.SENT
    late = [each for each in waves if fate(each)[0] == Status.PENDING]
    assert {fate(each)[1:] for each in late} == {(0, "EnoughToday")}

    send.deliver(at(NOON + timedelta(days=1, hours=1)))
    assert [fate(each)[0] for each in waves].count(Status.SENT) == 7


def test_when_the_days_letters_are_used_up_waves_wait_and_tasks_go(
    post: Post, serve: Callable[..., Server], settings: Any
) -> None:
    settings.LETTERS_A_DAY = 2
    first = [post() for _number in range(2)]
    serve()
    send.deliver(at(NOON))

    wave, task = post("wave_to_f"), post()
    send.deliver(at(NOON + SECOND))

    assert {fate(each)[0] for each in first} == {Status.SENT}
    assert (fate(wave)[0], fate(task)[0]) == (Status.PENDING, Status.SENT)
    send.deliver(at(NOON + timedelta(days=1, hours=1)))
    assert fate(wave)[0] == Status.SENT


def test_a_hundredth_of_poison_stops_nothing(post: Post, serve: Callable[..., Server]) -> None:
    for number in range(200):
        post("poison" if number % 100 == 7 else "plain")
    serve()

    send.deliver(at(NOON))

    counts = [Letter.objects.filter(status=each).count() for each in (Status.SENT, Status.PENDING)]
    assert counts == [198, 2]
