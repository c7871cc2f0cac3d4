"""What the clock repairs: a row whose next fact is missing gets it; one row's trouble is not another's."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from matching import dispatch, endings
from requests_app import intake
from requests_app.models import HelpRequest
from volunteers import membership
from volunteers.models import Volunteer

logger = logging.getLogger(__name__)
Row = TypeVar("Row", HelpRequest, Volunteer)
AT_A_TIME = 500
FEW = 4  # each may wait five seconds for a geocoder, and the requests come after them


def _each(rows: Iterable[Row], act: Callable[[Row], object]) -> int:
    count = 0
    for row in rows:
        try:
            act(row)
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


def sweep(now: datetime) -> dict[str, int]:
    """Look over all that is due at this moment; return how many rows of each sort were seen to."""

    def open_it(row: HelpRequest) -> None:
        open_one(row, now)

    def place_volunteer(row: Volunteer) -> None:
        membership.place(row, now)

    def wake(row: Volunteer) -> None:
        membership.wake(row, now)

    def wave(row: HelpRequest) -> None:
        dispatch.send_wave(row, now)

    def expire(row: HelpRequest) -> None:
        endings.expire(row, now=now)

    # placing comes last: a geocoder that is slow must keep nobody waiting who has a place
    waves = HelpRequest.objects.wave_due(now).filter(located_at__isnull=False)
    return {
        "woken": _each(Volunteer.objects.back_from_pause(now)[:AT_A_TIME], wake),
        "expired": _each(HelpRequest.objects.run_out(now)[:AT_A_TIME], expire),
        "waves": _each(waves[:AT_A_TIME], wave),
        "volunteers_placed": _each(Volunteer.objects.unlocated()[:FEW], place_volunteer),
        "requests_placed": _each(HelpRequest.objects.unlocated().order_by("created_at")[:AT_A_TIME], open_it),
    }
