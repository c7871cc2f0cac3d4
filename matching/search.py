"""The nearest volunteers who may be asked: one SQL text for both databases, over one covering index.

The index `reach_search` (language, band, lon, ...) answers the inner select
without touching a row of the table. A search begins with a box in which enough
may be expected and lets it grow until enough are found, so that its cost
follows the answer and not the number of volunteers; all inside the last radius
were ranked, so the answer is exact. Found against forty other ways:
docs/benchmarks.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from geo.points import Box, Point, box_around, scale_at
from matching import density, policy
from volunteers.reach import band

SMALLEST_RADIUS_KM = 0.2
# Each further round aims at 1.6 times the wanted number, and grows by these factors at least and at most.
AIM, LEAST_GROWTH, MOST_GROWTH = 1.6, 1.4, 4.0
# Of a language with so few speakers a strip across the country holds fewer rows than its bands cost seeks.
RARE = 20_000
# Lists of bands have one of these lengths, the last band repeated: few texts, so SQLite has each prepared.
LENGTHS = (4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192)
UNLIMITED = 1_000_000

# Both limits of a million are fences. The inner one: the squared distance is computed once a row. The outer
# one: rows come sorted, and what costs a look elsewhere is asked of the nearest first, until it is enough.
# That both databases keep the order is no promise of SQL: tests/matching/test_search.py holds them to it.
SQL = """
SELECT near.volunteer_id, near.d2
FROM (
    SELECT box.volunteer_id, box.letters_per_week, box.d2
    FROM (
        SELECT r.volunteer_id, r.travel_km, r.letters_per_week,
               (r.lat - %(lat)s) * (r.lat - %(lat)s) * %(m2)s
               + (r.lon - %(lon)s) * (r.lon - %(lon)s)
               * (%(c0)s + %(c1)s * (r.lat - %(lat)s)) * (%(c0)s + %(c1)s * (r.lat - %(lat)s)) AS d2
        FROM volunteers_reach r
        WHERE r.language IN ({languages}) AND r.band {bands}
          AND r.lon BETWEEN %(west)s AND %(east)s
          AND r.active AND (r.kinds & %(bit)s) <> 0
        LIMIT 1000000
    ) box
    WHERE box.d2 <= %(d2)s AND box.d2 <= box.travel_km * box.travel_km * %(wider)s
    ORDER BY box.d2, box.volunteer_id
    LIMIT 1000000
) near
WHERE NOT EXISTS (
    SELECT 1 FROM matching_invitation i
    WHERE i.help_request_id = %(request)s AND i.volunteer_id = near.volunteer_id
      AND ({asked_once} OR i.answer <> 'none' OR i.rung_at > %(rung_since)s))
  AND (SELECT COUNT(*) FROM matching_invitation i
       WHERE i.volunteer_id = near.volunteer_id AND i.way = 'letter' AND i.asked_at > %(letters_since)s)
      < near.letters_per_week + %(more_letters)s
  AND (SELECT COUNT(*) FROM matching_match t
       WHERE t.volunteer_id = near.volunteer_id AND t.outcome = 'live') < %(tasks)s
  {approved}
LIMIT %(limit)s
"""
APPROVED = """AND EXISTS (SELECT 1 FROM volunteers_volunteer v
      WHERE v.id = near.volunteer_id AND v.approved_at IS NOT NULL)"""


class Near(NamedTuple):
    """One volunteer and how far away he lives."""

    volunteer_id: int
    km: float


class Answer(NamedTuple):
    """The volunteers, nearest first, how many rounds it took, and whether there are no more within reach."""

    found: list[Near]
    rounds: int
    is_all: bool


@dataclass(frozen=True)
class Question:
    """Who may be asked for one request, at one moment.

    By letter (`by_phone` false): nobody who was asked for it before, nobody
    whose letters since `letters_since` are as many as he wants a week. By
    phone: whoever has not answered yet and was not rung since `rung_since`.
    `wider` stretches everybody's own distance.
    """

    request_id: int
    point: Point
    bit: int
    languages: tuple[str, ...]
    letters_since: datetime
    rung_since: datetime
    max_km: float
    max_tasks: int
    by_phone: bool = False
    approved_only: bool = False
    wider: float = 1.0


def nearest(question: Question, count: int) -> Answer:
    """The `count` nearest who may be asked, within their own distance and the question's; exact."""
    expected = density.radius_for(question.point, question.languages, count)
    radius = min(max(expected, SMALLEST_RADIUS_KM), question.max_km)
    rounds = 0
    while True:
        rounds += 1
        found = _within(question, radius, count)
        is_last = radius >= question.max_km
        if len(found) >= count or is_last:
            return Answer(found[:count], rounds, is_last and len(found) < count)
        growth = sqrt(AIM * count / len(found)) if found else MOST_GROWTH
        radius = min(radius * min(max(growth, LEAST_GROWTH), MOST_GROWTH), question.max_km)


def statement(question: Question, radius: float, limit: int) -> tuple[str, dict[str, Any]]:
    """The SQL of one round and its parameters."""
    box, scale = box_around(question.point, radius), scale_at(question.point.lat)
    spoken = {f"language{number}": each for number, each in enumerate(question.languages)}
    bands, numbers = _bands(box, density.speakers(question.languages) <= RARE)
    text = SQL.format(
        languages=_names(spoken), bands=bands, asked_once="1 = 0" if question.by_phone else "1 = 1",
        approved=APPROVED if question.approved_only else "",
    )  # fmt: skip
    parameters: dict[str, Any] = {
        "lat": question.point.lat, "lon": question.point.lon,
        "m2": scale.m**2, "c0": scale.c0, "c1": scale.c1,
        "west": box.west, "east": box.east, "d2": radius * radius, "bit": question.bit,
        "wider": question.wider * question.wider,
        "request": question.request_id, "tasks": question.max_tasks, "limit": limit,
        "rung_since": question.rung_since, "letters_since": question.letters_since,
        "more_letters": UNLIMITED if question.by_phone else 0,
    }  # fmt: skip
    return text, parameters | spoken | numbers


def _names(parameters: dict[str, Any]) -> str:
    return ", ".join(f"%({name})s" for name in parameters)


def _bands(box: Box, is_rare: bool) -> tuple[str, dict[str, int]]:
    """The strips of the box: each by itself, or for a rare language all in one go across the country."""
    first, last = band(box.south), band(box.north)
    if is_rare:
        return "BETWEEN %(first)s AND %(last)s", {"first": first, "last": last}
    length = next((each for each in LENGTHS if each > last - first), last - first + 1)
    numbers = {f"band{number}": min(first + number, last) for number in range(length)}
    return f"IN ({_names(numbers)})", numbers


def _within(question: Question, radius: float, count: int) -> list[Near]:
    """All within a radius in km, nearest first, at least `count` of them if there are so many.

    Somebody who shares two languages has two rows: so many more are read, and one of them dropped. Who helps
    from a second place has as many rows again, and is as near as the nearer one. He is rare, so nothing is
    read for him beforehand: only when doubles have left too few are twice as many rows asked for.
    """
    if not question.languages:
        return []
    limit = count * len(question.languages)
    while True:
        rows = _rows(*statement(question, radius, limit))
        d2_of: dict[int, float] = {}
        for volunteer_id, d2 in rows:
            d2_of.setdefault(volunteer_id, d2)
        if len(d2_of) >= count or len(rows) < limit:
            return [Near(volunteer_id, sqrt(d2)) for volunteer_id, d2 in d2_of.items()]
        limit *= 2


def _rows(text: str, parameters: dict[str, Any]) -> list[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        found: list[tuple[int, float]] = cursor.fetchall()
    return found


class Standing(NamedTuple):
    """Letters this week, letters unanswered in a row, tasks taken on in the last fortnight; live tasks.

    And how many letters a week the volunteer wishes at most.
    """

    letters: int
    unanswered: int
    tasks: int
    live: int
    letters_per_week: int


STANDING = """
SELECT v.id,
       (SELECT COUNT(*) FROM matching_invitation i
        WHERE i.volunteer_id = v.id AND i.way = 'letter' AND i.asked_at > %(week)s),
       v.unanswered,
       (SELECT COUNT(*) FROM matching_match t WHERE t.volunteer_id = v.id AND t.claimed_at > %(fortnight)s),
       (SELECT COUNT(*) FROM matching_match t WHERE t.volunteer_id = v.id AND t.outcome = 'live'),
       v.letters_per_week
FROM volunteers_volunteer v
WHERE v.id IN ({ids}) {but}
"""


def _but(rows: QuerySet[Any] | None) -> tuple[str, dict[str, Any]]:
    """The end of STANDING's text that leaves out what a query finds, and its values by name."""
    if rows is None:
        return "", {}
    text, values = rows.query.sql_with_params()
    named = {f"but{number}": value for number, value in enumerate(values)}
    return f"AND v.id NOT IN ({text % tuple(f'%({name})s' for name in named)})", named


def standing(ids: list[int], now: datetime, but: QuerySet[Any] | None = None) -> dict[int, Standing]:
    """Where these volunteers stand at a moment, less those whose ids are the rows of `but`; in one query."""
    if not ids:
        return {}
    people = {f"id{number}": pk for number, pk in enumerate(ids)}
    moments: dict[str, Any] = {
        "week": now - policy.WEEK,
        "fortnight": now - timedelta(days=policy.current().task_days),
    }
    with connection.cursor() as cursor:
        less, values = _but(but)
        cursor.execute(STANDING.format(ids=_names(people), but=less), moments | people | values)
        return {pk: Standing(*facts) for pk, *facts in cursor.fetchall()}
