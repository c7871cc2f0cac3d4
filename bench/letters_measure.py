"""One database's part of the bench of letters, in a process of its own, as one worker process would send.

`python -m bench.letters_measure '{"letters": 2000, ...}'` prints what it found as JSON.
"""

import cProfile
import gc
import io
import json
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

import django
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

django.setup()

from chaos import people  # noqa: E402 - models are there only now
from letters import outbox, send  # noqa: E402
from letters.compose import email  # noqa: E402
from letters.kinds import kind as kind_of  # noqa: E402
from letters.models import Letter, Status  # noqa: E402
from matching.models import Invitation  # noqa: E402
from tests import cast  # noqa: E402
from volunteers.models import Volunteer  # noqa: E402

ROUND = 250  # letters that each contestant sends before the next has its turn
REQUESTS = 20
EARLY = 500  # letters after which a worker's memory is looked at first


@dataclass(frozen=True)
class Task:
    """What the parent asks of one child."""

    letters: int
    kind: str
    part: str  # race, memory or profile


def subjects(task: Task) -> list[UUID]:
    """What so many letters are about: volunteers, or invitations of volunteers to a request."""
    uuids = people.volunteers(task.letters)
    if task.kind != "invitation":
        return uuids
    now = timezone.now()
    requests = [cast.help_request(now=now) for _number in range(REQUESTS)]
    asked = [
        Invitation(help_request=requests[number % REQUESTS], volunteer=each, wave=1, asked_at=now, km=1.0)
        for number, each in enumerate(Volunteer.objects.filter(uuid__in=set(uuids)))
    ]
    Invitation.objects.bulk_create(asked, batch_size=500)
    Letter.objects.all().delete()
    return [each.uuid for each in asked]


def unsent(task: Task, about: list[UUID]) -> list[Letter]:
    """Letters that are in no table."""
    now = timezone.now()
    return [outbox.letter(task.kind, each, now=now) for each in about]


def covidsol(letters: list[Letter]) -> None:
    """Rows of the outbox, through the product's own door; all must be sent."""
    while send.deliver().letters:
        pass


def one_connection_each(letters: list[Letter]) -> None:
    """Render, open a connection, send, close it; letter by letter."""
    for letter in letters:
        message = kind_of(letter.kind).compose(letter.subject)
        assert message  # noqa: S101
        email(letter, message).send()


def built(letters: list[Letter]) -> list[Any]:
    """Their e-mails."""
    return [email(each, message) for each in letters if (message := kind_of(each.kind).compose(each.subject))]


def bare_loop(mails: list[Any]) -> None:
    """What was built before goes over one connection; nobody writes anything down."""
    line = get_connection()
    line.open()
    for mail in mails:
        line.send_messages([mail])
    line.close()


def race(task: Task) -> dict[str, Any]:
    """Everybody's turn, round by round, so that a noisy moment is shared; the median rate of each."""
    about = subjects(task)
    rates: dict[str, list[float]] = defaultdict(list)
    gc.collect()
    for start in range(0, len(about), ROUND):
        part = about[start : start + ROUND]
        letters = unsent(task, part)
        mails = built(letters)
        outbox.post(unsent(task, part))
        turns: list[tuple[str, Callable[[], None]]] = [
            ("covidsol", partial(covidsol, letters)),
            ("one_connection_each", partial(one_connection_each, letters)),
            ("bare_loop", partial(bare_loop, mails)),
        ]
        shift = start // ROUND % len(turns)
        for name, turn in [*turns[shift:], *turns[:shift]]:
            began = time.perf_counter()
            turn()
            rates[name].append(len(part) / (time.perf_counter() - began))
        assert not Letter.objects.exclude(status=Status.SENT).exists()  # noqa: S101
    return {name: round(median(each), 1) for name, each in rates.items()}


def resident_mb() -> float:
    """The memory that this process holds now."""
    with open("/proc/self/statm") as facts:  # noqa: PTH123
        return int(facts.read().split()[1]) * 4096 / 2**20


def memory(task: Task) -> dict[str, Any]:
    """A worker's memory after a few hundred letters, and after all."""
    about, found = subjects(task), []
    gc.collect()
    for part in (about[:EARLY], about[EARLY:]):
        outbox.post(unsent(task, part))
        covidsol([])
        found.append(round(resident_mb(), 1))
    return {"after_500_mb": found[0], "after_all_mb": found[1], "growth": round(found[1] / found[0], 3)}


def profile(task: Task) -> dict[str, Any]:
    """Where the time goes, and how many questions a letter asks the database."""
    about = subjects(task)
    outbox.post(unsent(task, about[:ROUND]))
    with CaptureQueriesContext(connection) as asked:
        covidsol([])
    outbox.post(unsent(task, about[ROUND:]))
    profiler, words = cProfile.Profile(), io.StringIO()
    profiler.runcall(covidsol, [])
    pstats.Stats(profiler, stream=words).sort_stats("cumulative").print_stats(70)
    print(words.getvalue(), file=sys.stderr)
    return {"queries_per_letter": round(len(asked) / ROUND, 2)}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    wish = Task(**json.loads(sys.argv[1]))
    print(json.dumps({"race": race, "memory": memory, "profile": profile}[wish.part](wish)))
