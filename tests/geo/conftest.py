"""A stand-in for the geocoders of this world, over real HTTP."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


class StandIn:
    """Answers every request with `status` and `body`, or not at all, and notes what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b"[]"
        self.silent = False
        self.told: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.closing = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def answers(self, document: Any) -> None:
        self.body = json.dumps(document).encode()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                stand_in.told.append((address.path, parse_qs(address.query), dict(self.headers)))
                if stand_in.silent:
                    stand_in.closing.wait(10)
                    return
                self.send_response(stand_in.status)
                self.send_header("Content-Length", str(len(stand_in.body)))
                self.end_headers()
                self.wfile.write(stand_in.body)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the tests read what was told."""

        return Handler


@pytest.fixture
def stand_in(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The geocoder that the settings name: Nominatim, unless the test says otherwise."""
    found = StandIn()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    settings.GEOCODER = "nominatim"
    settings.GEOCODER_DOMAIN = found.domain
    settings.GEOCODER_SCHEME = "http"
    settings.GEOCODER_USER_AGENT = "covidsol (test)"
    found.thread.start()
    yield found
    found.close()
