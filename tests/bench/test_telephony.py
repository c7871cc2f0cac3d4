"""`make bench ARGS=telephony`: what it prints, and that a slow door is told."""

import json
import subprocess
import sys

import pytest

from bench.telephony import figures
from tests.run import BASE_DIR

pytestmark = pytest.mark.once


def test_the_bench_prints_the_door_beside_a_bare_view() -> None:
    command = [sys.executable, "-m", "bench", "telephony", "--words=20", "--databases=sqlite", "--json"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=180, check=False)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])["sqlite"]
    assert set(found) == {"door_p50_ms", "door_p95_ms", "bare_view_p50_ms", "bare_view_p95_ms"}
    assert 0 < found["door_p50_ms"] <= found["door_p95_ms"]


def test_a_slow_door_is_told() -> None:
    fast = {"door_p50_ms": 4.0, "door_p95_ms": 9.0, "bare_view_p50_ms": 2.0, "bare_view_p95_ms": 3.0}

    assert [each.verdict for each in figures(fast)] == ["", "met", "", "", ""]
    assert [each.verdict for each in figures(fast | {"door_p95_ms": 250.0})] == ["", "MISSED", "", "", ""]
    assert figures(fast)[-1].value == 2
