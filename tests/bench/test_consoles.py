"""`make bench ARGS=operator`: what it prints, how it reads the log, and that a slow page is told."""

import json
import subprocess
import sys

import pytest

from bench.consoles import figures, read
from tests.run import BASE_DIR

pytestmark = pytest.mark.once
LOG = """
12000 200 GET /operator/ringing/
8000 200 GET /operator/ringing/
61000 200 POST /operator/
900 200 GET /healthz
5 302 GET /team/login/
"""


def test_the_servers_log_is_summed_page_by_page() -> None:
    found = read(LOG.strip())

    assert found["ringing_page"] == {"answers": 2, "p50_ms": 10.0, "p95_ms": 12.0, "max_ms": 12.0}
    assert set(found) == {"ringing_page", "desk_look_up", "bare"}


def test_a_page_over_fifty_milliseconds_is_told_and_the_bare_view_never() -> None:
    verdicts = {each.key: each.verdict for each in figures(read(LOG.strip())) if each.key.endswith("max_ms")}

    assert verdicts == {"bare_max_ms": "", "desk_look_up_max_ms": "MISSED", "ringing_page_max_ms": "met"}


def test_an_answer_that_is_no_page_ends_the_bench() -> None:
    with pytest.raises(SystemExit, match="302 in place of 200"):
        read("10 302 GET /operator/calls/")


def test_the_bench_prints_every_page_that_a_console_asks_for() -> None:
    sizes = ["--operators=3", "--seconds=20", "--requests=5", "--calls=20", "--databases=sqlite"]
    command = [sys.executable, "-m", "bench", "operator", *sizes, "--json"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])["sqlite"]
    assert found["ringing_page"]["answers"] > 10
    assert {"bare", "ringing_page"} < set(found)
