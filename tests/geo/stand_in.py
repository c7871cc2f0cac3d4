"""One local HTTP server that speaks the format of every geocoder, and has their bad days."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Told:
    """One request, as it came over the wire."""

    at: float
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    whole: str


@dataclass
class StandIn:
    """Answers every request with `status` and `body`, or not at all, and notes what it was asked and when.

    `bodies` holds answers for single words of a query; they win over `body`.
    """

    status: int = 200
    body: bytes = b"[]"
    silent: bool = False
    bodies: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answers(self, document: Any, about: str = "") -> None:
        """Say this, about a query with this word or about any."""
        body = json.dumps(document).encode()
        if about:
            self.bodies[about] = body
        else:
            self.body = body

    def open(self) -> "StandIn":
        self.thread.start()
        return self

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _body_about(self, path: str) -> bytes:
        words = " ".join(word for values in parse_qs(urlsplit(path).query).values() for word in values)
        return next((body for word, body in self.bodies.items() if word in words), self.body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url, head = urlsplit(self.path), dict(self.headers)
                whole = f"{self.requestline}\n{self.headers}"
                stand_in.told.append(Told(time(), url.path, parse_qs(url.query), head, whole))
                if stand_in.silent:
                    stand_in.closing.wait(10)
                    return
                body = stand_in._body_about(self.path)
                self.send_response(stand_in.status)
                for name, value in stand_in.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the tests read what was told."""

        return Handler
