"""The nearest volunteers: this house against PostGIS, a k-d tree in memory and a loop, on both databases.

What is asked and demanded: docs/benchmarks.md.
"""

import argparse
import contextlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.report import Figure, Measured, growth, lines, machine, table
from bench.servers import SETTINGS, postgres, sqlite
from tests.run import BASE_DIR, environment

DATABASES = ("sqlite", "postgresql")
NOWHERE = "redis://localhost:1/0"  # nothing here asks the queue
NO_SCIPY = "kd_tree is left out: scipy is not installed (make bench installs it)"
NO_POSTGIS = "postgis_knn is left out: Debian's PostgreSQL with PostGIS is not installed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument(
        "--volunteers", type=int, nargs="+", default=[7000], metavar="N", help="one size or more"
    )
    parser.add_argument("--points", type=int, default=200, help="how many requests (default: %(default)s)")
    parser.add_argument(
        "--seed", type=int, default=2020, help="another seed, another Belgium (default: %(default)s)"
    )
    parser.add_argument("--databases", default=",".join(DATABASES), help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")
    # for the proof that a wrong answer is seen
    parser.add_argument("--plant", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> None:
    """Measure each size on each database, one after the other, and print it."""
    print(machine(), flush=True)
    sizes = []
    for volunteers in options.volunteers:
        measured = Measured(volunteers, dict(_parts(options, volunteers)))
        print("\n".join(lines(measured)), flush=True)
        sizes.append(measured)
    sizes.sort(key=lambda each: each.volunteers)
    grown = growth(sizes[0], sizes[-1]) if len(sizes) > 1 else []
    if grown:
        print(f"\nfrom {sizes[0].volunteers} to {sizes[-1].volunteers} volunteers, times the median")
        print("\n".join(table(grown)))
    print(machine())
    if options.json:
        print(json.dumps(as_json(sizes, grown)))


def as_json(sizes: list[Measured], grown: list[Figure]) -> dict[str, Any]:
    """The largest size; with more than one, the others beside it under `smaller`."""
    found: list[dict[str, Any]] = [
        {
            "volunteers": each.volunteers,
            "rows": each.rows,
            "ratios": {figure.key: round(figure.value, 3) for figure in each.figures()},
        }
        for each in sizes
    ]
    largest = found[-1]
    largest["ratios"] |= {figure.key: round(figure.value, 3) for figure in grown}
    return largest | ({"smaller": found[:-1]} if len(found) > 1 else {})


def _parts(options: argparse.Namespace, volunteers: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for database in options.databases.split(","):
        with _server(database) as (url, has_postgis):
            task = {
                "volunteers": volunteers,
                "points": options.points,
                "seed": options.seed,
                "has_postgis": has_postgis,
                "plant": options.plant,
            }
            yield database, _child(url, task) | {"notes": list(_notes(database, has_postgis))}


@contextlib.contextmanager
def _server(database: str) -> Iterator[tuple[str, bool]]:
    if database not in DATABASES:
        raise SystemExit(f"{database} is not one of: {', '.join(DATABASES)}")
    if database == "sqlite":
        with sqlite() as url:
            yield url, False
    else:
        with postgres() as found:
            yield found


def _notes(database: str, has_postgis: bool) -> Iterator[str]:
    if database == "postgresql":
        yield "set: " + ", ".join(f"{name}={value}" for name, value in SETTINGS.items())
        if not has_postgis:
            yield NO_POSTGIS
    if importlib.util.find_spec("scipy") is None:
        yield NO_SCIPY


def _child(url: str, task: dict[str, Any]) -> dict[str, Any]:
    """One database's part, measured in a process of its own that knows no other database."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        variables = environment(Path(folder), NOWHERE)
        variables |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "covidsol.settings"}
        command = [sys.executable, "-m", "bench.measure", json.dumps(task)]
        done = subprocess.run(  # noqa: S603 - ourselves, with words of ours
            command, cwd=BASE_DIR, env=variables, stdout=subprocess.PIPE, text=True, check=True
        )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
