"""`make run`: the whole service on this machine for development, ended by one Ctrl-C."""

import fcntl
import http.client
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

import environ

from covidsol.servers import (
    LOCALHOST,
    Server,
    StartError,
    chosen_port,
    end,
    has_valkey,
    launch,
    start_valkey,
)

BASE_DIR = Path(__file__).resolve().parent.parent
# A terminal's user waits ten seconds at most: a worker killed then loses nothing, the rows are there.
PATIENCE = 7.5
PATIENCE_WITH_VALKEY = 1.5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RULE = "-" * 78
# Whoever tries the walk at night must not wait for the morning: no real volunteer is woken here.
ALWAYS_AWAKE = '{"wakes_at": 0, "sleeps_at": 1440}'

PROGRAMS = {
    "web": ["gunicorn", "covidsol.wsgi", "--worker-class=gthread", "--workers=2", "--threads=4"],
    "worker": ["celery", "-A", "covidsol", "worker", "--concurrency=2", "--loglevel=INFO"],
    "beat": ["celery", "-A", "covidsol", "beat", "--loglevel=INFO"],
    "loop": ["django", "deliver", "--loop", "--settings=covidsol.settings"],
}


class StopAsked(Exception):
    """Somebody asked us to stop while we were starting."""


@dataclass
class House:
    """One running service: where its data lie, where it answers, and its processes."""

    data: Path
    port: int
    lock: TextIO
    environment: dict[str, str]
    servers: list[Server] = field(default_factory=list)
    stop_asked: bool = False

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """The signal handler: only a flag, so that no process is ever started and forgotten."""
        self.stop_asked = True

    @property
    def logs(self) -> Path:
        """The folder that everything is logged to."""
        return self.data / "logs"

    @property
    def has_queue(self) -> bool:
        """Whether there is a Valkey or Redis; without one a loop does the work of worker and clock."""
        return has_valkey() or bool(self.environment.get("REDIS_URL"))

    @property
    def address(self) -> str:
        """Where people find the first page."""
        return f"http://localhost:{self.port}"

    def add(self, server: Server) -> None:
        """Watch over this process, and note it beside the lock for whoever meets the lock."""
        self.servers.append(server)
        self.lock.write(f"{server.process.pid}\n")
        self.lock.flush()

    def python(self, name: str, *words: str, output: Path | None = None) -> Server:
        """Start one of our own programs, with the lock in its hand."""
        command = [sys.executable, "-m", *words]
        hold, log = [self.lock.fileno()], self.logs / f"{name}.log"
        return launch(
            name, command, log, cwd=BASE_DIR, environment=self.environment, output=output, hold=hold
        )


def locked(data: Path) -> TextIO:
    """Make the data folder ours alone; our children inherit the lock, so a crash's leftovers are seen."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "logs").mkdir(exist_ok=True)
        lock = (data / "running").open("a+")
    except OSError as error:
        raise StartError(
            f"Cannot write to DATA_DIR {data}: {error.strerror}. Choose another folder."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        owners = " ".join(lock.read().split())
        lock.close()
        raise StartError(
            f"DATA_DIR {data} is in use by another run; end its processes first: {owners}."
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def plan() -> House:
    """What the environment asks for; StartError if it cannot be had."""
    environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
    if environ.Env().bool("PRODUCTION", default=False):
        raise StartError("make run is for development, and PRODUCTION is true: see docs/operating.md.")
    data = Path(os.environ.get("DATA_DIR") or BASE_DIR / "data").resolve()
    lock = locked(data)
    house = House(data, chosen_port(), lock, dict(os.environ))
    house.environment |= {"DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
    house.environment.setdefault("DISPATCH", ALWAYS_AWAKE)
    if not os.environ.get("BASE_URL"):
        house.environment["BASE_URL"] = house.address
    return house


def watch(house: House, until: Callable[[], bool], seconds: float = float("inf")) -> None:
    """Wait until something is true; StopAsked if we are asked to stop, StartError if a server ends before."""
    deadline = time.monotonic() + seconds
    while not until():
        if house.stop_asked:
            raise StopAsked
        for server in house.servers:
            if server.ended:
                code = server.process.returncode
                fate = f"The {server.name} ended by itself (exit code {code}), so all is stopped."
                raise StartError(f"{fate} The end of {server.log}:\n{server.last_words()}")
        if time.monotonic() > deadline:
            raise StartError(f"No answer at {house.address} within {seconds:.0f} seconds: see {house.logs}.")
        time.sleep(0.1)


def complete(house: House, name: str, *words: str) -> str:
    """Run one command of manage.py to its end and give what it printed."""
    output = house.logs / f"{name}.txt"
    command = house.python(name, "django", *words, "--settings=covidsol.settings", output=output)
    try:
        watch(house, lambda: command.ended)
    finally:
        end([command], patience=2)
    if command.process.returncode:
        raise StartError(
            f"`manage.py {' '.join(words)}` failed. The end of {command.log}:\n{command.last_words()}"
        )
    return output.read_text()


def answers(house: House) -> bool:
    """Whether the web server is there and well."""
    connection = http.client.HTTPConnection(LOCALHOST, house.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def start(house: House) -> str:
    """Bring everything up, one thing after the other; gives the logins that the demo printed."""
    if house.has_queue and not house.environment.get("REDIS_URL"):
        hold, log = [house.lock.fileno()], house.logs / "valkey.log"
        server, url = start_valkey(house.data / "valkey", log, durable=True, hold=hold)
        house.add(server)
        house.environment["REDIS_URL"] = url
    complete(house, "migrate", "migrate", "--no-input")
    logins = complete(house, "demo", "demo")
    own = ["--no-control-socket", "--graceful-timeout=5", f"--bind={LOCALHOST}:{house.port}"]
    house.add(house.python("web", *PROGRAMS["web"], *own))
    for name in ("worker", "beat") if house.has_queue else ("loop",):
        house.add(house.python(name, *PROGRAMS[name]))
    watch(house, lambda: answers(house), seconds=60)
    return logins


def banner(house: House, logins: str) -> str:
    """What a person needs to know now."""
    # the demo knows the paths of its logins, and only we the address before them
    staff = logins.strip().replace(" /", f" {house.address}/").splitlines()
    lines = [RULE, f"The service runs at   {house.address}/", *staff]
    lines += [f"Every letter sent     {house.address}/dev/letters/"]
    lines += [f"Data and logs         {house.data} and its folder logs"]
    if not house.has_queue:
        lines += ["No queue              no Valkey for this platform: a loop does its work"]
    lines += ["To stop               Ctrl-C (the data stay)", RULE]
    return "\n".join(lines)


def close(house: House) -> None:
    """End every process within ten seconds; Valkey last, so that the others can hand back what they held."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    valkey = [server for server in house.servers if server.name == "Valkey"]
    end([server for server in house.servers if server not in valkey], PATIENCE)
    end(valkey, PATIENCE_WITH_VALKEY)
    house.lock.truncate(0)
    house.lock.close()


def run(house: House) -> None:
    """Start, tell, and watch until somebody asks to stop."""
    print(f"Starting, with the data in {house.data} ...", flush=True)
    try:
        print(banner(house, start(house)), flush=True)
        watch(house, until=lambda: False)
    except StopAsked:
        print("\nStopping ...", flush=True)
    finally:
        close(house)
    print("Stopped.", flush=True)


def main() -> int:
    """The exit code: 0 if we were asked to stop, 1 if something failed."""
    try:
        house = plan()
        for number in SIGNALS:
            signal.signal(number, house.ask_to_stop)
        run(house)
    except StartError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
