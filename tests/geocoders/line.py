"""The line to a geocoder, over real HTTP: it passes everything on, and notes what left the house."""

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from covidsol.servers import LOCALHOST


class Said(NamedTuple):
    """One request as it left."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


class Line:
    """Passes each GET on to `domain` and its answer back; hung up: 502, as from a proxy in between."""

    def __init__(self, domain: str) -> None:
        self.upstream = domain
        self.hung_up = False
        self.said: list[Said] = []
        self.server = ThreadingHTTPServer((LOCALHOST, 0), self._handler())
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def domain(self) -> str:
        """Its own host and port, for the product."""
        return f"{LOCALHOST}:{self.server.server_port}"

    def close(self) -> None:
        """End it, after the answers under way."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def pass_on(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        """The geocoder's own answer."""
        if self.hung_up:
            return 502, b""
        call = http.client.HTTPConnection(self.upstream, timeout=10)
        try:
            call.request("GET", path, headers={**headers, "Host": self.upstream})
            answer = call.getresponse()
            return answer.status, answer.read()
        finally:
            call.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        line = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                line.said.append(Said(address.path, parse_qs(address.query), dict(self.headers)))
                status, body = line.pass_on(self.path, dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the tests read what was said."""

        return Handler
