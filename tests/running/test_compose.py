"""What a small charity's server runs: the compose file and the image, read as data."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.once

BASE_DIR = Path(__file__).resolve().parents[2]
TEXT = (BASE_DIR / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()


def test_the_six_services_are_there() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "redis"}


@pytest.mark.parametrize("name", OURS)
def test_our_services_share_one_image_and_one_environment(name: str) -> None:
    shared = COMPOSE["x-environment"]

    assert SERVICES[name]["image"] == "covidsol"
    assert SERVICES[name]["env_file"] == ".env"
    assert {key: SERVICES[name]["environment"][key] for key in shared} == shared
    assert set(shared) == {"PRODUCTION", "DATA_DIR", "DATABASE_URL", "REDIS_URL"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nobody_starts_before_the_tables_are_there(name: str) -> None:
    waits = SERVICES[name]["depends_on"]

    assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert waits["redis"]["condition"] == waits["postgres"]["condition"] == "service_healthy"


def test_migrate_runs_once_when_the_database_answers() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_everything_else_comes_back_after_a_crash_or_a_reboot(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_each_has_a_minute_to_end(name: str) -> None:
    assert SERVICES[name]["stop_grace_period"] == "60s"


def test_the_commands_are_those_of_the_queue() -> None:
    assert SERVICES["worker"]["command"].startswith("celery -A covidsol worker ")
    assert SERVICES["beat"]["command"].startswith("celery -A covidsol beat ")
    assert SERVICES["worker"]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"


def test_web_is_asked_whether_it_is_well_by_a_program_that_compiles() -> None:
    *_, program = SERVICES["web"]["healthcheck"]["test"]

    compile(program, "healthcheck", "exec")
    assert '"/healthz"' in program


def test_the_database_and_the_queue_are_asked_too() -> None:
    assert SERVICES["postgres"]["healthcheck"]["test"][1] == "pg_isready"
    assert "redis-cli ping" in SERVICES["redis"]["healthcheck"]["test"][1]
    assert SERVICES["postgres"]["image"] in {"postgres:17", "postgres:18"}


@pytest.mark.parametrize(
    ("option", "value"),
    [("--appendonly", "yes"), ("--appendfsync", "everysec"), ("--maxmemory-policy", "noeviction")],
)
def test_redis_keeps_what_it_is_told(option: str, value: str) -> None:
    command = SERVICES["redis"]["command"]

    assert command[command.index(option) + 1] == value


def test_redis_wants_the_password_that_we_give() -> None:
    command = SERVICES["redis"]["command"]

    assert command[command.index("--requirepass") + 1].startswith("${REDIS_PASSWORD:?")
    assert COMPOSE["x-environment"]["REDIS_URL"].startswith("redis://:${REDIS_PASSWORD:?")


def test_only_web_is_published_and_only_to_the_server_itself() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_what_must_last_lies_in_named_volumes() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}

    assert used == set(COMPOSE["volumes"])


def test_no_password_stands_in_the_file() -> None:
    assert not re.search(r"PASSWORD: (?!\$\{)", TEXT)


def test_the_image_is_small_hashed_and_not_root() -> None:
    instructions = [
        line.split(maxsplit=1)[0] for line in DOCKERFILE.splitlines() if re.match("[A-Z]+ ", line)
    ]

    assert DOCKERFILE.count("FROM python:3.11-slim\n") == 1
    assert "--require-hashes -r requirements/base.txt" in DOCKERFILE
    assert "collectstatic --no-input" in DOCKERFILE
    assert instructions.index("USER") > instructions.index("RUN")
    assert re.search(r'^CMD \["gunicorn", "covidsol.wsgi"', DOCKERFILE, re.MULTILINE)
    assert instructions[-1] == "CMD"


def test_no_secret_and_no_data_get_into_the_image() -> None:
    ignored = (BASE_DIR / ".dockerignore").read_text().splitlines()

    assert {".env", ".git", "data", ".venv*"} <= set(ignored)
