"""One process: so many consoles, each of which asks every three seconds who rings, and works besides."""

import http.client
import json
import os
import random
import sys
import threading
import time
from urllib.parse import urlencode, urlsplit

EVERY_S = 3.0
CSRF = "b" * 32
# What an operator does besides, in turns, after every other question.
WORK: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "/operator/", {}),
    ("POST", "/operator/", {"phone": "+32 2 512 00 07", "form_key": "7b2f0f0e-93a5-4dd4-9e1d-6d4f2e7c3b11"}),
    ("GET", "/operator/calls/", {}),
    ("GET", "/operator/find/", {}),
    ("POST", "/operator/find/", {"what": ""}),
    ("GET", "/healthz", {}),
)


class Console:
    """One operator's browser."""

    def __init__(self, number: int, cookies: dict[str, str], until: float, reference: str) -> None:
        self.where, self.until, self.reference = urlsplit(os.environ["BASE_URL"]).netloc, until, reference
        pairs = {**cookies, "csrftoken": CSRF}
        self.cookie = "; ".join(f"{name}={value}" for name, value in pairs.items())
        self.chance = random.Random(number)  # noqa: S311 - no secret
        self.fault = ""

    def ask(self, method: str, path: str, data: dict[str, str], **headers: str) -> None:
        """One page, on a line of its own as after a pause."""
        line = http.client.HTTPConnection(self.where, timeout=30)
        typed = {name: value or self.reference for name, value in data.items()}
        body = urlencode({**typed, "csrfmiddlewaretoken": CSRF}) if method == "POST" else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        line.request(method, path, body, {"Cookie": self.cookie, **kind, **headers})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != http.HTTPStatus.OK:
            self.fault = f"{answer.status} for {method} {path}"

    def work(self) -> None:
        """Until the end: who rings, and every other time a page."""
        time.sleep(self.chance.uniform(0, EVERY_S))
        turn = self.chance.randrange(2 * len(WORK))
        while time.monotonic() < self.until and not self.fault:
            began = time.monotonic()
            self.ask("GET", "/operator/ringing/", {}, **{"HX-Request": "true"})
            turn += 1
            if turn % 2:
                self.ask(*WORK[turn // 2 % len(WORK)])
            time.sleep(max(0.0, EVERY_S - (time.monotonic() - began)))


def main() -> None:
    """All consoles at once."""
    task = json.loads(sys.argv[1])
    until = time.monotonic() + task["seconds"]
    consoles = [Console(n, keys, until, task["reference"]) for n, keys in enumerate(task["keys"])]
    threads = [threading.Thread(target=each.work) for each in consoles]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    faults = [each.fault for each in consoles if each.fault]
    if faults:
        raise SystemExit("\n".join(faults))
    print(json.dumps({"consoles": len(consoles)}))


if __name__ == "__main__":
    main()
