"""A house of its own for a bench in a browser: migrated, served by two workers, gone afterwards."""

import contextlib
import http.client
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from covidsol.servers import LOCALHOST, end, free_port, launch, wait_until
from tests.run import BASE_DIR, environment

CHROMIUM = Path("/usr/bin/chromium")
NOWHERE = "redis://localhost:1/0"  # no page waits for the queue
WEB = ["gunicorn", "covidsol.wsgi", "--workers=2", "--worker-class=gthread", "--threads=4"]


@contextlib.contextmanager
def served(
    *commands: list[str], variables: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """Run these commands of manage.py in an empty house, serve it, and give the environment that knows it.

    `variables` go into that environment, `options` to gunicorn.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="house-") as name:
        known = environment(Path(name), NOWHERE) | {
            "DJANGO_SETTINGS_MODULE": "covidsol.settings",
            "BASE_URL": f"http://{LOCALHOST}:{port}",
            **(variables or {}),
        }
        for words in (["migrate", "--no-input"], *commands):
            command = [sys.executable, "-m", "django", *words]
            subprocess.run(command, cwd=BASE_DIR, env=known, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
        command = [sys.executable, "-m", *WEB, "--no-control-socket", f"--bind={LOCALHOST}:{port}", *options]
        server = launch("web", command, Path(name) / "web.log", cwd=BASE_DIR, environment=known)
        try:
            wait_until(lambda: _answers(port), server, seconds=60)
            yield known
        finally:
            end([server], patience=10)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
