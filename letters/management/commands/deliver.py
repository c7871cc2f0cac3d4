"""The clock and the post in one process, without a queue: for the smallest house."""

import signal
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from callcentre.tasks import raise_due, remind_of_shifts, show_cards, work_telephony
from exchange.tasks import go_on
from impact.tasks import look_round, publish, write_nearby
from letters.ledger import settle_left_behind
from letters.pulse import watch
from letters.send import deliver
from matching.tasks import forget, sweep
from privacy.tasks import sweep_sessions

POST_EVERY = 2.0  # seconds: what a hint would bring about at once
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def look_after_the_post() -> None:
    """What a dead process left behind waits again; and is anything late?"""
    settle_left_behind(timezone.now())
    watch(timezone.now())


def telephony() -> None:
    """What a hint would bring about: calls, and the cards that nobody is nudged for here."""
    work_telephony()
    show_cards()


# The same work as the beat schedule of covidsol/celery.py, and as often.
ROUNDS: list[tuple[timedelta, Callable[[], Any]]] = [
    (MINUTE, sweep),
    (MINUTE, raise_due),
    (MINUTE, go_on),
    (MINUTE, look_after_the_post),
    (HOUR, remind_of_shifts),
    (HOUR, sweep_sessions),
    (HOUR, publish),
    (5 * MINUTE, write_nearby),
    (DAY, forget),
    (DAY, look_round),
]


class Command(BaseCommand):
    """Safe beside workers: rows are claimed, so nothing is done twice."""

    help = "Do the clock's and the post's work in this process: once, or with --loop until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        if options["loop"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, ask_to_stop)
        last = [timezone.now() - each for each, _do in ROUNDS]
        while True:
            last = self._round(last)
            self._try(lambda: self._post(stop))
            self._try(telephony)
            if not options["loop"] or stop.wait(POST_EVERY):
                return

    def _post(self, stop: Event) -> None:
        """All that is due, though it take longer than one round of a worker."""
        while deliver().time_ran_out and not stop.is_set():
            pass

    def _round(self, last: list[datetime]) -> list[datetime]:
        """Do what is due; when each was last done."""
        now = timezone.now()
        for position, (every, do) in enumerate(ROUNDS):
            if now - last[position] >= every:
                self._try(do)
                last[position] = now
        return last

    def _try(self, do: Callable[[], Any]) -> None:
        """One round that fails must not end the loop: the next one comes in a minute."""
        try:
            do()
        except Exception as error:
            self.stderr.write(f"{getattr(do, 'name', do)}: {type(error).__name__}")
