"""Figures of the phone for whoever leads it: calls, waiting, call-backs, counted in few queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import ExtractHour
from django.utils import timezone

from callcentre.models import Call, CallTask, Direction, Outcome
from callcentre.models.calls import CallQuerySet
from callcentre.queue import LATE, SOONER, first_name
from covidsol.hours import moment

PROMISED = timedelta(seconds=60)
# The waits that are told apart: up to so many seconds, and longer.
STEPS = (15, 30, 60, 120)
LONGER = 0
WAIT = ExpressionWrapper(F("answered_at") - F("started_at"), output_field=DurationField())


@dataclass(frozen=True)
class Stretch:
    """Whole days by the clock on the wall, the last one included."""

    first: date
    last: date

    @property
    def calls(self) -> CallQuerySet:
        """The calls that began in them, along the index of `started_at`."""
        zone = timezone.get_default_timezone()
        begin, end = moment(self.first, 0, zone), moment(self.last + timedelta(days=1), 0, zone)
        return Call.objects.filter(started_at__gte=begin, started_at__lt=end).order_by()


@dataclass(frozen=True)
class Waiting:
    """How long callers waited, as the telephony tells it. Spans are None where nobody was answered."""

    answered: int
    missed: int
    within: int
    steps: dict[int, int]  # answered within so many seconds and not sooner; LONGER for the rest
    median: timedelta | None
    late: timedelta | None

    @property
    def percent(self) -> int | None:
        """Of a hundred callers so many were answered in time; None without callers."""
        callers = self.answered + self.missed
        return round(100 * self.within / callers) if callers else None


@dataclass(frozen=True)
class Due:
    """Open call tasks of one reason: those that are due, those of them that are late, and those to come."""

    due: int
    late: int
    later: int


@dataclass(frozen=True)
class Share:
    """One operator's part: first name, calls written down, requests among them."""

    name: str
    calls: int
    requests: int


def by_hour(stretch: Stretch) -> dict[tuple[int, str], int]:
    """Calls that came in, by hour of the wall's clock (0 to 23) and language ("" if unknown). One query."""
    hour = ExtractHour("started_at", tzinfo=timezone.get_default_timezone())
    came_in = stretch.calls.filter(direction=Direction.IN).annotate(hour=hour)
    rows = came_in.values_list("hour", "language").annotate(n=Count("pk"))
    return {(hour, language): number for hour, language, number in rows}


def outcomes(stretch: Stretch) -> dict[str, dict[str, int]]:
    """Calls by outcome and direction; under "" what somebody answered and nobody noted. One query."""
    told = stretch.calls.filter(~Q(outcome="") | Q(answered_at__isnull=False))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for outcome, direction, number in told.values_list("outcome", "direction").annotate(n=Count("pk")):
        found[outcome][direction] = number
    return dict(found)


def waiting(stretch: Stretch) -> Waiting:
    """From the first ring until somebody answers, where a telephony told of it. Three queries."""
    rang = stretch.calls.filter(direction=Direction.IN).exclude(provider="")
    in_time = rang.annotate(wait=WAIT)
    up_to = {f"step_{most}": Count("pk", filter=Q(wait__lte=timedelta(seconds=most))) for most in STEPS}
    counted = in_time.aggregate(
        answered=Count("answered_at"),
        missed=Count("pk", filter=Q(answered_at__isnull=True, ended_at__isnull=False)),
        within=Count("pk", filter=Q(wait__lte=PROMISED)),
        **up_to,
    )
    reached = [counted.pop(name) for name in up_to]
    answered = counted["answered"]
    sooner = [0, *reached]
    steps = {most: sum_ - before for most, sum_, before in zip(STEPS, reached, sooner, strict=False)}
    spans = [_nearest_rank(rang, answered, part) for part in (50, 90)]
    return Waiting(**counted, steps={**steps, LONGER: answered - reached[-1]}, median=spans[0], late=spans[1])


def _nearest_rank(rang: CallQuerySet, answered: int, part: int) -> timedelta | None:
    """The wait that so many of a hundred did not exceed: the database sorts, and hands over one row."""
    rank = (answered * part + 99) // 100
    waits = rang.filter(answered_at__isnull=False).order_by(WAIT.asc()).values_list(WAIT, flat=True)
    found: list[timedelta] = list(waits[rank - 1 : rank]) if answered else []
    return found[0] if found else None


def call_tasks(now: datetime) -> dict[str, Due]:
    """What is to be rung about, by reason; late is what the queue calls late. One query."""
    late = Q(due_at__lte=now - LATE) | Q(urgent=True, due_at__lte=now - LATE / SOONER)
    rows = CallTask.objects.open().order_by().values("reason")
    counted = rows.annotate(
        due=Count("pk", filter=Q(due_at__lte=now)),
        late=Count("pk", filter=late),
        later=Count("pk", filter=Q(due_at__gt=now)),
    )
    return {row["reason"]: Due(row["due"], row["late"], row["later"]) for row in counted}


def shares(stretch: Stretch) -> list[Share]:
    """Who has written down how many calls, the most requests first. Two queries."""
    told = stretch.calls.exclude(outcome="").filter(operator__isnull=False)
    requests = Count("pk", filter=Q(outcome=Outcome.REQUEST))
    rows = told.values_list("operator").annotate(calls=Count("pk"), requests=requests)
    counted = {operator: (calls, asked) for operator, calls, asked in rows}
    people = User.objects.filter(pk__in=counted).select_related("operator")
    found = [Share(first_name(each), *counted[each.pk]) for each in people]
    return sorted(found, key=lambda share: (-share.requests, -share.calls, share.name.casefold()))
