"""`make bench ARGS=front`, on one page: what it prints, and that too slow and too heavy are told."""

import json
import os
import subprocess
import sys

import pytest

from bench.front_measure import Visit, figures
from bench.house import CHROMIUM
from tests.run import BASE_DIR

pytestmark = [pytest.mark.once, pytest.mark.browser]


def test_the_bench_prints_paint_bytes_and_requests_of_a_page() -> None:
    if not CHROMIUM.exists() and os.environ.get("COVIDSOL_REQUIRE_BROWSER") != "1":
        pytest.skip(f"{CHROMIUM} is missing")
    command = [sys.executable, "-m", "bench", "front", "--visits", "1", "--pages", "home", "--json"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=180, check=False)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found) == {"home_first_paint_ms", "home_slowest_paint_ms", "home_bytes", "home_requests"}
    assert found["home_first_paint_ms"] > 400, "the line was not slowed down"
    assert 5_000 < found["home_bytes"] < 50_000
    assert found["home_requests"] == 3


def test_what_is_late_heavy_or_asks_too_often_is_told() -> None:
    slow = Visit(paint_ms=2500, received=20_000, requests=4)
    fast = Visit(paint_ms=900, received=9_000, requests=3)

    assert [each.verdict for each in figures("x", [slow])] == ["MISSED", "", "MISSED", "MISSED"]
    assert [each.verdict for each in figures("x", [fast, fast, slow])] == ["met", "", "MISSED", "MISSED"]
    assert [each.verdict for each in figures("x", [fast])] == ["met", "", "met", "met"]
