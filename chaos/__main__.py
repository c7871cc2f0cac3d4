"""`make chaos ARGS="worker_kills --short --json"`: some storms by name, or all of them."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from covidsol.servers import LOCALHOST, free_port
from tests.postgres import postgres
from tests.run import BASE_DIR, answer_for, environment

LETTERS, FEW_LETTERS = 2500, 300
NAMES = (
    "worker_kills",
    "worker_and_valkey_kills_with_events",
    "flushall",
    "restarts",
    "web_kills",
    "smtp_faults",
    "broker_silent",
    "without_outbox",
)


def parser() -> argparse.ArgumentParser:
    """What can be chosen."""
    made = argparse.ArgumentParser(
        prog="python -m chaos",
        description="Kill, cut and empty what the letters need, and count what arrives. "
        "1 as exit code if a demand is missed.",
        epilog="Some scenarios shorten the product's waits inside their worker processes; each says which.",
    )
    made.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"of {', '.join(NAMES)}; default: all")
    made.add_argument("--letters", type=int, metavar="N", help=f"default: {LETTERS}, short {FEW_LETTERS}")
    made.add_argument("--short", action="store_true", help="fewer letters and kills, shorter faults")
    made.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    made.add_argument("--seed", type=int, default=0, help="the same number, the same moments; default: any")
    made.add_argument("--folder", help="keep the logs of all processes in this new folder")
    made.add_argument("--json", action="store_true", help="print one line of JSON after everything else")
    return made


def run(options: argparse.Namespace) -> int:
    """Start the database, and in its own process all the rest."""
    with contextlib.ExitStack() as stack:
        name = options.folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="storm-"))
        folder = Path(name).resolve()
        folder.mkdir(exist_ok=True)
        sqlite = f"sqlite:///{folder}/storm.sqlite3"
        url = sqlite if options.database == "sqlite" else stack.enter_context(postgres())
        ports = {"mail": free_port(), "broker": free_port()}
        variables = environment(folder, f"redis://{LOCALHOST}:{ports['broker']}/0") | {
            "DJANGO_SETTINGS_MODULE": "covidsol.settings",
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://{LOCALHOST}:{ports['mail']}",
            "LOG_LEVEL": "ERROR",
        }
        wish = {
            "scenarios": options.scenarios,
            "letters": options.letters or (FEW_LETTERS if options.short else LETTERS),
            "short": options.short,
            "seed": options.seed,
            "folder": str(folder),
            "ports": ports,
            "json": options.json,
        }
        command = [sys.executable, "-m", "chaos.run", json.dumps(wish)]
        return _child(command, os.environ | variables)


def _child(command: list[str], variables: dict[str, str]) -> int:
    """Its exit code; it ends with us, and gets the time to end its own children."""
    child = subprocess.Popen(command, cwd=BASE_DIR, env=variables)  # noqa: S603 - words of ours
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise


def main() -> int:
    """The exit code."""
    options = parser().parse_args()
    if unknown := set(options.scenarios) - set(NAMES):
        parser().error(f"no such scenario: {', '.join(sorted(unknown))}")
    return answer_for(lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
