"""The real parts of a walk: a worker process, its Valkey, and a mail server that keeps every letter."""

import email
import email.policy
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connection

from covidsol import nudge
from covidsol.celery import app
from covidsol.servers import LOCALHOST, end, free_port, launch, valkey, wait_until

BASE_DIR = Path(django_settings.BASE_DIR)
PATIENCE = 20.0  # seconds; a guard against hanging, no measure


@dataclass
class MailServer:
    """Keeps what it is handed; the ledger of what was really sent."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert envelope.rcpt_tos == [message["To"]]
        self.letters.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address, in the order of their coming."""
        return [letter for letter in list(self.letters) if letter["To"] == address]


def wait_for(what: Callable[[], Any]) -> Any:
    """What it gives as soon as that is true; a failure if it never is."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if found := what():
            return found
        sleep(0.05)
    pytest.fail("waited in vain")


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    """A real SMTP server on a free port, and its ledger."""
    ledger, port = MailServer(), free_port()
    controller = Controller(ledger, hostname=LOCALHOST, port=port)
    controller.start()
    yield ledger, port
    controller.stop()


def database_url() -> str:
    """The test database, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Valkey that REDIS_URL names, or one of our own."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    with valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def worker(
    transactional_db: None,
    mail_server: tuple[MailServer, int],
    valkey_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MailServer]:
    """A real Celery worker on the test's database, hinted through a real Valkey; gives the mail ledger."""
    ledger, port = mail_server
    monkeypatch.setattr(nudge, "_quiet_until", [0.0])
    monkeypatch.setattr(app.conf, "broker_url", valkey_url)
    app.control.purge()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": valkey_url,
        "EMAIL_URL": f"smtp://{LOCALHOST}:{port}",
        "DATA_DIR": str(tmp_path),
        "BASE_URL": "http://testserver",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "covidsol",
        "worker",
        "--loglevel=INFO",
        "--concurrency=1",
    ]
    process = launch("worker", command, tmp_path / "worker.log", cwd=BASE_DIR, environment=environment)
    try:
        wait_until(lambda: " ready." in process.log.read_text(), process, PATIENCE)
        yield ledger
    finally:
        end([process], patience=5)
