"""A broker that is down, or says nothing, costs a visitor no request and next to no time."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Thread
from time import monotonic

import pytest
from django.db import transaction
from django.test import Client
from kombu import pools

from covidsol import nudge as nudging
from covidsol.celery import app
from covidsol.servers import LOCALHOST, free_port
from letters.tasks import deliver_soon
from requests_app.models import HelpRequest
from tests.requests_app.conftest import Visitor

Broker = Callable[[int], None]


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """Let the queue's server be at this port, and the breaker know nothing yet."""
    monkeypatch.setattr(nudging, "_quiet_until", [0.0])
    usual = app.conf.broker_url

    def forget_connections() -> None:
        pools.reset()  # type: ignore[no-untyped-call]
        app._pool = app.amqp._producer_pool = None

    def stand_at(port: int) -> None:
        app.conf.broker_url = f"redis://{LOCALHOST}:{port}/0"
        forget_connections()

    yield stand_at
    app.conf.broker_url = usual
    forget_connections()


class Silent:
    """A server that takes every connection, counts it, and never says a word."""

    def __init__(self) -> None:
        self.listening = socket.create_server((LOCALHOST, 0))
        self.port: int = self.listening.getsockname()[1]
        self.callers: list[socket.socket] = []
        self.thread = Thread(target=self._accept)
        self.thread.start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _address = self.listening.accept()
            except OSError:
                return
            self.callers.append(caller)

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()
        for caller in self.callers:
            caller.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    with closing(Silent()) as server:
        yield server


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("silent_too", [False, True], ids=["refused", "silent"])
def test_a_request_is_taken_down_though_the_broker_is_of_no_use(
    client: Client, broker: Broker, silent: Silent, silent_too: bool, caplog: pytest.LogCaptureFixture
) -> None:
    broker(silent.port if silent_too else free_port())
    visitor = Visitor(client)
    visitor.until("list")

    assert visitor.answer("check").status_code == 302

    assert HelpRequest.objects.count() == 1
    assert caplog.messages == ["no hint for matching.tasks.open_request: OperationalError"], "tried once"
    assert bool(silent.callers) is silent_too


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_failed_is_left_alone_for_half_a_minute(
    broker: Broker, silent: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker(silent.port)
    nudging.nudge(deliver_soon)
    calls, quiet_until = len(silent.callers), nudging._quiet_until[0]
    assert calls
    assert 29 < quiet_until - monotonic() <= 30

    started = monotonic()
    for _visitor in range(50):
        nudging.nudge(deliver_soon)
    assert monotonic() - started < 0.1
    assert len(silent.callers) == calls

    monkeypatch.setattr(nudging, "monotonic", lambda: quiet_until)
    nudging.nudge(deliver_soon)
    assert len(silent.callers) > calls, "then it is tried again"


@pytest.mark.django_db(transaction=True)
def test_no_hint_is_given_before_the_row_is_there_or_if_it_never_comes(
    broker: Broker, silent: Silent
) -> None:
    broker(silent.port)

    def nudge_and_break() -> None:
        with transaction.atomic():
            nudging.nudge(deliver_soon)
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        nudge_and_break()
    assert not silent.callers

    with transaction.atomic():
        nudging.nudge(deliver_soon)
        assert not silent.callers
    assert silent.callers
