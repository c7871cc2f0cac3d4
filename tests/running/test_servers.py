"""Real servers start, answer, and are gone afterwards."""

import signal
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from covidsol.servers import (
    LOCALHOST,
    Server,
    StartError,
    end,
    free_port,
    has_valkey,
    is_free,
    launch,
    start_valkey,
    valkey,
    wait_until,
)
from tests.postgres import has_postgres, postgres

pytestmark = pytest.mark.once

needs_valkey = pytest.mark.skipif(not has_valkey(), reason="no Valkey wheel for this platform")
needs_postgres = pytest.mark.skipif(not has_postgres(), reason="no PostgreSQL wheel for this platform")

# listens on the port that it is given, and not to us
DEAF = """
import signal, socket, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
"""
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {DEAF!r}, sys.argv[1]])"


def python(program: str, folder: Path, *arguments: str) -> Server:
    return launch("child", [sys.executable, "-c", program, *arguments], folder / "log", cwd=folder)


def port_of(url: str) -> int:
    return int(url.rsplit(":", 1)[1].split("/")[0])


@needs_valkey
def test_valkey_answers_and_is_gone_afterwards(tmp_path: Path) -> None:
    with valkey(tmp_path) as url, redis.Redis.from_url(url) as client:
        assert client.ping()
        assert client.config_get("appendonly") == {"appendonly": "no"}
        assert client.config_get("bind") == {"bind": LOCALHOST}

    assert is_free(port_of(url))


@needs_valkey
def test_a_durable_valkey_keeps_what_it_was_told(tmp_path: Path) -> None:
    with valkey(tmp_path, durable=True) as url, redis.Redis.from_url(url) as client:
        client.set("hint", "letter 7")
        assert client.config_get("appendfsync") == {"appendfsync": "everysec"}

    with valkey(tmp_path, durable=True) as url, redis.Redis.from_url(url) as client:
        assert client.get("hint") == b"letter 7"


def test_without_a_wheel_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("covidsol.servers.valkey_binary", lambda: None)

    assert not has_valkey()
    with pytest.raises(StartError, match="set REDIS_URL"):
        start_valkey(tmp_path, tmp_path / "log", durable=False)


@needs_postgres
def test_postgres_answers_with_room_for_many_and_is_gone_afterwards() -> None:
    with postgres() as url:
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('max_connections'), current_setting('fsync'), upper('é')")
            assert cursor.fetchone() == ("200", "off", "É")
        connection.close()

    assert is_free(port_of(url))


def test_a_free_port_is_free_until_somebody_listens(tmp_path: Path) -> None:
    port = free_port()
    assert is_free(port)

    server = python(DEAF, tmp_path, str(port))
    wait_until(lambda: not is_free(port), server, seconds=10)
    end([server], patience=0)

    assert is_free(port)


def test_a_server_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    server = python("raise SystemExit('no room left')", tmp_path)

    with pytest.raises(StartError, match="no room left"):
        wait_until(lambda: False, server, seconds=10)


def test_a_server_that_stays_silent_is_reported(tmp_path: Path) -> None:
    server = python(DEAF, tmp_path, str(free_port()))

    with pytest.raises(StartError, match="did not answer"):
        wait_until(lambda: False, server, seconds=0.2)
    end([server], patience=0)


@pytest.mark.parametrize("program", [DEAF, PARENT], ids=["itself", "its child"])
def test_who_does_not_listen_is_killed_with_its_whole_group(program: str, tmp_path: Path) -> None:
    port = free_port()
    server = python(program, tmp_path, str(port))
    wait_until(lambda: not is_free(port), server, seconds=10)
    started = time.monotonic()

    end([server], patience=0.5)

    assert time.monotonic() - started < 3
    assert server.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}
    assert becomes_free(port)


def becomes_free(port: int) -> bool:
    """Whether nobody listens any more, within a second: the kernel clears an orphan in its own time."""
    for _ in range(20):
        if is_free(port):
            return True
        time.sleep(0.05)
    return False
