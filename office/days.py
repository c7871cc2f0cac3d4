"""Fourteen days in bars: what was asked for, and what found somebody, on each day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from matching.models import Match
from requests_app.models import HelpRequest

DAYS = 14
STEP, BAR, TALL = 40, 14, 100  # of the drawing, in its own units


@dataclass(frozen=True)
class Day:
    """One day: how many requests came in and how many volunteers said yes; and where its bars stand."""

    day: date
    requests: int
    matches: int
    left: int
    high: int

    def _tall(self, count: int) -> int:
        return max(round(TALL * count / self.high), 1) if count else 0

    @property
    def bars(self) -> tuple[dict[str, int | str], ...]:
        """Both bars: x, y, width and height in units of the drawing."""
        both = (("asked", self.requests, 0), ("yes", self.matches, BAR + 1))
        return tuple(
            {
                "css": css, "x": self.left + shift, "width": BAR,
                "y": TALL - self._tall(count), "height": self._tall(count),
            }
            for css, count, shift in both
        )  # fmt: skip


def _per_day(rows: QuerySet[Any], column: str, start: datetime) -> dict[date, int]:
    zone = timezone.get_default_timezone()
    days = rows.filter(**{f"{column}__gte": start}).order_by().annotate(day=TruncDate(column, tzinfo=zone))
    return dict(days.values_list("day").annotate(n=Count("pk")))


def fortnight(now: datetime) -> list[Day]:
    """The last fourteen days by the calendar on the wall, today last; two queries, each by its index."""
    zone = timezone.get_default_timezone()
    first = now.astimezone(zone).date() - timedelta(days=DAYS - 1)
    start = datetime.combine(first, time(), zone)
    asked = _per_day(HelpRequest.objects.all(), "created_at", start)
    yes = _per_day(Match.objects.all(), "claimed_at", start)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    high = max(*(asked.get(day, 0) for day in days), *(yes.get(day, 0) for day in days), 1)
    return [
        Day(day, asked.get(day, 0), yes.get(day, 0), number * STEP, high) for number, day in enumerate(days)
    ]
