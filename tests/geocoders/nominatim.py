"""A real Nominatim for the time of a `with`: Debian's PostGIS and osm2pgsql, an invented map, loopback."""

import contextlib
import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from covidsol.servers import LOCALHOST, StartError, end, free_port, launch, wait_until
from tests.geocoders.parts import HINT, bare_environment, program
from tests.postgres import served

SERVERS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
LOCALE = ("--locale=C.UTF-8",)


def postgis() -> Path:
    """The programs of Debian's newest PostgreSQL that has PostGIS."""
    versions = sorted((each.name for each in SERVERS.glob("*") if each.name.isdecimal()), key=int)
    for version in reversed(versions):
        if (EXTENSIONS / version / "extension" / "postgis.control").exists():
            return SERVERS / version / "bin"
    raise StartError(f"There is no PostgreSQL with PostGIS in {SERVERS}: {HINT}.")


@contextlib.contextmanager
def database_server() -> Iterator[str]:
    """A PostgreSQL of our own with PostGIS, whatever runs on this machine; gives its address."""
    with (
        tempfile.TemporaryDirectory(prefix="postgis-") as folder,
        served(postgis(), Path(folder), LOCALE) as url,
    ):
        yield url


def settings(server: str, database: str) -> dict[str, str]:
    """Nominatim's own, all from the environment: https://nominatim.org/release-docs/latest/customize/Settings."""
    url = urlsplit(server)
    dsn = {
        "dbname": database,
        "host": LOCALHOST,
        "port": url.port,
        "user": url.username,
        "password": url.password,
    }
    path = os.pathsep.join([str(postgis()), os.environ.get("PATH", os.defpath)])
    return bare_environment(
        PATH=path,
        NOMINATIM_DATABASE_DSN="pgsql:" + ";".join(f"{name}={value}" for name, value in dsn.items()),
        NOMINATIM_DATABASE_WEBUSER=url.username or "",
        NOMINATIM_LANGUAGES="fr,nl,de,en",
    )


def load(osm: Path, folder: Path, variables: dict[str, str]) -> None:
    """Import a map as an administrator does, from this file alone; StartError with Nominatim's words."""
    command = [program("nominatim", "nominatim"), "import", "--project-dir", str(folder)]
    command += ["--osm-file", str(osm), "--offline", "--no-updates", "--threads", "2"]
    result = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    if result.returncode:
        raise StartError(f"Nominatim could not import {osm.name}:\n{(result.stdout + result.stderr)[-4000:]}")


def status(domain: str) -> dict[str, Any]:
    """What a Nominatim says of itself: its release, and whether its database is there."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with straight.open(f"http://{domain}/status?format=json", timeout=5) as answer:
        told: dict[str, Any] = json.load(answer)
        return told


def is_up(domain: str) -> bool:
    """Whether it answers, and is content."""
    try:
        return bool(status(domain)["message"] == "OK")
    except OSError:
        return False


@contextlib.contextmanager
def nominatim(osm: Path, folder: Path, server: str, database: str) -> Iterator[str]:
    """A Nominatim that knows this map; gives its host and port."""
    folder.mkdir()
    variables = settings(server, database)
    load(osm, folder, variables)
    domain = f"{LOCALHOST}:{free_port()}"
    command = [program("nominatim", "nominatim"), "serve", "--project-dir", str(folder), "--server", domain]
    running = launch("Nominatim", command, folder / "log", cwd=folder, environment=variables)
    try:
        wait_until(lambda: is_up(domain), running, seconds=60)
        yield domain
    finally:
        end([running], patience=10)
