"""`make test` itself: what it hands to pytest, what it keeps away from tests, and how it judges."""

import subprocess
from pathlib import Path

import pytest

from tests import run

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("given", "second"),
    [
        ([], ["-m", "not browser and not once"]),
        (["-k", "claim"], ["-k", "claim", "-m", "not browser and not once"]),
        (["-m", "race or chaos", "-x"], ["-x", "-m", "(race or chaos) and not browser and not once"]),
        (["-mrace"], ["-m", "(race) and not browser and not once"]),
        (["-m=race"], ["-m", "(race) and not browser and not once"]),
    ],
)
def test_the_second_run_leaves_out_what_the_database_cannot_change(
    given: list[str], second: list[str]
) -> None:
    assert run.for_second_run(given) == second


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
    [([0, 0], 0), ([0, 5], 0), ([5, 0], 0), ([5, 5], 5), ([1, 0], 1), ([0, 1], 1), ([5, 2], 2)],
)
def test_a_run_may_find_no_test_but_not_both(codes: list[int], verdict: int) -> None:
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
