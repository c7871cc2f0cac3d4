"""Letters: how many one worker process renders, sends and writes down in a second, beside simple loops."""

import argparse
import contextlib
import json
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.report import Figure, machine, table
from bench.servers import database_of
from bench.sink import certificate
from covidsol.servers import LOCALHOST, end, free_port, is_free, launch, wait_until
from tests.run import BASE_DIR, environment

DATABASES = ("sqlite", "postgresql")
NOWHERE = "redis://localhost:1/0"  # nothing here asks the queue
LEAST_OVER_CONNECTIONS, LEAST_OF_BARE, MOST_GROWTH = 3, 0.7, 1.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--letters", type=int, default=10_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--kind", choices=("invitation", "volunteer_welcome"), default="invitation")
    parser.add_argument("--databases", default=",".join(DATABASES), help="default: %(default)s")
    parser.add_argument(
        "--pause", type=float, default=0, metavar="MS", help="the mail server takes so long over a letter"
    )
    parser.add_argument("--plain", action="store_true", help="a mail server without TLS")
    parser.add_argument("--profile", action="store_true", help="where the time goes, in place of the race")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Measure on each database, one after the other, and print it."""
    print(machine(), flush=True)
    found = {}
    with sink(options.plain, options.pause / 1000) as way:
        for database in options.databases.split(","):
            parts = ("profile",) if options.profile else ("race", "memory")
            found[database] = {
                part: _child(database, way, {"letters": options.letters, "kind": options.kind, "part": part})
                for part in parts
            }
            print("\n".join(_lines(database, found[database])), flush=True)
    if options.json:
        print(json.dumps({"letters": options.letters, "kind": options.kind, **found}))


def _lines(database: str, parts: dict[str, Any]) -> Iterator[str]:
    yield f"\n{database}"
    for facts in parts.values():
        yield from (f"  {name:<46} {value:>10}" for name, value in facts.items())
    if "race" in parts:
        rates = parts["race"]
        yield from table(
            [
                Figure(
                    "speedup_over_one_connection_each",
                    rates["covidsol"] / rates["one_connection_each"],
                    ">=",
                    LEAST_OVER_CONNECTIONS,
                ),
                Figure("share_of_bare_loop", rates["covidsol"] / rates["bare_loop"], ">=", LEAST_OF_BARE),
                Figure("memory_growth", parts["memory"]["growth"], "<=", MOST_GROWTH),
            ]
        )


@contextlib.contextmanager
def sink(plain: bool, pause: float) -> Iterator[dict[str, str]]:
    """A fast mail server in a process of its own, for the time of a `with`; what a sender must know of it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-sink-") as folder:
        command = [sys.executable, "-m", "bench.sink", str(port), str(pause)]
        way = {"EMAIL_URL": f"smtp://{LOCALHOST}:{port}"}
        if not plain:
            file = Path(folder) / "certificate.pem"
            certificate(file)
            command.append(str(file))
            way = {"EMAIL_URL": f"smtp+ssl://{LOCALHOST}:{port}", "SSL_CERT_FILE": str(trusted(file))}
        server = launch("mail server", command, Path(folder) / "log", cwd=BASE_DIR)
        try:
            wait_until(lambda: not is_free(port), server, seconds=10)
            yield way
        finally:
            end([server], patience=2)


def trusted(file: Path) -> Path:
    """All whom this machine trusts, and our own server: a sender reads this file for each connection."""
    usual = ssl.get_default_verify_paths().cafile
    bundle = file.with_name("trusted.pem")
    bundle.write_bytes((Path(usual).read_bytes() if usual else b"") + b"\n" + file.read_bytes())
    return bundle


def _child(database: str, way: dict[str, str], task: dict[str, Any]) -> dict[str, Any]:
    """One part, measured in a process of its own on an empty database."""
    with database_of(database) as url, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        variables = environment(Path(folder), NOWHERE)
        variables |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "covidsol.settings"}
        variables |= way | {"LETTERS_A_DAY": str(10**9)}
        command = [sys.executable, "-m", "bench.letters_measure", json.dumps(task)]
        done = subprocess.run(  # noqa: S603 - ourselves, with words of ours
            command, cwd=BASE_DIR, env=variables, stdout=subprocess.PIPE, text=True, check=True
        )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
