"""A stand-in for Aircall: it posts what was recorded, and takes the cards that we push, over real HTTP."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from callcentre.models import Operator
from callcentre.telephony import working
from covidsol.telephony import Account
from privacy.crypto import blind_index
from tests import staff
from tests.cast import NOON

TOKEN, OLD_TOKEN = "cebcaac65f0e4b6f9d3a", "df76a76dpziyas567f0b"
ACCOUNT = Account(provider="aircall", tokens=(TOKEN, OLD_TOKEN), api_id="our-id", api_token="our-key")
DOOR = "/telephony/aircall/"
CALLER = "+3225129876"
Told = dict[str, Any]


def recorded(name: str, **changes: Any) -> list[Told]:
    """The events of one recorded call, in the order in which they happened; changes go to each one's data."""
    events: list[Told] = json.loads((Path(__file__).parent / "told" / f"{name}.json").read_text())
    for event in events:
        event["token"] = TOKEN
        event["data"] |= deepcopy(changes)
    return events


def later(events: list[Told], seconds: int, call: int) -> list[Told]:
    """The same as another call, so many seconds after."""
    moved = deepcopy(events)
    for event in moved:
        event["timestamp"] += seconds
        event["data"]["id"] = call
        for name in ("started_at", "answered_at", "ended_at"):
            event["data"][name] = event["data"][name] and event["data"][name] + seconds
    return moved


def post(document: Any, path: str = DOOR) -> int:
    """What the door answers to a document, or to raw bytes."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Client(enforce_csrf_checks=True).post(path, body, content_type="application/json").status_code


def tell(*events: Told, now: datetime = NOON) -> None:
    """The events come in, and are worked one after the other as they come."""
    for event in events:
        assert post(event) == 200
        working.work(now)


def operator(telephony_id: str = "", email: str = "", language: str = "fr") -> User:
    """An operator whom the telephony knows by a number or an e-mail."""
    user = staff.member("operator")
    Operator.objects.create(
        user=user, name="Ana Ferreira", email=email, email_index=blind_index(email) if email else None,
        language=language, telephony_id=telephony_id, applied_at=NOON,
        confirmed_at=NOON,
    )  # fmt: skip
    return user


@dataclass
class Line:
    """The telephony's own door: notes the cards, and has bad days."""

    status: int = 200
    silent: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    cards: list[tuple[str, str, Told]] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def open(self) -> Iterator["Line"]:
        """Serve until the test is over."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread.start()
        yield self
        self.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        line = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                card = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                line.cards.append((self.path, self.headers["Authorization"], card))
                if line.silent:
                    line.closing.wait(10)
                    return
                self.send_response(line.status)
                for name, value in line.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the tests read what was shown."""

        return Handler
