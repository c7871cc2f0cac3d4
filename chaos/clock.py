"""The clock of the storm: it sends the product's own tasks, as beat does each minute, only more often."""

from threading import Event, Thread

from kombu.exceptions import OperationalError

from covidsol.celery import A_MINUTE
from letters.tasks import deliver_due
from matching.tasks import sweep


class Clock:
    """Ticks in a thread; a tick that finds no broker is lost, as beat's is."""

    def __init__(self, every: float) -> None:
        self.every = every
        self._stop = Event()
        self._thread = Thread(target=self._tick, name="clock", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """No more ticks."""
        self._stop.set()
        self._thread.join(10)

    def _tick(self) -> None:
        while not self._stop.wait(self.every):
            for task in (deliver_due, sweep):
                try:
                    task.apply_async(retry=False, **A_MINUTE)
                except (OperationalError, OSError):
                    continue
