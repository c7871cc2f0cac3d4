"""Fills the tables that the search reads, in bulk, past Django's objects and past the foreign keys.

There are no volunteers behind the rows and no requests: the search asks for
neither. Only for a bench: nothing else in the house writes like this.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

from bench.oracle import Oracle
from bench.population import BIT_OF, LANGUAGES, Population
from matching.models import Invitation, Match, Outcome
from volunteers.models import Reach
from volunteers.reach import band

CHUNK = 100_000
# Requests of the past, beyond those that the bench asks about.
OTHERS = 1_000_000
VOLUNTEERS_A_REQUEST = 7


def load(people: Population, oracle: Oracle, now: datetime) -> None:
    """Everybody's search rows, letters and tasks, and whoever was asked for the requests of the bench."""
    with _unguarded():
        bulk(Reach, _reaches(people))
        bulk(Invitation, _invitations(people, oracle, now))
        bulk(Match, _matches(people, now))
    _tidy()


class _unguarded:  # noqa: N801 - reads as a phrase
    """No foreign keys and no time limit within; the connection is closed after it, with its settings."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA foreign_keys=OFF")
                cursor.execute("PRAGMA cache_size=-400000")
            else:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute("SET statement_timeout = 0")

    def __exit__(self, *raised: object) -> None:
        connection.close()


def _tidy() -> None:
    """As the database would stand after its nightly upkeep."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
    connection.close()


def bulk(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows, given by attribute; what they leave out gets its default."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        insert(
            model._meta.db_table,
            [str(field.column) for field in fields],
            (tuple(_stored(field, row) for field in fields) for row in chunk),
        )


def _stored(field: models.Field, row: dict[str, Any]) -> Any:
    value = row[field.attname] if field.attname in row else field.get_default()
    if isinstance(value, int | float):
        return value
    return (
        _prepared(field, value) if isinstance(value, datetime) else field.get_db_prep_save(value, connection)
    )


@cache
def _prepared(field: models.Field, value: datetime) -> Any:
    return field.get_db_prep_save(value, connection)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table, by COPY where there is one."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
            raw = connection.connection
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(statement, rows)
            raw.execute("COMMIT")
        else:
            lines = ("\t".join(map(_text, row)) for row in rows)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO("\n".join(lines)))


def _text(value: Any) -> str:
    return "\\N" if value is None else str(value)


def _reaches(people: Population) -> Iterator[dict[str, Any]]:
    for i in range(len(people)):
        row = {
            "volunteer_id": i + 1,
            "band": band(people.lat[i]),
            "lon": people.lon[i],
            "lat": people.lat[i],
            "travel_km": people.travel_km[i],
            "kinds": people.kinds[i],
            "letters_per_week": people.letters_per_week[i],
            "active": bool(people.active[i]),
        }
        for language in LANGUAGES:
            if people.languages[i] & BIT_OF[language]:
                yield row | {"language": language}


def _invitations(people: Population, oracle: Oracle, now: datetime) -> Iterator[dict[str, Any]]:
    """Letters of this week, older ones, and those of the bench's own requests, which lie a month back.

    So the last ones are asked already without adding to anybody's week.
    """
    number, requests = 0, max(len(people) // VOLUNTEERS_A_REQUEST, 10)
    for request_id, asked in oracle.asked.items():
        for pk in asked:
            number += 1
            yield _invitation(number, request_id, pk, now - timedelta(days=30))
    for i in range(len(people)):
        for days in [3] * people.letters[i] + [20] * people.older_letters[i]:
            number += 1
            yield _invitation(number, OTHERS + number % requests, i + 1, now - timedelta(days=days))


def _invitation(number: int, request_id: int, pk: int, asked_at: datetime) -> dict[str, Any]:
    row = {"uuid": UUID(int=number), "help_request_id": request_id, "volunteer_id": pk, "asked_at": asked_at}
    return row | {"wave": 1, "km": 1.0}


def _matches(people: Population, now: datetime) -> Iterator[dict[str, Any]]:
    """The tasks that people are on, and as many that are done."""
    number = 0
    for i in range(len(people)):
        for outcome in [Outcome.LIVE, Outcome.DONE] * people.tasks[i]:
            number += 1
            yield {
                "uuid": UUID(int=number),
                "help_request_id": OTHERS + number,
                "volunteer_id": i + 1,
                "outcome": str(outcome),
                "claimed_at": now - timedelta(days=1),
                "ended_at": now if outcome == Outcome.DONE else None,
                "remind_at": now + timedelta(days=1),
                "lapses_at": now + timedelta(days=2),
            }
