"""The front door on a slow phone: time to the first paint, bytes and requests of each public page."""

import argparse
import http.client
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report import machine
from covidsol.servers import LOCALHOST, StartError, end, free_port, launch, wait_until
from tests.run import BASE_DIR, environment

CHROMIUM = Path("/usr/bin/chromium")
NOWHERE = "redis://localhost:1/0"  # no page waits for the queue
COMMANDS = (["migrate", "--no-input"], ["demo", "--volunteers=60"])
WEB = ["gunicorn", "covidsol.wsgi", "--workers=2", "--worker-class=gthread", "--threads=4"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen."""
    parser.add_argument("--visits", type=int, default=5, metavar="N", help="cold visits of each page")
    parser.add_argument("--json", action="store_true", help="print one line of JSON after everything else")


def run(options: argparse.Namespace) -> None:
    """Serve a house of invented people (style sheet uncompressed), and visit it with a throttled Chromium."""
    if not CHROMIUM.exists():
        raise StartError(f"{CHROMIUM} is missing: apt-get install chromium")
    print(machine(), flush=True)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        variables = environment(Path(name), NOWHERE) | {
            "DJANGO_SETTINGS_MODULE": "covidsol.settings",
            "BASE_URL": f"http://{LOCALHOST}:{port}",
        }
        for words in COMMANDS:
            command = [sys.executable, "-m", "django", *words]
            subprocess.run(command, cwd=BASE_DIR, env=variables, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
        command = [sys.executable, "-m", *WEB, "--no-control-socket", f"--bind={LOCALHOST}:{port}"]
        server = launch("web", command, Path(name) / "web.log", cwd=BASE_DIR, environment=variables)
        try:
            wait_until(lambda: answers(port), server, seconds=60)
            task = [str(options.visits), "json" if options.json else "text"]
            command = [sys.executable, "-m", "bench.front_measure", *task]
            subprocess.run(command, cwd=BASE_DIR, env=variables, check=True)  # noqa: S603 - ourselves
        finally:
            end([server], patience=10)


def answers(port: int) -> bool:
    """Whether the web server is there."""
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
