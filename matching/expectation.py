"""What a volunteer may expect: how many people near him ask for what he offers. Never a promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Q

from catalogue.kinds import KINDS
from geo.points import Point, box_around
from matching import policy
from matching.openings import km_from, places_of
from requests_app.models import HelpRequest, Status
from volunteers.models import Volunteer

WINDOW = timedelta(days=28)
# Of a service that is younger than a week nothing can be said: its first days are like no others.
TOO_YOUNG = timedelta(days=7)
# With so many around, nobody near him is a finding; with fewer it is an accident.
ENOUGH_AROUND = 10
MOST = 20  # a week; more is said as "more than"


class Sort(Enum):
    """How sure we are, in a word."""

    UNKNOWN = "unknown"
    RARELY = "rarely"
    ABOUT = "about"
    MORE = "more"


@dataclass(frozen=True)
class Expectation:
    """A sort, and for ABOUT and MORE a number of requests a week."""

    sort: Sort
    a_week: int = 0


@dataclass(frozen=True)
class Asked:
    """One request as far as it is counted: the offer's bit, languages, where; whether its place matters."""

    bit: int
    languages: frozenset[str]
    point: Point | None
    needs_place: bool


def near(volunteer: Volunteer, now: datetime) -> Expectation:
    """How many requests a week there were near him, of his kinds and languages, in the last four weeks.

    The rule. Counted is every request of the last 28 days, cancelled ones not,
    within his own distance of one of his places (a talk has no distance),
    divided by the weeks for which the service has taken requests, four at most.
    One a week or more: "about n", rounded, more than twenty as "more than 20".
    Fewer than one a week, or none where the surroundings of twenty kilometres
    had at least ten: "rarely". None, and the surroundings nearly as empty, or
    a service that has run for less than a week: we do not know yet. It counts
    requests, not letters: others near him are asked too, and the page says so.
    """
    return near_each([volunteer], now)[volunteer.pk]


def near_each(volunteers: Sequence[Volunteer], now: datetime) -> dict[int, Expectation]:
    """The same for several, by their keys; two queries however many they are, and no locked column."""
    first = HelpRequest.objects.order_by("pk").values_list("created_at", flat=True).first()
    places = {each.pk: places_of(each) for each in volunteers}
    found = {each.pk: Expectation(Sort.UNKNOWN) for each in volunteers}
    if first is None or now - first < TOO_YOUNG or not any(places.values()):
        return found
    weeks = min(now - first, WINDOW) / timedelta(days=7)
    asked = _asked([here for his in places.values() for here in his], now)
    reckoned = {each.pk: _expected(each, places[each.pk], asked, weeks) for each in volunteers}
    return found | {pk: each for pk, each in reckoned.items() if places[pk]}


def _expected(volunteer: Volunteer, places: list[Point], asked: list[Asked], weeks: float) -> Expectation:
    near_him, around = _count(volunteer, places, asked)
    a_week = near_him / weeks
    if a_week >= 1:
        return Expectation(Sort.MORE, MOST) if a_week > MOST else Expectation(Sort.ABOUT, round(a_week))
    if near_him or around >= ENOUGH_AROUND:
        return Expectation(Sort.RARELY)
    return Expectation(Sort.UNKNOWN)


def _asked(places: list[Point], now: datetime) -> list[Asked]:
    """The requests of the last weeks in one box around these places, and those whose place is no matter."""
    boxes = [box_around(each, policy.current().max_km) for each in places]
    around = Q(
        lat__range=(min(each.south for each in boxes), max(each.north for each in boxes)),
        lon__range=(min(each.west for each in boxes), max(each.east for each in boxes)),
    )
    talks = [kind.code for kind in KINDS if not kind.needs_place]
    here = Q(lat__isnull=True) | Q(kind__in=talks) | around
    rows = HelpRequest.objects.filter(here, created_at__gt=now - WINDOW)
    rows = rows.exclude(status=Status.CANCELLED).only("kind", "languages", "lat", "lon")
    kinds = ((each, each.catalogue_kind) for each in rows.iterator())
    return [
        Asked(kind.offer.bit, frozenset(each.languages), each.point, kind.needs_place) for each, kind in kinds
    ]


def _count(volunteer: Volunteer, places: list[Point], asked: list[Asked]) -> tuple[int, int]:
    """Of these requests those that suit him near him, and in all within twenty kilometres."""
    widest, speaks = policy.current().max_km, set(volunteer.languages)
    near_him = around = 0
    for each in asked:
        if not each.bit & volunteer.kinds or speaks.isdisjoint(each.languages):
            continue
        km = km_from(places, each.point) if each.needs_place else 0.0
        if km is not None and km <= widest:
            around += 1
            near_him += km <= volunteer.travel_km
    return near_him, around
