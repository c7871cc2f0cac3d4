"""The post against a real mail server on this machine: yes, never, later, and nobody there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from covidsol.servers import LOCALHOST, free_port
from letters import send
from letters.models import Letter, Status
from tests.cast import NOON
from tests.letters.conftest import Post


@dataclass
class MailServer:
    """Answers each recipient as told, and keeps what it was given."""

    answers: dict[str, str] = field(default_factory=dict)
    after_data: str = "250 OK"
    hang_up: bool = False
    got: list[Envelope] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hang_up and server.transport:
            server.transport.close()
        elif self.after_data.startswith("250"):
            self.got.append(envelope)
            self.peers.append(session.peer)
        return self.after_data


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server on a free port, to which all letters go."""
    handler = MailServer()
    controller = Controller(handler, hostname=LOCALHOST, port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = LOCALHOST, controller.port, 3
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def deliver() -> int:
    return send.deliver(lambda: NOON).letters


def fate(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.status, letter.problem


def address(letter: Letter) -> str:
    return f"{letter.subject.hex}@example.org"


def test_a_letter_arrives_in_both_forms_with_its_rows_name(post: Post, server: MailServer) -> None:
    letter = post()

    assert deliver() == 1

    assert fate(letter) == (Status.SENT, "")
    (envelope,) = server.got
    assert envelope.rcpt_tos == [address(letter)]
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert str(message["Message-ID"]).startswith(f"<{letter.uuid}@")
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_refused_recipient_ends_his_letter_and_no_other(post: Post, server: MailServer) -> None:
    nobody, full, fine = post(), post(), post()
    server.answers = {address(nobody): "550 5.1.1 nobody here", address(full): "451 4.2.2 try later"}

    assert deliver() == 3

    assert fate(nobody) == (Status.FAILED, "SMTPRecipientsRefused")
    assert fate(full) == (Status.PENDING, "SMTPRecipientsRefused")
    assert fate(fine) == (Status.SENT, "")
    assert [envelope.rcpt_tos for envelope in server.got] == [[address(fine)]]


@pytest.mark.parametrize(("answer", "status"), [("554 no", Status.FAILED), ("451 later", Status.PENDING)])
def test_a_letter_refused_after_reading_is_dealt_with_by_its_code(
    post: Post, server: MailServer, answer: str, status: Status
) -> None:
    letter = post()
    server.after_data = answer

    deliver()

    assert fate(letter) == (status, "SMTPDataError")


def test_a_server_that_hangs_up_gets_the_rest_later(post: Post, server: MailServer) -> None:
    first, second = post(), post()
    server.hang_up = True

    assert deliver() == 2

    assert fate(first) == (Status.PENDING, "SMTPServerDisconnected")
    assert fate(second) == (Status.PENDING, "")
    assert (first.attempts, second.attempts) == (1, 0)

    server.hang_up = False
    send.deliver(lambda: first.due_at)
    assert fate(first)[0] == fate(second)[0] == Status.SENT


def test_nobody_at_the_servers_address_costs_no_letter(post: Post, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = LOCALHOST, free_port(), 3
    first, second = post(), post()

    assert deliver() == 2

    for letter in (first, second):
        assert fate(letter) == (Status.PENDING, "")
        letter.refresh_from_db()
        assert letter.attempts == 0


def test_all_letters_of_a_batch_go_over_one_connection(post: Post, server: MailServer) -> None:
    for _number in range(3):
        post()
    deliver()
    post()
    deliver()

    first, second, third, of_next_batch = server.peers
    assert first == second == third
    assert of_next_batch != first
