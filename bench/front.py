"""The front door on a slow phone: time to the first paint, bytes and requests of each public page."""

import argparse
import json
import subprocess
import sys

from bench.house import CHROMIUM, served
from bench.report import machine
from covidsol.servers import StartError
from tests.run import BASE_DIR


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--visits", type=int, default=5, metavar="N", help="cold visits of each page")
    parser.add_argument("--pages", default="", metavar="NAMES", help="only these, with commas between")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Serve a house of invented people (style sheet uncompressed), and visit it with a throttled Chromium."""
    if not CHROMIUM.exists():
        raise StartError(f"{CHROMIUM} is missing: apt-get install chromium")
    print(machine(), flush=True)
    with served(["demo", "--volunteers=60"]) as variables:
        task = {"visits": options.visits, "pages": options.pages, "json": options.json}
        command = [sys.executable, "-m", "bench.front_measure", json.dumps(task)]
        subprocess.run(command, cwd=BASE_DIR, env=variables, check=True)  # noqa: S603 - ourselves
