"""A real addok for the time of a `with`: the program behind BAN, invented streets, loopback."""

import contextlib
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from covidsol.servers import LOCALHOST, StartError, end, free_port, launch, valkey, wait_until
from tests.geocoders.parts import DATA, bare_environment, program


def load(streets: Path, folder: Path, variables: dict[str, str]) -> None:
    """Import lines in BAN's form and index them, as an administrator does; StartError with addok's words."""
    for arguments in (["batch", str(streets)], ["ngrams"]):
        command = [program("addok", "addok"), *arguments]
        result = subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise StartError(f"addok {arguments[0]} failed:\n{(result.stdout + result.stderr)[-4000:]}")


def is_up(domain: str) -> bool:
    """Whether it answers."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(f"http://{domain}/search/?q=lyon", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def addok(streets: Path, folder: Path) -> Iterator[str]:
    """An addok that knows these streets, with a Valkey to itself; gives its host and port."""
    folder.mkdir()
    with valkey(folder / "valkey") as url:
        variables = bare_environment(
            REDIS_HOST=LOCALHOST,
            REDIS_PORT=str(urlsplit(url).port),
            ADDOK_CONFIG_MODULE=str(DATA / "addok.conf"),
            ADDOK_LOG_DIR=str(folder),
        )
        load(streets, folder, variables)
        domain = f"{LOCALHOST}:{free_port()}"
        command = [program("addok", "gunicorn"), "--bind", domain, "addok.http.wsgi"]
        running = launch("addok", command, folder / "log", cwd=folder, environment=variables)
        try:
            wait_until(lambda: is_up(domain), running, seconds=30)
            yield domain
        finally:
            end([running], patience=10)
