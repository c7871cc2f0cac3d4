"""Migrations: complete, and each can be taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.house.source import ROOMS


@pytest.fixture
def scratch(django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """The alias of an empty SQLite database of its own."""
    alias = "scratch"
    connections.databases[alias] = {**connections.databases["default"], "OPTIONS": {}}
    connections.databases[alias] |= {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "scratch.sqlite3",
    }
    with django_db_blocker.unblock():
        yield alias
        connections[alias].close()
    del connections[alias]
    del connections.databases[alias]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.once
def test_every_migration_can_be_taken_back_and_made_again(scratch: str) -> None:
    ours = [target for target in leaves(scratch) if target[0] in ROOMS]
    assert {app for app, _name in ours} >= {
        "geo",
        "letters",
        "matching",
        "paper",
        "privacy",
        "requests_app",
        "volunteers",
    }

    executor(scratch).migrate(leaves(scratch))
    with_all = tables(scratch)
    executor(scratch).migrate([(app, None) for app, _name in ours])
    without = tables(scratch)
    executor(scratch).migrate(leaves(scratch))

    assert [
        name for name in without if name.split("_")[0] in {app.split("_")[0] for app, _name in ours}
    ] == []
    assert tables(scratch) == with_all


def executor(alias: str) -> MigrationExecutor:
    """A fresh executor: it remembers what was applied when it was made."""
    return MigrationExecutor(connections[alias])


def leaves(alias: str) -> list[tuple[str, str]]:
    """The last migration of every app."""
    found: list[tuple[str, str]] = MigrationLoader(connections[alias]).graph.leaf_nodes()
    return found


def tables(alias: str) -> list[str]:
    """The names of all tables."""
    return sorted(connections[alias].introspection.table_names())
