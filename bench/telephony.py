"""The telephony's door: how soon it answers, beside a bare view that only writes the same row."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.report import Figure, machine, table
from bench.servers import database_of
from covidsol.servers import end, start_valkey
from tests.run import BASE_DIR, environment

DATABASES = ("sqlite", "postgresql")
MOST_MS = 200  # what the telephony's own five seconds leave us, with room for a slow line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--words", type=int, default=2000, metavar="N", help="default: %(default)s")
    parser.add_argument("--databases", default=",".join(DATABASES), help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Measure on each database, with a real queue, and print it."""
    print(machine(), flush=True)
    found = {name: _child(name, options.words) for name in options.databases.split(",")}
    for name, facts in found.items():
        print(f"\n{name}; ms of server time a word")
        print("\n".join(table(figures(facts))), flush=True)
    if options.json:
        print(json.dumps(found))


def figures(facts: dict[str, float]) -> list[Figure]:
    """The door beside the bare view."""
    return [
        Figure("door_p50_ms", facts["door_p50_ms"]),
        Figure("door_p95_ms", facts["door_p95_ms"], "<=", MOST_MS),
        Figure("bare_view_p50_ms", facts["bare_view_p50_ms"]),
        Figure("bare_view_p95_ms", facts["bare_view_p95_ms"]),
        Figure("door_over_bare_view_p50", facts["door_p50_ms"] / facts["bare_view_p50_ms"]),
    ]


def _child(name: str, words: int) -> dict[str, Any]:
    """Both, measured in turns by one process of its own on an empty database."""
    with database_of(name) as url, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        valkey, queue = start_valkey(Path(folder) / "valkey", Path(folder) / "log", durable=True)
        try:
            variables = environment(Path(folder), queue) | {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "covidsol.settings",
                "TELEPHONY": "aircall",
                "AIRCALL_WEBHOOK_TOKENS": "invented-for-the-bench",
                "LOG_LEVEL": "ERROR",
            }
            done = subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, "-m", "bench.telephony_measure", str(words)],
                cwd=BASE_DIR, env=variables, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        finally:
            end([valkey], patience=2)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
