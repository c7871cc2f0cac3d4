"""What the clock repairs: a row whose next fact is missing gets it; one row's trouble is not another's."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from itertools import takewhile
from time import monotonic
from typing import Any, TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from matching import dispatch, endings, moves, policy, silence
from matching.models import Match
from requests_app import whereabouts
from requests_app.models import HelpRequest, Hold, Status
from volunteers import membership
from volunteers import whereabouts as homes
from volunteers.models import Volunteer

logger = logging.getLogger(__name__)
Row = TypeVar("Row", HelpRequest, Match, Volunteer)
AT_A_TIME = 500
# A call to a geocoder may last five seconds, and the task has 45: after so many nobody is asked any more in
# this sweep, and who has no point gets that of the postcode.
PLACING_SECONDS = 20.0
OF_THESE_FOR_VOLUNTEERS = 5.0  # who come first, so that a new neighbour is there when letters go out


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


def open_one(help_request: HelpRequest, now: datetime, *, hurry: bool = False) -> None:
    """Take one request as far as it can go by itself: a point, then its first letters.

    In a hurry, or when no geocoder answers, the point is the postcode's; a finer one may come later.
    """
    if help_request.has_ended:
        return
    if help_request.located_at is None:
        whereabouts.place(help_request, now, hurry=hurry)
    if help_request.located_at is not None:
        if help_request.status == Status.HELD and help_request.hold == Hold.NO_PLACE:
            moves.found_after_all(help_request, now)
        dispatch.send_wave(help_request, now)


def _until(deadline: float, act: Callable[..., object]) -> Callable[[Any, datetime], object]:
    """The same, in a hurry once the time is over."""

    @wraps(act)
    def placed(row: Any, now: datetime) -> object:
        return act(row, now, hurry=monotonic() > deadline)

    return placed


def _place(now: datetime) -> dict[str, int]:
    """A point for every row that has none, then finer ones for as long as there is time."""
    requests, volunteers = HelpRequest.objects, Volunteer.objects
    start = monotonic()
    for_volunteers, deadline = start + OF_THESE_FOR_VOLUNTEERS, start + PLACING_SECONDS

    def in_time(rows: Iterable[Row]) -> Iterable[Row]:
        return takewhile(lambda _row: monotonic() < deadline, rows)

    new, newcomers = requests.unlocated(now).order_by("created_at"), volunteers.unlocated(now)
    return {
        "volunteers_placed": _each(newcomers[:AT_A_TIME], _until(for_volunteers, homes.place), now),
        "requests_placed": _each(new[:AT_A_TIME], _until(deadline, open_one), now),
        "requests_refined": _each(in_time(requests.roughly_located(now)[:AT_A_TIME]), whereabouts.place, now),
        "volunteers_refined": _each(in_time(volunteers.roughly_located(now)[:AT_A_TIME]), homes.place, now),
    }


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
        "found_after_all": _each(requests.found_after_all()[:AT_A_TIME], moves.found_after_all, now),
        **_place(now),
    }
