"""One database's part of the bench, in a process of its own whose DATABASE_URL names that database.

`python -m bench.measure '{"volunteers": 7000, ...}'`: loads the population, lets
the contestants answer in turn, point by point, and prints what it found as JSON.
"""

import gc
import json
import platform
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import mean, median, quantiles
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

django.setup()

from bench import contestants, kd  # noqa: E402 - models are there only now
from bench.loading import load  # noqa: E402
from bench.oracle import FILTERS, Filter, Oracle, Right, exact_km, is_right  # noqa: E402
from bench.population import Place, Population, ask, populate  # noqa: E402
from geo.points import Point  # noqa: E402

WANTED = 25
PASSES = 3
ASKED_BEFORE = slice(0, 15, 3)  # of the nearest in each language, these were asked already
LOOP_UP_TO = 10_000  # volunteers; above that the loop takes seconds a question
LOOP_POINTS = 10


@dataclass(frozen=True)
class Task:
    """What the parent asks of one child."""

    volunteers: int
    points: int
    seed: int
    has_postgis: bool = False
    plant: bool = False


@dataclass
class Row:
    """What was measured of one contestant with one filter."""

    name: str
    database: str
    filter: str
    radius_km: float
    p50_ms: float
    p95_ms: float
    exact_share: float
    rounds: float


class Rivalry:
    """The contestants and the questions; every answer is judged, then every answer is timed."""

    def __init__(self, task: Task, people: Population, oracle: Oracle, now: datetime) -> None:
        self.places = ask(task.points, task.seed)
        self.oracle = oracle
        self.contestants = _gathered(task, people, oracle, now)
        self.right: dict[tuple[int, str], list[Right]] = {}
        self.times: dict[tuple[str, Filter], list[float]] = defaultdict(list)
        self.exact: dict[tuple[str, Filter], list[bool]] = defaultdict(list)
        self.rounds: dict[tuple[str, Filter], list[int]] = defaultdict(list)
        self.people = people
        self.error_m = 0.0

    def turns(self) -> Iterator[tuple[Place, Filter, str]]:
        """Everybody's turn, one after the other at each point, so that a noisy moment is shared.

        Each question is put at another point than the one before, as in life: no rival finds the pages
        of the database warm from another radius at the same place.
        """
        for by in FILTERS:
            for number, place in enumerate(self.places):
                for name in self.contestants:
                    if name != "geopy_loop" or (number < LOOP_POINTS and by == FILTERS[0]):
                        yield place, by, name

    def judge(self) -> None:
        """Compare every answer with the oracle's; it also warms every cache."""
        self.right = {
            (place.pk, by.name): self.oracle.nearest(place, by, WANTED)
            for place in self.places
            for by in FILTERS
        }
        for place, by, name in self.turns():
            answer = self.contestants[name](place, by, WANTED)
            right = self.right[place.pk, by.name]
            self.exact[name, by].append(is_right((pk for pk, _ in answer.found), right, WANTED))
            self.rounds[name, by].append(answer.rounds)
            if name == "covidsol":
                self.error_m = max([self.error_m, *self._errors(place, answer)])

    def _errors(self, place: Place, answer: contestants.Answer) -> Iterator[float]:
        for pk, km in answer.found:
            home = Point(self.people.lat[pk - 1], self.people.lon[pk - 1])
            yield abs(km - exact_km(place.point, home)) * 1000

    def race(self) -> None:
        """Time every answer, several times."""
        for _ in range(PASSES):
            for place, by, name in self.turns():
                answer = self.contestants[name]
                began = time.perf_counter()
                answer(place, by, WANTED)
                self.times[name, by].append((time.perf_counter() - began) * 1000)

    def rows(self) -> list[Row]:
        """The results."""
        return [
            Row(
                name,
                connection.vendor,
                by.name,
                by.km,
                round(median(times), 3),
                round(quantiles(times, n=20)[-1], 3),
                float(mean(self.exact[name, by])),
                round(mean(self.rounds[name, by]), 2),
            )
            for (name, by), times in self.times.items()
        ]


def _gathered(
    task: Task, people: Population, oracle: Oracle, now: datetime
) -> dict[str, contestants.Contestant]:
    found = {"covidsol": contestants.covidsol(now)}
    if task.plant:
        found["covidsol"] = _wrong(found["covidsol"])
    if task.has_postgis:
        found["postgis_knn"] = contestants.postgis_knn(people, now)
    if kd.is_available():
        found["kd_tree"] = kd.kd_tree(people, oracle)
    if task.volunteers <= LOOP_UP_TO:
        found["geopy_loop"] = contestants.geopy_loop(people, oracle)
    return found


def _wrong(contestant: contestants.Contestant) -> contestants.Contestant:
    """The same, but the nearest is left out: the judge must see it."""

    def nearest(place: Place, by: Filter, count: int) -> contestants.Answer:
        answer = contestant(place, by, count)
        return answer._replace(found=answer.found[1:])

    return nearest


def prepared(task: Task, now: datetime) -> tuple[Population, Oracle]:
    """The population in the database, and the oracle that knows it; some were asked already."""
    call_command("migrate", verbosity=0)
    people = populate(task.volunteers, task.seed)
    oracle = Oracle(people)
    for place in ask(task.points, task.seed):
        near = [each.pk for by in FILTERS for each in oracle.nearest(place, by, WANTED)[ASKED_BEFORE]]
        oracle.asked[place.pk].update(near)
    load(people, oracle, now)
    return people, oracle


def version() -> str:
    """The database, as it names itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def measure(task: Task) -> dict[str, Any]:
    """All of it, on the database of this process."""
    now, began = timezone.now(), time.perf_counter()
    people, oracle = prepared(task, now)
    loaded = time.perf_counter() - began
    rivalry = Rivalry(task, people, oracle, now)
    gc.collect()
    gc.freeze()  # the population must not cost the contestants a search for garbage
    rivalry.judge()
    rivalry.race()
    return {
        "rows": [asdict(row) for row in rivalry.rows()],
        "error_m": rivalry.error_m,
        "database": version(),
        "python": platform.python_version(),
        "loaded_s": round(loaded, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Task(**json.loads(sys.argv[1])))))
