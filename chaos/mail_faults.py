"""The mail server's bad day: it refuses, resets, falls silent, says 421, 451 and 550, one after the other."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from threading import Event, Thread

from django.db import connection

from chaos import people
from chaos.house import wait_for
from chaos.proxy import Mode
from chaos.storm import Storm
from letters.models import Letter, Status
from outside.models import Peer

SMTP_WAITS: dict[str, object] = {
    "lease": 30,
    "budget": 4,
    "rest": 10,
    "timeout": 2,
    "ladder": [1, 2, 4, 8, 8, 8, 8, 8, 8, 8],
}
REST = 10.0
MOST_ATTEMPTS = 10
FAULTS = ("refuse", "reset", "blackhole", "421", "451")
# what the post writes when the server itself is in trouble
ATTEMPT = re.compile(r"^(\S+ \S+?) WARNING letters\.send: (?:no mail server|letter \S+, attempt \d+): (\w+)$")
RECIPIENTS = "SMTPRecipientsRefused"


def smtp_faults(storm: Storm) -> None:
    """Each fault in turn, with letters written before and during it, and a calm after it."""
    fault_s, calm_s = (5, 2) if storm.options.short else (15, 5)
    shares = storm.shares(2 * len(FAULTS) + 1)
    people.write_to(next(shares))
    _nobody(storm)
    with Rests() as rests:
        for fault in FAULTS:
            people.write_to(next(shares))
            storm.wait_until_busy()
            storm.result.kills += 1
            with _under(storm, fault):
                people.write_to(next(shares))
                time.sleep(fault_s)
            time.sleep(calm_s)
    storm.result.bound = storm.house.mail.cuts
    most = max((len(list(_attempts(storm, end))) for end in rests.ends), default=0)
    storm.result.notes.append(f"{len(rests.ends)} rests of the fuse, at most {most} attempts in one")
    storm.result.demand(bool(rests.ends), "the fuse never blew")
    storm.result.demand(most < MOST_ATTEMPTS, f"{most} attempts in one rest")


def _under(storm: Storm, fault: str) -> ExitStack:
    """One fault for the time of a `with`: of the line, or of the server's mood."""
    stack = ExitStack()
    if fault.isdecimal():
        storm.house.ledger.mood = fault
        stack.callback(setattr, storm.house.ledger, "mood", "")
    else:
        stack.enter_context(storm.house.fault(storm.house.mail, Mode(fault)))
    return stack


def _nobody(storm: Storm) -> None:
    """Letters to addresses that do not exist: each is tried once, is `failed`, and stops no other."""
    storm.strangers = people.strangers(max(5, storm.options.letters // 50))
    people.write_to(storm.strangers)
    letters = Letter.objects.filter(subject__in=storm.strangers)
    failed = letters.filter(status=Status.FAILED, attempts=1)
    wait_for(lambda: failed.count() == len(storm.strangers), seconds=60)
    wrong = len(storm.strangers) - failed.count()
    storm.result.notes.append(f"{failed.count()} letters to nobody failed after one attempt")
    storm.result.demand(not wrong, f"{wrong} letters to nobody did not stop at once")


class Rests:
    """Watches the fuse; `ends` are the moments at which its rests end."""

    def __init__(self) -> None:
        self.ends: set[datetime] = set()
        self._stop = Event()
        self._thread = Thread(target=self._watch, name="fuse", daemon=True)

    def __enter__(self) -> "Rests":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            fuse = Peer.objects.filter(rests_until__isnull=False).first()
            if fuse and fuse.rests_until:
                self.ends.add(fuse.rests_until)
        connection.close()


def _attempts(storm: Storm, end: datetime) -> Iterator[float]:
    """When letters were tried in the rest that ends then, and the server was in trouble."""
    until = end.timestamp()
    for worker in storm.house.workers:
        for line in worker.log.read_text(errors="replace").splitlines():
            found = ATTEMPT.match(line)
            if found and found.group(2) != RECIPIENTS:
                at = datetime.strptime(found.group(1), "%Y-%m-%d %H:%M:%S,%f").astimezone().timestamp()
                if until - REST < at < until:
                    yield at
