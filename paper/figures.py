"""What paper achieves: posters opened, neighbours who signed up by one, requests taken on."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Sum
from django.http import HttpRequest
from django.utils import timezone

from matching.models import Match
from paper.models import Arrival, Scans
from requests_app.models import HelpRequest

AHEAD_OF_TIME = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")  # fetched before anybody has asked
MACHINE = re.compile(r"bot\b|crawl|spider|scanner|preview|facebookexternalhit|curl|wget|python|monitor", re.I)


@dataclass(frozen=True)
class Figures:
    """Numbers of some days.

    `scans`: openings of the short link by somebody's browser. `registrations`: volunteers who
    came by a poster and have confirmed their address. `claims`: yeses of volunteers who had come by the
    poster of that very request.
    """

    scans: int
    registrations: int
    claims: int


def is_person(request: HttpRequest) -> bool:
    """Whether a page is opened for somebody to read, as far as the browser says so."""
    early = any(name in request.headers for name in AHEAD_OF_TIME)
    agent = request.headers.get("User-Agent", "")
    return request.method == "GET" and not early and bool(agent) and not MACHINE.search(agent)


def count_scan(help_request: HelpRequest, now: datetime) -> None:
    """One more opening today. A number and nothing else; the page is shown even if it cannot be written."""
    rows = Scans.objects.filter(help_request=help_request, day=timezone.localdate(now))
    with suppress(DatabaseError), transaction.atomic():
        if rows.update(number=F("number") + 1):
            return
        try:
            with transaction.atomic():
                Scans.objects.create(help_request=help_request, day=timezone.localdate(now), number=1)
        except IntegrityError:  # the first two of the day at the same moment
            rows.update(number=F("number") + 1)


def figures(first: date, last: date) -> Figures:
    """What paper achieved from the first day to the last, both included, by the service's own clock."""
    zone = timezone.get_default_timezone()
    span = (datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone))
    came = Arrival.objects.filter(
        help_request=OuterRef("help_request"), volunteer=OuterRef("volunteer"), at__lte=OuterRef("claimed_at")
    )
    new = Arrival.objects.filter(is_new=True, volunteer__confirmed_at__range=span)
    return Figures(
        scans=Scans.objects.filter(day__range=(first, last)).aggregate(sum=Sum("number"))["sum"] or 0,
        registrations=new.values("volunteer").distinct().count(),
        claims=Match.objects.filter(Exists(came), claimed_at__range=span).count(),
    )
