"""`make run` for real: it starts, tells where it is, ends in time and leaves nobody behind."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from covidsol.servers import LOCALHOST, free_port, has_valkey, is_free

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not has_valkey(), reason="no Valkey wheel for this platform"),
]

BASE_DIR = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "covidsol.dev"]
ENOUGH = 90  # seconds for a start on a slow machine


def environment(data: Path, port: int) -> dict[str, str]:
    """What a person's shell has, with a folder and a port of this test; the queue is its own."""
    changed = {"DATA_DIR": str(data), "PORT": str(port), "ENV_FILE": os.devnull, "PRODUCTION": "false"}
    dropped = {"REDIS_URL", "DATABASE_URL", "EMAIL_URL", "BASE_URL", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in dropped} | changed


@dataclass
class Service:
    """One run of the supervisor, and what it has printed so far."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int

    @property
    def printed(self) -> str:
        return self.data.with_suffix(".out").read_text()

    def wait_for_banner(self) -> None:
        deadline = time.monotonic() + ENOUGH
        while "To stop" not in self.printed:
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.1)

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection(LOCALHOST, self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return connection.getresponse().status

    def processes(self) -> list[int]:
        """The supervisor, Valkey, web, worker and beat."""
        return [int(line) for line in (self.data / "running").read_text().split()]

    def leaves_nobody(self) -> bool:
        """Every descendant holds the lock of the data folder: if we get it, all of them are gone."""
        with (self.data / "running").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return is_free(self.port)

    def accounts(self) -> list[tuple[int, str]]:
        with contextlib.closing(sqlite3.connect(self.data / "covidsol.sqlite3")) as connection:
            return connection.execute("SELECT id, password FROM auth_user ORDER BY id").fetchall()


@contextlib.contextmanager
def service(data: Path, command: list[str] = COMMAND) -> Iterator[Service]:
    port = free_port()
    with data.with_suffix(".out").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=BASE_DIR, env=environment(data, port), stdout=output, stderr=subprocess.STDOUT
        )
    started = Service(process, data, port)
    try:
        started.wait_for_banner()
        yield started
    finally:
        process.terminate()
        process.wait(timeout=15)


@dataclass
class Life:
    """What was seen of one service from its start to its end."""

    service: Service
    pages: dict[str, int]
    accounts: list[tuple[int, str]]
    seconds_to_end: float


@pytest.fixture(scope="module")
def first_life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    with service(tmp_path_factory.mktemp("running") / "data") as first:
        pages = {path: first.status(path) for path in ("/healthz", "/", "/dev/letters/")}
        accounts = first.accounts()
        asked = time.monotonic()
        first.process.send_signal(signal.SIGTERM)
        first.process.wait(timeout=15)
    return Life(first, pages, accounts, time.monotonic() - asked)


def test_the_first_page_answers(first_life: Life) -> None:
    assert first_life.pages["/healthz"] == 200
    assert first_life.pages["/"] == 200
    assert first_life.pages["/dev/letters/"] == 200


def test_the_banner_says_all_that_one_needs(first_life: Life) -> None:
    address = f"http://localhost:{first_life.service.port}/"

    assert f"The service runs at   {address}\n" in first_life.service.printed
    assert f"{address}dev/letters/\n" in first_life.service.printed
    assert "Ctrl-C" in first_life.service.printed
    assert first_life.accounts


def test_it_ends_within_ten_seconds_and_leaves_nobody_behind(first_life: Life) -> None:
    assert first_life.seconds_to_end < 10
    assert first_life.service.process.returncode == 0
    assert first_life.service.leaves_nobody()
    assert first_life.service.printed.endswith("Stopping ...\nStopped.\n")


def test_a_second_start_keeps_the_data_and_runs_beside_another(first_life: Life, tmp_path: Path) -> None:
    with service(first_life.service.data) as second, service(tmp_path / "other") as beside:
        assert second.accounts() == first_life.accounts
        assert second.status("/healthz") == beside.status("/healthz") == 200
        assert refusal(second.data, free_port()).startswith(f"DATA_DIR {second.data} is in use by")

    assert second.leaves_nobody()
    assert beside.leaves_nobody()


def test_when_one_process_dies_all_end_and_the_reason_is_told(first_life: Life) -> None:
    with service(first_life.service.data) as third:
        worker = third.processes()[3]
        os.kill(worker, signal.SIGKILL)
        code = third.process.wait(timeout=15)

    assert code == 1
    assert "The worker ended by itself (exit code -9), so all is stopped." in third.printed
    assert third.leaves_nobody()


def test_without_a_valkey_for_this_platform_a_loop_does_the_work_and_the_banner_says_so(
    tmp_path: Path,
) -> None:
    without = "from covidsol import servers; servers.valkey_binary = lambda: None; from covidsol import dev"
    with service(
        tmp_path / "data", [sys.executable, "-c", f"{without}; raise SystemExit(dev.main())"]
    ) as alone:
        assert "no Valkey for this platform" in alone.printed
        assert len(alone.processes()) == 3
        deadline = time.monotonic() + ENOUGH
        while not list((tmp_path / "data" / "letters").glob("*.log")):
            assert time.monotonic() < deadline
            time.sleep(0.2)

    assert alone.leaves_nobody()


def refusal(data: Path, port: int | str, **changed: str) -> str:
    """The one line with which the supervisor refuses to start."""
    variables = environment(data, 0) | {"PORT": str(port)} | changed
    result = subprocess.run(COMMAND, cwd=BASE_DIR, env=variables, capture_output=True, text=True, timeout=30)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_a_port_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server((LOCALHOST, 0)) as taken:
        port = taken.getsockname()[1]

        assert refusal(tmp_path, port).startswith(f"Port {port} is in use")


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused_in_one_line(port: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, port) == f"PORT must be a number from 1 to 65535, not '{port}'.\n"


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert refusal(tmp_path / "file" / "data", free_port()).startswith("Cannot write to DATA_DIR")


def test_production_is_refused_in_one_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, free_port(), PRODUCTION="true").startswith("make run is for development")
