"""`make test` itself: what it hands to pytest, what it keeps away from tests, and how it judges."""

import subprocess
from pathlib import Path
from typing import TextIO

import pytest

from tests import run

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("given", "narrowed"),
    [
        ([], ["-m", "a or b"]),
        (["-k", "claim"], ["-k", "claim", "-m", "a or b"]),
        (["-m", "race or chaos", "-x"], ["-x", "-m", "(race or chaos) and (a or b)"]),
        (["-mrace"], ["-m", "(race) and (a or b)"]),
        (["-m=race"], ["-m", "(race) and (a or b)"]),
    ],
)
def test_a_run_is_narrowed_and_what_was_asked_for_stays(given: list[str], narrowed: list[str]) -> None:
    assert run.only("a or b", given) == narrowed


@pytest.mark.parametrize("browser", [True, False])
@pytest.mark.parametrize("once", [True, False])
def test_every_test_has_its_run_and_only_what_a_database_may_change_has_two(
    browser: bool, once: bool
) -> None:
    marks = {"browser": browser, "once": once}
    runs = [bool(eval(which, marks)) for which in (run.FIRST_RUN, run.SECOND_RUN, run.THIRD_RUN)]  # noqa: S307

    assert sum(runs) == (1 if browser or once else 2)


def lane(said: TextIO, *runs: str, first_failure_only: bool = False) -> run.Lane:
    """A lane whose runs ask pytest for its version, or for what it does not know."""
    variables = run.environment(run.BASE_DIR, "redis://localhost:1/0")
    return run.Lane(said, [(each, [each], variables) for each in runs], first_failure_only)


def test_the_lane_says_all_in_order_and_has_every_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "said").open("w+") as said:
        codes = lane(said, "--version", "--no-such-option").finish()

    printed = capfd.readouterr().out
    assert (codes[0], codes[1] != 0) == (0, True)
    assert printed.index("=== --version") < printed.index("pytest ") < printed.index("=== --no-such-option")


def test_the_lane_stops_at_the_first_failure_if_told(tmp_path: Path) -> None:
    with (tmp_path / "said").open("w+") as said:
        assert len(lane(said, "--no-such-option", "--version", first_failure_only=True).finish()) == 1


def test_who_leaves_the_lane_ends_its_run_and_begins_no_other(tmp_path: Path) -> None:
    with (tmp_path / "said").open("w+") as said:
        left = lane(said, *["--version"] * 9)
        left.end()

        assert not left.thread.is_alive()
        assert len(left.codes) < 9


@pytest.mark.parametrize(
    ("given", "here"),
    [
        ([], ["-m", "not nominatim and not addok"]),
        (["-x", "-m", "not browser"], ["-x", "-m", "(not browser) and not nominatim and not addok"]),
        (["-m", "nominatim"], ["-m", "nominatim"]),
        (["-maddok", "-x"], ["-maddok", "-x"]),
    ],
)
def test_real_geocoders_are_asked_only_when_somebody_says_so(given: list[str], here: list[str]) -> None:
    assert run.without_geocoders(given) == here


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [([0, 0], 0), ([0, 5, 5], 0), ([5, 0], 0), ([5, 5, 5], 5), ([1, 0], 1), ([0, 0, 1], 1), ([5, 2], 2)],
)
def test_a_run_may_find_no_test_but_not_all(codes: list[int], verdict: int) -> None:
    assert run.verdict(codes) == verdict


@pytest.mark.parametrize(
    ("arguments", "stops"),
    [
        (["-x"], True),
        (["-vx"], True),
        (["--exitfirst"], True),
        (["--maxfail=1"], True),
        (["-k", "x"], False),
        ([], False),
    ],
)
def test_it_knows_when_the_first_failure_is_the_last(arguments: list[str], stops: bool) -> None:
    assert run.wants_first_failure_only(arguments) == stops


def test_nothing_of_the_users_environment_reaches_the_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "the real one")
    monkeypatch.setenv("PRODUCTION", "true")
    monkeypatch.setenv("EMAIL_URL", "smtp://real.example")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    variables = run.environment(tmp_path, "redis://localhost:1/0")

    assert "SECRET_KEY" not in variables
    assert variables["PRODUCTION"] == "false"
    assert variables["EMAIL_URL"] == "memorymail://"
    assert variables["DATA_DIR"] == str(tmp_path)
    assert variables["LC_ALL"] == "C.UTF-8"


def test_pytest_has_the_last_word(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = run.run_pytest(
        "Tests on SQLite", ["--version"], run.environment(tmp_path, "redis://localhost:1/0")
    )

    first, *_, last = capfd.readouterr().out.splitlines()
    assert (code, first) == (0, "=== Tests on SQLite")
    assert last.startswith("pytest ")


def test_an_old_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python2"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    result = subprocess.run(
        ["make", "run", f"PYTHON={old}", f"VENV={tmp_path}/venv"],
        cwd=run.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert "Python 3.11 or newer is needed" in result.stderr
    assert not (tmp_path / "venv").exists()


def test_make_lists_its_tasks() -> None:
    result = subprocess.run(["make", "help"], cwd=run.BASE_DIR, capture_output=True, text=True, check=True)

    tasks = {line.split()[1] for line in result.stdout.splitlines() if line.startswith("make ")}
    assert tasks == {
        "run", "test", "test-geocoders", "chaos", "simulate", "bench",
        "lint", "messages", "screens", "roles", "lock", "clean", "help",
    }  # fmt: skip


def test_ci_is_a_script_that_bash_understands() -> None:
    subprocess.run(["bash", "-n", ".ci/run"], cwd=run.BASE_DIR, check=True)
