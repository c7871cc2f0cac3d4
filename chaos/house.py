"""The whole service in real processes, with a fault proxy before each server that it needs."""

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from chaos.backstage import Backstage
from chaos.ledger import Ledger
from chaos.provider import SECRET, Provider
from chaos.proxy import Mode, Proxy
from chaos.shorter import VARIABLE
from covidsol.servers import LOCALHOST, Server, end, free_port, is_free, launch, start_valkey, wait_until
from tests.run import BASE_DIR

GROUPS, SENDERS = 2, 2  # worker process groups, and processes in each that send letters
PATIENCE = 60.0
WEB = ("gunicorn", "covidsol.wsgi", "--worker-class=gthread", "--workers=2", "--threads=4")


class House:
    """Valkey, mail server, web server and workers, each of which the storm may strike."""

    def __init__(
        self, folder: Path, ports: Mapping[str, int], rng: Random, waits: dict[str, object], *, events: bool
    ) -> None:
        self.folder, self.rng = folder, rng
        self.backstage = Backstage()
        self.ledger = Ledger(self.backstage, free_port(), rng)
        self.mail = Proxy(self.backstage, ports["mail"], rng, self.ledger.port)
        self.broker = Proxy(self.backstage, ports["broker"], rng)
        self.web_port = free_port()
        self.provider = Provider(self.web_port, rng) if events else None
        if self.provider:
            self.ledger.listeners.append(self.provider.hear)
        told = {"ANYMAIL": json.dumps({"WEBHOOK_SECRET": SECRET})} if events else {}
        self.environment = {**os.environ, **told, VARIABLE: json.dumps(waits), "LOG_LEVEL": "INFO"}
        self.servers: list[Server] = []
        self.workers: list[Server] = []
        self._born: dict[int, int] = {}  # of each worker's log, how much was there before it was born
        self.valkey: Server | None = None
        self.valkey_port = 0

    def open(self) -> None:
        """Start everything, and come back when it answers."""
        self.start_valkey()
        self.start_web()
        self.workers = [self._worker(number) for number in range(GROUPS)]
        for number in range(GROUPS):
            self.wait_for_worker(number)

    def close(self) -> None:
        """Kill everything that is left."""
        left = [*self.servers, *self.workers, *([self.valkey] if self.valkey else [])]
        end(left, patience=0, how=signal.SIGKILL)
        if self.provider:
            self.provider.close()
        for each in (self.mail, self.broker, self.ledger):
            each.close()
        self.backstage.close()

    def python(self, name: str, *words: str) -> Server:
        """Start one more program of the product; it lives as long as the house."""
        self.servers.append(self._launch(name, *words))
        return self.servers[-1]

    def _launch(self, name: str, *words: str) -> Server:
        log = self.folder / f"{name}.log"
        command = [sys.executable, "-m", *words]
        return launch(name, command, log, cwd=BASE_DIR, environment=self.environment)

    def _worker(self, number: int) -> Server:
        log = self.folder / f"worker{number}.log"
        self._born[number] = log.stat().st_size if log.exists() else 0
        words = ["celery", "-A", "chaos.worker", "worker", f"--concurrency={SENDERS}", "--loglevel=INFO"]
        return self._launch(f"worker{number}", *words, f"--hostname=storm{number}@%h")

    def is_ready(self, number: int) -> bool:
        """Whether this worker has come up since it was started last."""
        with self.workers[number].log.open("rb") as log:
            log.seek(self._born[number])
            return b" ready." in log.read()

    def wait_for_worker(self, number: int) -> None:
        """Come back when it takes work."""
        wait_until(lambda: self.is_ready(number), self.workers[number], PATIENCE)

    def start_web(self) -> None:
        """The web server, and come back when it answers."""
        words = ("--no-control-socket", f"--bind={LOCALHOST}:{self.web_port}")
        self.web = self.python("web", *WEB, *words)
        wait_until(lambda: not is_free(self.web_port), self.web, PATIENCE)

    def kill_web(self) -> None:
        """SIGKILL the web server and its workers, at once; another takes its place."""
        self.web.signal_group(signal.SIGKILL)
        self.web.process.wait()
        self.start_web()

    def kill_worker(self, number: int) -> None:
        """SIGKILL the worker and both its senders, at once; another takes its place."""
        self.workers[number].signal_group(signal.SIGKILL)
        self.workers[number].process.wait()
        self.workers[number] = self._worker(number)

    def restart_worker(self, number: int) -> float:
        """SIGTERM, as a deployment does, and a new worker; how long the old one took to end, in seconds."""
        began = time.monotonic()
        end([self.workers[number]], patience=PATIENCE)
        took = time.monotonic() - began
        self.workers[number] = self._worker(number)
        return took

    def start_valkey(self) -> None:
        """A Valkey that writes nothing to disk, behind the address that everybody knows."""
        folder = self.folder / "valkey"
        self.valkey, url = start_valkey(folder, self.folder / "valkey.log", durable=False)
        self.valkey_port = self.broker.target = int(url.rsplit(":", 1)[1].split("/")[0])

    def kill_valkey(self) -> None:
        """SIGKILL: all that was queued is gone; after a moment there is another, empty one."""
        if self.valkey:
            self.valkey.signal_group(signal.SIGKILL)
            self.valkey.process.wait()
        time.sleep(self.rng.uniform(0.2, 1.0))
        self.start_valkey()

    @contextlib.contextmanager
    def fault(self, proxy: Proxy, mode: Mode) -> Iterator[None]:
        """One fault for the time of a `with`."""
        proxy.turn(mode)
        try:
            yield
        finally:
            proxy.turn(Mode.PASS)


def wait_for(what: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes true within so many seconds; comes back as soon as it does."""
    deadline = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found
