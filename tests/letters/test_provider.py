"""Letters through a provider: real Anymail over HTTP to a stand-in, in one call where it can merge."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from covidsol.servers import LOCALHOST
from letters import send
from letters.models import Letter, Status
from tests.cast import NOON
from tests.letters.conftest import Post
from tests.letters.test_send import fate


@dataclass
class Provider:
    """What the stand-in was asked for, and how it answers."""

    calls: list[dict[str, list[str]]] = field(default_factory=list)
    status: int = 200
    answer: dict[str, Any] = field(default_factory=lambda: {"id": "<20261123.1@mg>", "message": "Queued."})


@pytest.fixture
def provider() -> Iterator[tuple[Provider, str]]:
    """A stand-in of a provider's API, and its address."""
    book = Provider()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.headers["Content-Type"]
            book.calls.append(json.loads(body) if "json" in kind else parse_qs(body.decode()))
            self.send_response(book.status)
            self.end_headers()
            self.wfile.write(json.dumps(book.answer).encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer((LOCALHOST, 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield book, f"http://{LOCALHOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def mailgun(provider: tuple[Provider, str], settings: Any) -> Provider:
    """A provider that merges."""
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "k", "MAILGUN_API_URL": f"{provider[1]}/v3", "MAILGUN_SENDER_DOMAIN": "mg",
    }  # fmt: skip
    return provider[0]


@pytest.fixture
def postmark(provider: tuple[Provider, str], settings: Any) -> Provider:
    """A provider that takes one letter at a time."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": provider[1]}
    provider[0].answer = {"ErrorCode": 0, "Message": "OK", "MessageID": "m-1", "To": ""}
    return provider[0]


def test_a_batch_is_one_call_in_which_each_reader_has_his_own_words(post: Post, mailgun: Provider) -> None:
    letters = [post() for _number in range(30)]

    assert send.deliver(lambda: NOON).letters == 30

    (call,) = mailgun.calls
    assert len(call["to"]) == 30
    merged = json.loads(call["recipient-variables"][0])
    for letter in letters:
        assert fate(letter)[0] == Status.SENT
        mine = merged[f"{letter.subject.hex}@example.org"]
        assert mine["v:letter"] == str(letter.uuid)
        assert mine["h:Message-Id"].startswith(f"<{letter.uuid}@")
        assert "Victor" in mine["text"]
        assert "Victor" in mine["html"]
    assert call["text"] == ["%recipient.text%"]
    assert Letter.objects.filter(provider_id="<20261123.1@mg>").count() == 30


def test_two_letters_to_one_reader_are_two(post: Post, mailgun: Provider) -> None:
    first = post()
    second, other = post("urgent", subject=first.subject), post()

    send.deliver(lambda: NOON)

    assert [len(call["to"]) for call in mailgun.calls] == [2, 1]
    assert {fate(each)[0] for each in (first, second, other)} == {Status.SENT}


@pytest.mark.parametrize(
    ("status", "fate_of_all"),
    [(400, Status.FAILED), (401, Status.PENDING), (429, Status.PENDING), (503, Status.PENDING)],
)
def test_a_call_that_is_refused_is_dealt_with_by_its_code(
    post: Post, mailgun: Provider, status: int, fate_of_all: Status
) -> None:
    letters = [post() for _number in range(3)]
    mailgun.status = status

    send.deliver(lambda: NOON)

    assert {fate(each)[0] for each in letters} == {fate_of_all}
    assert len(mailgun.calls) == 1


def test_where_a_provider_cannot_merge_each_letter_is_a_call_with_its_rows_name(
    post: Post, postmark: Provider
) -> None:
    letters = [post() for _number in range(3)]
    postmark.answer["To"] = f"{letters[0].subject.hex}@example.org"

    send.deliver(lambda: NOON)

    told = [call["Metadata"]["letter"] for call in postmark.calls]  # type: ignore[call-overload]
    assert told == [str(each.uuid) for each in letters]
    assert fate(letters[0])[0] == Status.SENT


def test_a_reader_whom_the_provider_refuses_ends_his_letter_and_no_other(
    post: Post, postmark: Provider
) -> None:
    letter = post()
    postmark.status = 422
    inactive = f"Found inactive addresses: {letter.subject.hex}@example.org."
    words = "You tried to send to a recipient that has been marked as inactive.\n"
    more = " Inactive recipients are ones that have generated a hard bounce or a spam complaint."
    postmark.answer = {"ErrorCode": 406, "Message": f"{words}{inactive}{more}"}

    send.deliver(lambda: NOON)

    assert fate(letter)[0] == Status.FAILED
