"""People who fill in the volunteers' form all the while, and how long the house lets them wait."""

import http.client
import re
import time
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from covidsol.servers import LOCALHOST

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PATIENCE = 90.0  # seconds that a visitor waits before we give up for him
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visitors:
    """Some threads, each a visitor after the other, until they are asked to stop."""

    port: int
    path: str
    pause: float = 0.5
    waited: list[float] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)
    _numbers: count = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def start(self, people: int) -> None:
        """So many at the same time."""
        for _number in range(people):
            self._threads.append(Thread(target=self._come, name="visitor", daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """Let those who are writing finish."""
        self._stop.set()
        for each in self._threads:
            each.join(PATIENCE)

    @property
    def slowest(self) -> float:
        """The longest time that anybody waited for an answer, in seconds."""
        return max(self.waited, default=0.0)

    def _come(self) -> None:
        while not self._stop.wait(self.pause):
            with self._lock:
                number = next(self._numbers)
            address = f"visitor{number}@example.org"
            try:
                answer = self._sign_up(number, address)
            except (OSError, http.client.HTTPException, LookupError) as error:
                answer = type(error).__name__
            (self.accepted if answer == "302" else self.failed).append(address)

    def _sign_up(self, number: int, address: str) -> str:
        """Open the form, fill it in, send it; the status of the answer."""
        _status, page, cookie = self._ask("GET", None, {})
        token = TOKEN.findall(page)[0]
        form = {
            "csrfmiddlewaretoken": token,
            "name": "Victor Horta",
            "email": address,
            "phone": f"0470 {100_000 + number}",
            "postcode": "1050 Ixelles",
            "kinds": "groceries",
            "languages": "fr",
            "travel_km": "5",
            "charter": "on",
        }
        status, _page, _cookie = self._ask("POST", urlencode(form), TYPE | {"Cookie": cookie})
        return str(status)

    def _ask(self, method: str, body: str | None, headers: dict[str, str]) -> tuple[int, str, str]:
        web = http.client.HTTPConnection(LOCALHOST, self.port, timeout=PATIENCE)
        began = time.monotonic()
        try:
            web.request(method, self.path, body, headers)
            answer = web.getresponse()
            page = answer.read().decode()
        finally:
            self.waited.append(time.monotonic() - began)
            web.close()
        return answer.status, page, (answer.getheader("Set-Cookie") or "").partition(";")[0]
