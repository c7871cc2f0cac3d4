"""Whom to ask: the nearest volunteers who can, speak the language, and were not asked before."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from geo.points import Point, box_around, distance_km
from matching.models import Invitation, Match
from matching.policy import MAX_KM, MAX_OPEN_TASKS, WEEK
from requests_app.models import HelpRequest
from volunteers.models import Reach
from volunteers.reach import band


@dataclass(frozen=True)
class Candidate:
    """Somebody to ask. `km` is None where distance is no matter."""

    volunteer_id: int
    km: float | None


def find(help_request: HelpRequest, count: int, now: datetime) -> list[Candidate]:
    """The `count` best volunteers to ask for this request, at this moment, best first.

    The nearest first, within 20 km and within their own distance. Where no
    place matters (a talk on the phone) whoever was asked least recently.
    """
    reaches = _eligible(help_request, now)
    if not help_request.catalogue_kind.needs_place:
        return _least_recently_asked(reaches, count)
    if help_request.point is None:
        return []
    return _nearest(reaches, help_request.point, count)


def _eligible(help_request: HelpRequest, now: datetime) -> QuerySet[Reach]:
    """Search rows of all who can be asked, wherever they live."""
    bit = help_request.catalogue_kind.offer.bit
    letters = Invitation.objects.filter(volunteer=OuterRef("volunteer"), asked_at__gt=now - WEEK)
    tasks = Match.objects.live().filter(volunteer=OuterRef("volunteer"))
    known = {"volunteer__approved_at__isnull": False} if settings.REQUIRE_APPROVAL else {}
    return (
        Reach.objects.filter(language__in=help_request.languages, active=True, **known)
        .alias(offered=F("kinds").bitand(bit))
        .filter(offered=bit)
        .exclude(volunteer__in=help_request.invitations.values("volunteer"))
        .alias(letters=_how_many(letters), tasks=_how_many(tasks))
        .filter(letters__lt=F("volunteer__letters_per_week"), tasks__lt=MAX_OPEN_TASKS)
    )


def _how_many(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("volunteer").annotate(n=Count("pk")).values("n")), 0)


def _nearest(reaches: QuerySet[Reach], here: Point, count: int) -> list[Candidate]:
    box = box_around(here, MAX_KM)
    inside = Q(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    bands = Q(band__range=(band(box.south), band(box.north)))
    km_of: dict[int, float] = {}
    for volunteer_id, lat, lon, travel_km in reaches.filter(inside, bands).values_list(
        "volunteer_id", "lat", "lon", "travel_km"
    ):
        km = distance_km(here, Point(lat, lon))
        if km <= min(MAX_KM, travel_km):
            km_of[volunteer_id] = km
    ranked = sorted(km_of.items(), key=lambda item: (item[1], item[0]))
    return [Candidate(volunteer_id, km) for volunteer_id, km in ranked[:count]]


def _least_recently_asked(reaches: QuerySet[Reach], count: int) -> list[Candidate]:
    found = (
        reaches.values("volunteer_id")
        .annotate(last=Max("volunteer__invitations__asked_at"))
        .order_by(F("last").asc(nulls_first=True), "volunteer_id")
    )
    return [Candidate(row["volunteer_id"], None) for row in found[:count]]
