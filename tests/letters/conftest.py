"""Kinds of letter that say little, and a look at what a batch came to."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage

from letters import kinds, outbox, send
from letters.kinds import Message
from letters.models import Letter
from tests.cast import NOON

Post = Callable[..., Letter]


def message(subject: UUID, **changes: Any) -> Message:
    """A letter with the words of the welcome."""
    facts: dict[str, Any] = {
        "to": f"{subject.hex}@example.org",
        "language": "fr",
        "template": "volunteers/email/welcome",
        "context": {"first_name": "Victor", "button_url": "https://example.org/x"},
    }
    return Message(**{**facts, **changes})


@pytest.fixture
def register() -> Iterator[Callable[..., None]]:
    """Make kinds known for the time of one test."""
    known = dict(kinds._register)
    yield kinds.register
    kinds._register.clear()
    kinds._register.update(known)


@pytest.fixture
def post(db: None, register: Callable[..., None]) -> Post:
    """Put one letter of a test's own kind into the outbox."""
    register("plain", message)
    register("urgent", message, kinds.URGENT)
    register("gone", lambda subject: None)
    register("poison", lambda subject: 1 // 0)
    register("to_f", lambda subject: message(subject, recipient="f" * 64))
    register("wave_to_f", lambda subject: message(subject, recipient="f" * 64), kinds.WAVE)

    def put(kind: str = "plain", **changes: Any) -> Letter:
        letter = outbox.letter(kind, changes.pop("subject", None) or uuid4(), now=NOON)
        for name, value in changes.items():
            setattr(letter, name, value)
        outbox.post([letter])
        return Letter.objects.get(purpose=letter.purpose)

    return put


class Server:
    """A mail server that answers letter by letter with what the test tells it; None is a yes."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers, self.opened = list(answers), 0
        self.got: list[EmailMessage] = []

    def open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[EmailMessage]) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer:
            raise answer
        self.got += messages
        return len(messages)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Server]:
    """Let this server stand behind the post."""

    def stand(*answers: Exception | None) -> Server:
        server = Server(*answers)
        monkeypatch.setattr(send, "get_connection", lambda: server)
        return server

    return stand
