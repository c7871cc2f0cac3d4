"""The provider's voice: it tells the product of each letter delivered, by Postmark's webhook, some twice."""

import base64
import http.client
import json
import time
from datetime import UTC, datetime
from queue import Empty, Queue
from random import Random
from threading import Event, Thread

from chaos.ledger import Accepted
from covidsol.servers import LOCALHOST

SECRET = "provider:only-for-the-storm-of-this-run"  # noqa: S105 - of a house that lives for minutes
PATH = "/anymail/postmark/tracking/"
LATE = 0.5  # seconds after the letter was accepted
TWICE = 0.1  # of all events


class Provider:
    """Tells until it is told to stop; an event that is not taken is told again."""

    def __init__(self, port: int, rng: Random) -> None:
        self.port, self.rng = port, rng
        self.told = 0
        self._queue: Queue[Accepted] = Queue()
        self._stop = Event()
        self._thread = Thread(target=self._tell_all, name="provider", daemon=True)
        self._thread.start()

    def hear(self, entry: Accepted) -> None:
        """The ledger's listener."""
        self._queue.put(entry)
        if self.rng.random() < TWICE:
            self._queue.put(entry)

    def close(self) -> None:
        """No more events."""
        self._stop.set()
        self._thread.join(10)

    def _tell_all(self) -> None:
        while not self._stop.is_set():
            try:
                entry = self._queue.get(timeout=0.2)
            except Empty:
                continue
            time.sleep(max(0.0, entry.at + LATE - time.time()))
            while not self._tell(entry) and not self._stop.wait(0.2):
                pass

    def _tell(self, entry: Accepted) -> bool:
        event = {
            "RecordType": "Delivery",
            "MessageID": "ours",
            "Recipient": entry.to,
            "DeliveredAt": datetime.fromtimestamp(entry.at, UTC).isoformat(),
            "Metadata": {"letter": entry.uuid},
        }
        password = base64.b64encode(SECRET.encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {password}"}
        web = http.client.HTTPConnection(LOCALHOST, self.port, timeout=10)
        try:
            web.request("POST", PATH, json.dumps(event), headers)
            taken = web.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            taken = False
        finally:
            web.close()
        self.told += taken
        return taken
