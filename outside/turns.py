"""Taking turns: one call at a time to a server, and a pause after each, over all processes of the service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic, sleep

from django.db.models import Q
from django.utils import timezone

from outside.models import Peer

# Whoever has taken a turn and died is waited for no longer; longer than any call lasts.
HELD = timedelta(seconds=15)
LOOK_AGAIN = 0.1  # seconds: a turn may be given back at any moment
Clock = Callable[[], datetime]


@contextmanager
def turn(name: str, pause: timedelta, patience: float, clock: Clock = timezone.now) -> Iterator[bool]:
    """Whether it is our turn to ask this server; waits for it `patience` seconds at most.

    The turn is ours as long as the `with` lasts. The next call, by whichever
    process, begins `pause` after its end at the earliest. The clock is the one
    on the wall: what is counted are the calls that really arrive.
    """
    until = _wait_for(name, pause, monotonic() + patience, clock)
    try:
        yield until is not None
    finally:
        if until is not None:
            Peer.objects.filter(pk=name, free_at=until).update(free_at=clock() + pause)


def _wait_for(name: str, pause: timedelta, deadline: float, clock: Clock) -> datetime | None:
    """Take the turn, and say until when it is ours; None if it never came."""
    while True:
        now = clock()
        if _take(name, now, now + HELD + pause):
            return now + HELD + pause
        if monotonic() + LOOK_AGAIN > deadline:
            return None
        sleep(LOOK_AGAIN)


def _take(name: str, now: datetime, until: datetime) -> bool:
    """One UPDATE that finds the row free and takes it: of many processes one succeeds.

    What is taken for longer than anybody may take it comes from a clock that was wrong: free too.
    """
    Peer.objects.get_or_create(pk=name)
    free = Q(free_at__isnull=True) | Q(free_at__lte=now) | Q(free_at__gt=until + HELD)
    return bool(Peer.objects.filter(free, pk=name).update(free_at=until))
