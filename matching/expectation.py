"""What a volunteer may expect: how many people near him ask for what he offers. Never a promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Q

from geo.points import Point
from matching import policy
from matching.openings import in_box, km_from, places_of
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
    first = HelpRequest.objects.order_by("pk").values_list("created_at", flat=True).first()
    places = places_of(volunteer)
    if first is None or now - first < TOO_YOUNG or not places:
        return Expectation(Sort.UNKNOWN)
    near_him, around = _count(volunteer, places, now)
    weeks = min(now - first, WINDOW) / timedelta(days=7)
    a_week = near_him / weeks
    if a_week >= 1:
        return Expectation(Sort.MORE, MOST) if a_week > MOST else Expectation(Sort.ABOUT, round(a_week))
    if near_him or around >= ENOUGH_AROUND:
        return Expectation(Sort.RARELY)
    return Expectation(Sort.UNKNOWN)


def _count(volunteer: Volunteer, places: list[Point], now: datetime) -> tuple[int, int]:
    """Requests that suit him near him, and in all within twenty kilometres; one query, no locked column."""
    widest = policy.current().max_km
    somewhere = Q(lat__isnull=True)
    for here in places:
        somewhere |= in_box(here, widest)
    rows = HelpRequest.objects.filter(somewhere, created_at__gt=now - WINDOW).exclude(status=Status.CANCELLED)
    near_him = around = 0
    for row in rows.only("kind", "languages", "lat", "lon").iterator():
        kind = row.catalogue_kind
        if not kind.offer.bit & volunteer.kinds or not set(row.languages) & set(volunteer.languages):
            continue
        km = km_from(places, row.point) if kind.needs_place else 0.0
        if km is not None and km <= widest:
            around += 1
            near_him += km <= volunteer.travel_km
    return near_him, around
