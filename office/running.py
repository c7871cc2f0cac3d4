"""Whether the dispatch goes on: letters, waves, the map room and the clock, each in one line."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from covidsol.health import SWEEP_EVERY
from letters import pulse
from letters.models import Delivery, Letter, Status
from matching.models import Invitation, Way
from requests_app.models import HelpRequest
from requests_app.models import Status as State

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One fact: what, how much, and the word that is there if it is bad."""

    label: str
    value: str
    trouble: str = ""


def look(now: datetime) -> list[Line]:
    """Six lines in six queries, none of which counts a whole table."""
    return [_waves(now), *_letters(now), _bounced(now), _places(), _clock(now)]


def _today(now: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _waves(now: datetime) -> Line:
    sent = Invitation.objects.filter(asked_at__gte=_today(now), way=Way.LETTER).order_by()
    waves = sent.values("help_request", "wave").distinct().count()
    return Line(_("Waves of letters today"), str(waves))


def _letters(now: datetime) -> list[Line]:
    found: dict[str, Any] = Letter.objects.filter(status=Status.PENDING).aggregate(
        n=Count("pk"), oldest=Min("due_at", filter=Q(due_at__lte=now))
    )
    oldest = found["oldest"]
    is_late = oldest is not None and now - oldest > pulse.TOO_LATE
    return [
        Line(_("Letters that wait"), str(found["n"])),
        Line(
            _("The oldest has been due for"),
            timesince(oldest, now, depth=1) if oldest else "–",
            _("too long") if is_late else "",
        ),
    ]


def _bounced(now: datetime) -> Line:
    bad = (Delivery.BOUNCED, Delivery.COMPLAINED)
    count = Letter.objects.sent_since(now - WEEK).filter(delivery__in=bad).count()
    return Line(_("Letters sent back in a week"), str(count))


def _places() -> Line:
    """Open requests at which every geocoder has failed, and that are looked up again later."""
    waiting = HelpRequest.objects.filter(status__in=(State.OPEN, State.HELD), look_again_at__isnull=False)
    count = waiting.filter(failed_looks__gt=0).count()
    return Line(_("Places that the map services did not answer"), str(count), _("look") if count else "")


def _clock(now: datetime) -> Line:
    swept = pulse.last(pulse.SWEEP)
    stands = swept is None or now - swept > 3 * SWEEP_EVERY
    ago = timesince(swept, now, depth=1) if swept else _("never")
    return Line(_("Since the clock last went round"), ago, _("it stands still") if stands else "")
