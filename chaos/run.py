"""The scenarios, one after the other, in a process whose environment names database, broker, mail server.

`python -m chaos` prepares that environment and starts this; nobody else does.
"""

import json
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

django.setup()

from chaos.report import Result, lines  # noqa: E402 - models are there only now
from chaos.scenarios import SCENARIOS  # noqa: E402
from chaos.storm import Options, Storm  # noqa: E402


def main(wish: dict[str, Any]) -> int:
    """Play what is wished; 1 if a demand was missed."""
    call_command("migrate", verbosity=0)
    options = Options(
        wish["letters"],
        wish["short"],
        wish["seed"] or secrets.randbelow(10_000),
        Path(wish["folder"]),
        wish["ports"],
    )
    results: list[Result] = []
    for name in wish["scenarios"] or SCENARIOS:
        scenario = SCENARIOS[name]
        print(f"{name} (seed {options.seed}; {_said(scenario.waits_in(options))}) ...", flush=True)
        results.append(Storm(scenario, options).play())
        print("\n".join(lines(results[-1:])), flush=True)
    print("\n".join(["", *lines(results)]), flush=True)
    if wish["json"]:
        print(json.dumps({each.scenario: each.figures() for each in results}))
    return 1 if any(each.missed for each in results) else 0


def _said(waits: dict[str, Any]) -> str:
    """What was shortened, openly."""
    if not waits:
        return "all waits are the product's own"
    return "shortened in the workers, seconds: " + ", ".join(f"{name} {each}" for name, each in waits.items())


def leave(number: int, frame: object) -> None:
    """All that we started ends with us, even if we are asked twice."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, leave)
    sys.exit(main(json.loads(sys.argv[1])))
