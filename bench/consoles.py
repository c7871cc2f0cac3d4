"""Fifty operators' consoles at once: what each page costs the server, beside a view that does nothing."""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.house import served
from bench.report import Figure, machine, table
from bench.servers import database_of
from tests.run import BASE_DIR

DATABASES = ("sqlite", "postgresql")
MOST_MS = 50
BARE = "bare"
WARM_S = 15  # of work that does not count: each worker reads its templates once


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--operators", type=int, default=50, metavar="N", help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="default: %(default)s")
    parser.add_argument("--requests", type=int, default=2000, metavar="N", help="default: %(default)s")
    parser.add_argument("--calls", type=int, default=5000, metavar="N", help="default: %(default)s")
    parser.add_argument("--databases", default=",".join(DATABASES), help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Measure on each database, one after the other, and print it."""
    print(machine(), flush=True)
    found = {name: _measured(name, options) for name in options.databases.split(",")}
    for name, pages in found.items():
        print(f"\n{name}; ms of server time a page, load average {os.getloadavg()[0]:.2f}")
        print("\n".join(table(figures(pages))), flush=True)
    if options.json:
        print(json.dumps(found))


def figures(pages: dict[str, dict[str, float]]) -> list[Figure]:
    """Every page's middle, 95th percentile and slowest; the demand is on the slowest of each."""
    told = []
    for name, page in pages.items():
        most = None if name == BARE else MOST_MS
        told += [
            Figure(f"{name}_answers", page["answers"]),
            Figure(f"{name}_p50_ms", page["p50_ms"]),
            Figure(f"{name}_p95_ms", page["p95_ms"]),
            Figure(f"{name}_max_ms", page["max_ms"], "<=" if most else "", most),
        ]
    return told


def read(log: str) -> dict[str, dict[str, float]]:
    """What gunicorn wrote of each answer: microseconds, status, method, path. Fails on any that is no 200."""
    spent: dict[str, list[float]] = defaultdict(list)
    for line in log.splitlines():
        microseconds, status, method, path = line.split()
        name = _named(method, path)
        if name and status != "200":
            raise SystemExit(f"{status} in place of 200: {method} {path}")
        if name:
            spent[name].append(int(microseconds) / 1000)
    return {name: _summed(values) for name, values in sorted(spent.items())}


def _named(method: str, path: str) -> str:
    """A page as the table calls it; "" for what is not measured."""
    if path == "/healthz":
        return BARE
    parts = path.strip("/").split("/")
    if parts[0] != "operator":
        return ""
    page = parts[1] if len(parts) > 1 else "desk"
    return f"{page}_{'look_up' if method == 'POST' else 'page'}"


def _summed(values: list[float]) -> dict[str, float]:
    ranked = sorted(values)
    return {
        "answers": len(ranked),
        "p50_ms": round(statistics.median(ranked), 2),
        "p95_ms": round(ranked[(len(ranked) * 95 + 99) // 100 - 1], 2),
        "max_ms": round(ranked[-1], 2),
    }


def _measured(database: str, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(database_of(database))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        log = folder / "access.log"
        more = (f"--access-logfile={log}", "--access-logformat=%(D)s %(s)s %(m)s %(U)s")
        variables = stack.enter_context(served(["demo"], variables={"DATABASE_URL": url}, options=more))
        facts = {name: getattr(options, name) for name in ("operators", "requests", "calls")}
        filled = _child("bench.consoles_fill", facts, variables)
        for seconds in (WARM_S, options.seconds):
            log.write_text("")
            _child("bench.consoles_ask", {**json.loads(filled), "seconds": seconds}, variables)
        return read(log.read_text())


def _child(module: str, task: dict[str, Any], variables: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", module, json.dumps(task)],
        cwd=BASE_DIR, env=variables, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]
