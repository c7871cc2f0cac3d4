"""The short storm: kills of workers and of a Valkey that keeps nothing; without an outbox it hurts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from covidsol.servers import has_valkey
from tests.run import BASE_DIR

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not has_valkey(), reason="no Valkey wheel for this platform"),
]
LETTERS = 120
PATIENCE = 300.0  # seconds; a guard against hanging, no measure


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures of one short run of the outbox and of the control."""
    folder: Path = tmp_path_factory.mktemp("storm") / "logs"
    scenarios = ["worker_and_valkey_kills_with_events", "without_outbox"]
    choices = ["--short", "--json", "--database=sqlite", f"--letters={LETTERS}", f"--folder={folder}"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", "chaos", *scenarios, *choices],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return figures


def test_killed_workers_and_an_emptied_queue_lose_and_double_no_letter(storm: dict[str, Any]) -> None:
    figures = storm["worker_and_valkey_kills_with_events"]

    assert figures["letters"] > LETTERS  # those of the forms that were posted meanwhile
    assert figures["kills"] == 4
    assert (figures["lost"], figures["duplicates"]) == (0, 0)
    assert figures["drained_s"] <= 120


def test_without_the_outbox_the_same_kills_lose_letters(storm: dict[str, Any]) -> None:
    figures = storm["without_outbox"]

    assert figures["letters"] == LETTERS
    assert figures["kills"] == 4
    assert figures["lost"] > 0
