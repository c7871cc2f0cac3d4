"""The true counts up to a moment, straight from the other rooms' rows: set by set, in SQL.

They rest on what erasure leaves: a request keeps its kind, its postcode and its
times, a volunteer who left his postcode and his times, a match everything but
the word to the team. So a figure does not fall when people are forgotten.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from callcentre.models import Call, Direction
from callcentre.models import Outcome as CallOutcome
from catalogue.kinds import BY_CODE as KINDS
from impact.areas import area_of
from matching.models import Invitation, Match, Outcome, Way
from paper import figures as paper
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

Tables = dict[str, dict[str, int]]
ALL = "all"  # the one part of what is not told by area
BEGINNING = date(2020, 1, 1)
USUAL = Case(
    *(When(help_request__kind=code, then=Value(kind.minutes)) for code, kind in KINDS.items()),
    default=Value(60),
    output_field=IntegerField(),
)


def up_to(moment: datetime) -> Tables:
    """Every measure's counts before a moment, by area or as ALL."""
    return {name: _by_area(rows) for name, rows in _placed(moment).items()} | {
        name: {ALL: number} for name, number in _unplaced(moment).items()
    }


def _placed(moment: datetime) -> dict[str, QuerySet[Any]]:
    yes = Match.objects.filter(help_request=OuterRef("pk"), claimed_at__lt=moment)
    done = yes.filter(outcome=Outcome.DONE, ended_at__lt=moment)
    volunteers = Volunteer.objects.filter(confirmed_at__lt=moment)
    requests = HelpRequest.objects.filter(created_at__lt=moment)
    return {
        "volunteers": volunteers,
        "left": volunteers.filter(Q(left_at__lt=moment) | Q(blocked_at__lt=moment)),
        "requests": requests,
        "matched": requests.filter(Exists(yes)),
        "helped": requests.filter(Exists(done)),
    }


def _by_area(rows: QuerySet[Any]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    grouped = rows.order_by().values_list("country", "postcode").annotate(n=Count("pk"))
    for country, postcode, number in grouped:
        counted[area_of(country, postcode)] += number
    return dict(counted)


def _unplaced(moment: datetime) -> dict[str, int]:
    done = Match.objects.filter(outcome=Outcome.DONE, ended_at__lt=moment)
    summed = done.aggregate(
        spent=Sum(Coalesce("minutes", USUAL)), tasks=Count("pk"), told=Count("pk", filter=Q(minutes__gt=0))
    )
    answered = Q(answered_at__isnull=False) | ~Q(outcome__in=("", CallOutcome.NO_ANSWER))
    calls = Call.objects.filter(answered, direction=Direction.IN, started_at__lt=moment)
    printed = paper.figures(BEGINNING, timezone.localdate(moment - timedelta(microseconds=1)))
    return {
        "calls": calls.count(),
        "letters": Invitation.objects.filter(way=Way.LETTER, asked_at__lt=moment).count(),
        "hours": (summed["spent"] or 0) // 60,
        "tasks": summed["tasks"],
        "told": summed["told"],
        "paper_scans": printed.scans,
        "paper_volunteers": printed.registrations,
        "paper_matched": printed.claims,
    }


def waits(moment: datetime) -> tuple[timedelta, timedelta] | None:
    """The median and the 90th percentile (nearest rank) from a request to its first yes; None without any.

    Of all requests that had a yes before the moment; those without one have no such time.
    """
    first = HelpRequest.objects.annotate(first=Min("matches__claimed_at")).filter(first__lt=moment)
    spans = sorted(yes - asked for asked, yes in first.order_by().values_list("created_at", "first"))
    if not spans:
        return None
    middle, late = (spans[(len(spans) * part + 99) // 100 - 1] for part in (50, 90))
    return middle, late


def first_day() -> date | None:
    """The day of the first request or the first volunteer; None if nobody has come yet."""
    moments = (
        HelpRequest.objects.aggregate(at=Min("created_at"))["at"],
        Volunteer.objects.aggregate(at=Min("confirmed_at"))["at"],
    )
    return min((timezone.localdate(each) for each in moments if each), default=None)
