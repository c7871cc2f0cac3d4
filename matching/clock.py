"""What the clock repairs: a row whose next fact is missing gets it; one row's trouble is not another's."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from matching import dispatch, endings, policy, silence
from matching.models import Match
from requests_app import intake
from requests_app.models import HelpRequest
from volunteers import membership
from volunteers.models import Volunteer

logger = logging.getLogger(__name__)
Row = TypeVar("Row", HelpRequest, Match, Volunteer)
AT_A_TIME = 500
FEW = 4  # each may wait five seconds for a geocoder, and the requests come after them


def _each(rows: Iterable[Row], act: Callable[[Row, datetime], object], now: datetime) -> int:
    count = 0
    for row in rows:
        try:
            act(row, now)
            count += 1
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            logger.exception("%s %s: %s", act.__name__, row.uuid, type(error).__name__)
    return count


def open_one(help_request: HelpRequest, now: datetime) -> None:
    """Take one request as far as it can go by itself: a point, then its first letters."""
    if help_request.has_ended:
        return
    if help_request.located_at is None and intake.place(help_request, now):
        help_request.refresh_from_db()
    if help_request.located_at is not None:
        dispatch.send_wave(help_request, now)


def _expire(help_request: HelpRequest, now: datetime) -> None:
    endings.expire(help_request, now=now)


def _short_of_time(now: datetime) -> Iterable[HelpRequest]:
    """Those on whose account people must ring from now on, whatever letters do."""
    rules = policy.current()
    soon = HelpRequest.objects.due_soon(now).only("uuid", "due_at", "urgent", "handed_over_at")
    return (row for row in soon if now >= rules.call_time(row.due_at, urgent=row.urgent))


def sweep(now: datetime) -> dict[str, int]:
    """Look over all that is due at this moment; return how many rows of each sort were seen to."""
    requests, volunteers = HelpRequest.objects, Volunteer.objects
    placed = requests.filter(located_at__isnull=False)
    # placing comes last: a geocoder that is slow must keep nobody waiting who has a place
    return {
        "out_of_reach": _each(volunteers.out_of_reach()[:AT_A_TIME], silence.out_of_reach, now),
        "within_reach": _each(volunteers.within_reach_again()[:AT_A_TIME], membership.mark_deliverable, now),
        "woken": _each(volunteers.back_from_pause(now)[:AT_A_TIME], membership.wake, now),
        "expired": _each(requests.run_out(now)[:AT_A_TIME], _expire, now),
        "lapsed": _each(silence.overdue(now)[:AT_A_TIME], silence.lapse, now),
        "reminded": _each(Match.objects.to_remind(now)[:AT_A_TIME], silence.remind, now),
        "handed_over": _each(_short_of_time(now), dispatch.hand_over, now),
        "waves": _each(placed.wave_due(now)[:AT_A_TIME], dispatch.send_wave, now),
        "volunteers_placed": _each(volunteers.unlocated()[:FEW], membership.place, now),
        "requests_placed": _each(requests.unlocated().order_by("created_at")[:AT_A_TIME], open_one, now),
    }
