"""One process, one policy: plays worlds in a database in memory, and says in lines of JSON how it goes.

The dispatch numbers of a process are those of its environment (DISPATCH), as
everywhere in the product; so each policy has processes of its own.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from simulation.people import Scenario, Sketch
from simulation.policies import Contender
from simulation.rehearsal import Rehearsal
from simulation.world import World

Say = Callable[[dict[str, Any]], None]


class NotScratch(Exception):
    """The database is not one in memory: nothing is invented into a real one."""


@dataclass(frozen=True)
class Job:
    """What one process has to play; `real` are the volunteers of a real house, if it is to be theirs."""

    contender: Contender
    scenario: Scenario
    seeds: list[int]
    real: list[Sketch] = field(default_factory=list)

    def dumps(self) -> str:
        """As one line."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, line: str) -> "Job":
        """The job of a line."""
        facts = json.loads(line)
        return cls(
            contender=Contender(**facts["contender"]),
            scenario=Scenario(**facts["scenario"]),
            seeds=facts["seeds"],
            real=[Sketch(*each) for each in facts["real"]],
        )


def play(job: Job, say: Say) -> None:
    """Play every world of the job, and say when a day is over and what the figures of a world are.

    Each world is one transaction that is rolled back, so that the next one
    finds empty tables. Raises NotScratch unless the database is one in memory.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():  # type: ignore[attr-defined]
        raise NotScratch(connection.settings_dict["NAME"])
    call_command("migrate", verbosity=0)
    for seed in job.seeds:
        with transaction.atomic():
            rehearsal = Rehearsal(World(seed, job.scenario, job.real), job.contender)
            figures = rehearsal.run(lambda day: say({"day": day}))
            transaction.set_rollback(True)
        say({"seed": seed, "figures": figures})
