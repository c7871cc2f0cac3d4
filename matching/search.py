"""The nearest volunteers who may be asked: one SQL text for both databases, over one covering index.

The index `reach_search` (language, band, lon, ...) answers the inner select
without touching a row of the table. A search begins with a small box and lets
it grow until enough are found, so that its cost follows the answer and not the
number of volunteers; all inside the last radius were ranked, so the answer is
exact. Found against forty other ways: docs/benchmarks.md.
"""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.db.models import Count

from geo.points import Box, Point, box_around, scale_at
from volunteers.models import Reach
from volunteers.reach import band

# The first radius in km, for one volunteer in all of Belgium: k of N people near a point lie within a
# distance that shrinks with the root of N. Too small costs a round, too large costs rows.
FIRST_RADIUS_KM = 250.0
SMALLEST_RADIUS_KM = 0.2
# Each round aims at 1.6 times the wanted number, and grows by these factors at least and at most.
AIM, LEAST_GROWTH, MOST_GROWTH = 1.6, 1.4, 4.0
COUNTS_KEPT_SECONDS = 600
UNLIMITED = 1_000_000

# `near` is a fence: the squared distance is computed once a row, then everything else asks for it.
SQL = """
WITH near AS MATERIALIZED (
    SELECT r.volunteer_id, r.travel_km, r.letters_per_week,
           (r.lat - {lat}) * (r.lat - {lat}) * {m2}
           + (r.lon - {lon}) * (r.lon - {lon})
           * ({c0} + {c1} * (r.lat - {lat})) * ({c0} + {c1} * (r.lat - {lat})) AS d2
    FROM volunteers_reach r
    WHERE r.language IN ({languages}) AND r.band IN ({bands})
      AND r.lon BETWEEN {west} AND {east}
      AND r.active AND (r.kinds & {bit}) <> 0
)
SELECT near.volunteer_id, near.d2
FROM near
WHERE near.d2 <= {d2} AND near.d2 <= near.travel_km * near.travel_km
  AND NOT EXISTS (
      SELECT 1 FROM matching_invitation i
      WHERE i.help_request_id = %s AND i.volunteer_id = near.volunteer_id
        AND ({asked_once} OR i.answer <> 'none' OR i.rung_at > %s))
  AND (SELECT COUNT(*) FROM matching_invitation i
       WHERE i.volunteer_id = near.volunteer_id AND i.way = 'letter' AND i.asked_at > %s)
      < near.letters_per_week + {more_letters}
  AND (SELECT COUNT(*) FROM matching_match t
       WHERE t.volunteer_id = near.volunteer_id AND t.outcome = 'live') < {tasks}
  {approved}
ORDER BY near.d2, near.volunteer_id
LIMIT {limit}
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


def nearest(question: Question, count: int) -> Answer:
    """The `count` nearest who may be asked, within their own distance and the question's; exact."""
    radius = first_radius(question.languages, question.max_km)
    rounds = 0
    while True:
        rounds += 1
        found = _within(question, radius, count)
        is_last = radius >= question.max_km
        if len(found) >= count or is_last:
            return Answer(found[:count], rounds, is_last and len(found) < count)
        growth = sqrt(AIM * count / len(found)) if found else MOST_GROWTH
        radius = min(radius * min(max(growth, LEAST_GROWTH), MOST_GROWTH), question.max_km)


def first_radius(languages: tuple[str, ...], max_km: float) -> float:
    """Where to begin, in km, from how many speak these languages; a guess that only costs time if wrong."""
    counts = cache.get_or_set("matching.search.speakers", speakers, COUNTS_KEPT_SECONDS) or {}
    many = max((counts.get(language, 0) for language in languages), default=0)
    return min(max(FIRST_RADIUS_KM / sqrt(max(many, 1)), SMALLEST_RADIUS_KM), max_km)


def speakers() -> dict[str, int]:
    """How many search rows each language has."""
    return dict(Reach.objects.order_by().values_list("language").annotate(n=Count("pk")))


def statement(question: Question, radius: float, limit: int) -> tuple[str, list[Any]]:
    """The SQL of one round and its parameters. What is written into the text itself are numbers of ours."""
    box, scale = box_around(question.point, radius), scale_at(question.point.lat)
    text = SQL.format(
        lat=repr(question.point.lat), lon=repr(question.point.lon),
        m2=repr(scale.m**2), c0=repr(scale.c0), c1=repr(scale.c1), d2=repr(radius * radius),
        languages=", ".join(["%s"] * len(question.languages)), bands=_bands(box),
        west=repr(box.west), east=repr(box.east), bit=int(question.bit),
        asked_once="1 = 0" if question.by_phone else "1 = 1",
        more_letters=UNLIMITED if question.by_phone else 0, tasks=int(question.max_tasks),
        approved=APPROVED if question.approved_only else "", limit=int(limit),
    )  # fmt: skip
    return text, [*question.languages, question.request_id, question.rung_since, question.letters_since]


def _bands(box: Box) -> str:
    return ", ".join(str(number) for number in range(band(box.south), band(box.north) + 1))


def _within(question: Question, radius: float, count: int) -> list[Near]:
    """All within a radius in km, nearest first, at least `count` of them if there are so many.

    Somebody who shares two languages has two rows: so many more are read, and one of them dropped.
    """
    if not question.languages:
        return []
    text, parameters = statement(question, radius, count * len(question.languages))
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        d2_of: dict[int, float] = {}
        for volunteer_id, d2 in cursor.fetchall():
            d2_of.setdefault(volunteer_id, d2)
    return [Near(volunteer_id, sqrt(d2)) for volunteer_id, d2 in d2_of.items()]
