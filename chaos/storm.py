"""What all scenarios share: letters are written, visitors come, something strikes, and then we count."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from chaos import people
from chaos.clock import Clock
from chaos.house import House, wait_for
from chaos.report import Result
from chaos.visitors import Visitors
from covidsol import nudge
from letters.models import Letter, Status

DRAIN = 180.0  # seconds that the post gets to send what is left
OPEN = (Status.PENDING, Status.SENDING)


@dataclass(frozen=True)
class Options:
    """What was chosen at the command line."""

    letters: int
    short: bool
    seed: int
    folder: Path
    ports: dict[str, int]


@dataclass(frozen=True)
class Scenario:
    """One storm: what strikes, whether the provider tells, and how its workers' waits are shortened."""

    name: str
    strike: Callable[["Storm"], None]
    events: bool = False
    waits: dict[str, Any] = field(default_factory=dict)
    short_waits: dict[str, Any] = field(default_factory=dict)  # with --short, if they differ
    tick: float = 1.5  # seconds between two beats of the clock; 0: the real beat, each minute
    outbox: bool = True
    cuts_forms: bool = False  # its kills may rightly cut a visitor off

    def waits_in(self, options: Options) -> dict[str, Any]:
        """How the waits of the workers are shortened in this run."""
        return self.short_waits if options.short and self.short_waits else self.waits


class Storm:
    """One scenario under way."""

    def __init__(self, scenario: Scenario, options: Options) -> None:
        self.scenario, self.options = scenario, options
        self.rng = Random(f"{scenario.name}{options.seed}")  # noqa: S311 - a storm, no secret
        folder = options.folder / scenario.name
        folder.mkdir(parents=True)
        waits = scenario.waits_in(options)
        self.house = House(folder, options.ports, self.rng, waits, events=scenario.events)
        self.result = Result(scenario.name)
        with translation.override("en"):
            self.visitors = Visitors(self.house.web_port, reverse("volunteers:register"))
        self.strangers: list[UUID] = []  # at addresses that do not exist
        self.struck = 0  # kills that hit a sender at work
        self.demands: list[Callable[[], None]] = []  # to be asked when all is counted
        self.last_fault = time.monotonic()

    def play(self) -> Result:
        """From an empty database to the figures."""
        call_command("flush", interactive=False, verbosity=0)
        nudge._quiet_until[0] = 0.0
        clock = None
        try:
            self.house.open()
            clock = Clock(self.scenario.tick) if self.scenario.tick else None
            self.visitors.start(2)
            self.scenario.strike(self)
            self.last_fault = time.monotonic()
            self.visitors.stop()
            if self.scenario.outbox:
                self.drain()
                self.count()
                for demand in self.demands:
                    demand()
        finally:
            if clock:
                clock.close()
            self.visitors.stop()
            self.house.close()
        return self.result

    def shares(self, parts: int) -> Iterator[Sequence[UUID]]:
        """The volunteers, in so many parts, each to be written to at its time."""
        everybody = people.volunteers(self.options.letters)
        size = -(-len(everybody) // parts)
        for number in range(parts):
            yield everybody[number * size : (number + 1) * size]

    def wait_until_busy(self) -> None:
        """Letters are being handed over at this moment, or nothing was due for a while."""
        wait_for(lambda: self.house.ledger.under_way > 0, seconds=8)

    def drain(self) -> None:
        """Wait until no letter is open; how long that took after the last fault."""
        wait_for(lambda: not Letter.objects.filter(status__in=OPEN).exists(), DRAIN)
        self.result.drained_s = time.monotonic() - self.last_fault

    def count(self) -> None:
        """Hold the outbox and the forms against the ledger."""
        result, ledger, visitors = self.result, self.house.ledger, self.visitors
        # the alarm to the team may rightly be cancelled, and nobody's letter cannot arrive
        rows = Letter.objects.exclude(kind="late_post").exclude(subject__in=self.strangers)
        uuids = [str(each) for each in rows.values_list("uuid", flat=True)]
        copies, readers = ledger.copies(), ledger.readers()
        unheard = [each for each in visitors.accepted if each not in readers]
        result.letters, result.forms = len(uuids), len(visitors.accepted)
        result.lost = len([each for each in uuids if each not in copies]) + len(unheard)
        result.duplicates = sum(copies.values()) - len(copies)
        result.slowest_form_s = visitors.slowest
        unsettled = rows.exclude(status=Status.SENT).count()
        result.notes.append(f"forms {result.forms}, struck while sending {self.struck} of {result.kills}")
        result.demand(result.lost == 0, f"{result.lost} letters or forms never reached the mail server")
        result.demand(not unsettled, f"{unsettled} rows are not sent: {self._statuses()}")
        result.demand(result.duplicates <= result.bound, f"more than {result.bound} copies")
        if not self.scenario.cuts_forms:
            result.demand(not visitors.failed, f"{len(visitors.failed)} forms were not accepted")
        result.demand(bool(visitors.accepted), "no form was posted")

    def strikes(self) -> None:
        """Note that a kill comes now, and whether it hits a sender at work."""
        self.result.kills += 1
        self.struck += self.house.ledger.under_way > 0

    def _statuses(self) -> dict[str, int]:
        found = Letter.objects.values_list("status", flat=True)
        return {status: list(found).count(status) for status in set(found)}
