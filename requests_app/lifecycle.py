"""The life of a help request: the moves it may make, and the one way to make them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from requests_app.models import ENDED, HelpRequest, Status, StatusChange

MOVES: dict[str, set[str]] = {
    Status.HELD: {Status.OPEN, Status.CANCELLED},
    Status.OPEN: {Status.HELD, Status.MATCHED, Status.REFERRED, Status.CANCELLED, Status.EXPIRED},
    Status.REFERRED: {Status.DONE, Status.OPEN, Status.CANCELLED},
    Status.MATCHED: {Status.DONE, Status.OPEN, Status.CANCELLED},
    Status.DONE: {Status.OPEN},  # nobody came after all: matching/afterwards.py
    Status.CANCELLED: set(),
    Status.EXPIRED: set(),
}


class IllegalMove(Exception):
    """A move that the table does not have, or that somebody else has made impossible meanwhile."""


def born(help_request: HelpRequest, *, by: str) -> None:
    """Write the first line of the diary of a request that has just been saved."""
    StatusChange.objects.create(
        help_request=help_request, at=help_request.created_at, new=help_request.status, by=by
    )


@transaction.atomic
def move(help_request: HelpRequest, to: Status, *, by: str, now: datetime, **facts: Any) -> None:
    """Move the request and write its other facts, or raise IllegalMove and change nothing.

    The UPDATE names the state we saw, so of two people who act at the same
    moment the database lets one through and the other is told.
    """
    seen = help_request.status
    if to not in MOVES[seen]:
        raise IllegalMove(f"{seen} -> {to}")
    if to in ENDED:
        facts |= {"ended_at": now, "next_wave_at": None}
    elif seen in ENDED:
        facts |= {"ended_at": None}
    if not HelpRequest.objects.filter(pk=help_request.pk, status=seen).update(status=to, **facts):
        raise IllegalMove(f"no longer {seen}")
    StatusChange.objects.create(help_request=help_request, at=now, old=seen, new=to, by=by)
    help_request.refresh_from_db(fields=["status", *facts])
