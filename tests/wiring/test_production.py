"""What a house in production refuses, and that one which is well set up is not refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

pytestmark = pytest.mark.once
HOUSE = Path(__file__).resolve().parents[2]
GOOD = {
    "PRODUCTION": "true",
    "SECRET_KEY": "x7Qp2_mW9-zR4tY8uI0oP3aS6dF1gH5jK7lZ2xC9vB4nM8qW1e",
    "PRIVACY_KEYS": Fernet.generate_key().decode(),
    "BLIND_INDEX_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "help.example.org",
    "BASE_URL": "https://help.example.org",
    "EMAIL_URL": "smtp://user:password@mail.example.org:587",
    "DATABASE_URL": "postgres://covidsol:password@localhost:1/covidsol",
    "REDIS_URL": "redis://localhost:1/0",
}


def check(folder: Path, *words: str, **changes: str | None) -> tuple[int, str]:
    """Exit code and words of `manage.py check --deploy` in this environment; None takes a variable away."""
    names = {**GOOD, "DATA_DIR": str(folder), "STATIC_ROOT": str(folder), **changes}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {name: value for name, value in names.items() if value is not None}
    command = [sys.executable, "manage.py", *(words or ("check", "--deploy", "--fail-level", "WARNING"))]
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_house_that_is_well_set_up_passes_every_check_of_django_and_ours(tmp_path: Path) -> None:
    code, said = check(tmp_path)

    assert (code, "no issues" in said) == (0, True), said


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("SECRET_KEY", "Set SECRET_KEY: in production there is no default."),
        ("PRIVACY_KEYS", "Set PRIVACY_KEYS and BLIND_INDEX_KEYS"),
        ("BLIND_INDEX_KEYS", "Set PRIVACY_KEYS and BLIND_INDEX_KEYS"),
    ],
)
def test_without_a_key_nothing_starts_and_the_last_line_says_which(
    tmp_path: Path, name: str, says: str
) -> None:
    code, said = check(tmp_path, **{name: None})

    assert code != 0
    assert says in said.strip().splitlines()[-1]


def test_all_that_is_unsafe_is_named_at_once(tmp_path: Path) -> None:
    code, said = check(
        tmp_path, DEBUG="true", SECRET_KEY="short", ALLOWED_HOSTS="*", BASE_URL="http://x", EMAIL_URL=None
    )

    assert code != 0
    for number in range(1, 6):
        assert f"covidsol.E00{number}" in said


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("SECRET_KEY", "only-for-development-never-in-production", "covidsol.E002"),
        ("ALLOWED_HOSTS", None, "covidsol.E003"),
        ("BASE_URL", None, "covidsol.E004"),
        ("EMAIL_URL", None, "covidsol.E005"),
    ],
)
def test_one_thing_that_is_unsafe_is_one_error(
    tmp_path: Path, name: str, value: str | None, error: str
) -> None:
    code, said = check(tmp_path, "check", **{name: value})

    assert code != 0
    assert error in said
    assert said.count("covidsol.E00") == 1


def test_the_pages_for_development_are_not_there_in_production(tmp_path: Path) -> None:
    ask = (
        "from django.urls import Resolver404, resolve\n"
        "try: print('found', resolve('/dev/letters/'))\n"
        "except Resolver404: print('not there')\n"
    )
    assert "not there" in check(tmp_path, "shell", "-c", ask)[1]
    assert "found" in check(tmp_path, "shell", "-c", ask, PRODUCTION=None)[1]


def test_a_key_that_locks_nothing_is_refused(tmp_path: Path) -> None:
    code, said = check(tmp_path, PRIVACY_KEYS="short")

    assert code != 0
    assert "PRIVACY_KEYS" in said


def test_a_telephony_without_its_token_stops_a_server_before_it_serves(tmp_path: Path) -> None:
    serve = ("shell", "-c", "import covidsol.wsgi; print('serves')")
    token = "0123456789abcdef0123"

    assert "serves" in check(tmp_path, *serve)[1]
    assert "serves" in check(tmp_path, *serve, TELEPHONY="aircall", AIRCALL_WEBHOOK_TOKENS=token)[1]
    for wrong in ({"TELEPHONY": "aircall"}, {"TELEPHONY": "pigeon", "AIRCALL_WEBHOOK_TOKENS": token}):
        code, said = check(tmp_path, *serve, **wrong)
        assert code != 0
        assert "serves" not in said
        assert "TELEPHONY" in said or "AIRCALL_WEBHOOK_TOKENS" in said
