"""The table of postcodes: how fast, how large, and how right beside a gazetteer."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report import machine
from tests.run import BASE_DIR, environment

NOWHERE = "redis://localhost:1/0"  # nothing here asks the queue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument(
        "--reference", type=Path, metavar="FILE", help="compare with this file in GeoNames' postal format"
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Measure the shipped tables, without anything imported, in a process of its own."""
    print(machine(), flush=True)
    task = {"reference": str(options.reference.resolve()) if options.reference else "", "json": options.json}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        variables = environment(Path(folder), NOWHERE) | {"DJANGO_SETTINGS_MODULE": "covidsol.settings"}
        command = [sys.executable, "-m", "bench.places_measure", json.dumps(task)]
        subprocess.run(command, cwd=BASE_DIR, env=variables, check=True)  # noqa: S603 - ourselves
