"""What will happen, in the order of time."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

MINUTE = timedelta(minutes=1)
Act = Callable[..., None]


class Agenda:
    """Everything that is still to come; what is due at one moment, in the order it was written down."""

    def __init__(self) -> None:
        self._events: list[tuple[datetime, int, Act, tuple[Any, ...]]] = []
        self._order = count()

    def add(self, at: datetime, act: Act, *about: Any) -> None:
        """At this moment, `act(*about, at)`."""
        heapq.heappush(self._events, (at, next(self._order), act, about))

    def run(self) -> None:
        """Let everything happen."""
        while self._events:
            at, _order, act, about = heapq.heappop(self._events)
            act(*about, at)


def next_minute(due: datetime, now: datetime) -> datetime:
    """The first whole minute after now at which something is due: the clock strikes no seconds."""
    after = max(due, now + timedelta(microseconds=1))
    minute = after.replace(second=0, microsecond=0)
    return minute if minute == after else minute + MINUTE
