"""A hint to the queue, given after the commit; nobody's request may fail or wait for it."""

import logging
from threading import Lock
from time import monotonic
from typing import Any

from celery import Task
from django.db import transaction

logger = logging.getLogger(__name__)
QUIET_SECONDS = 30.0
PATIENCE = 0.3  # seconds that a visitor waits for another visitor's hint
_one_at_a_time = Lock()
_quiet_until = [0.0]  # one breaker for the process: a broker that is down is not tried for every visitor


def nudge(task: Task, *ids: Any) -> None:
    """Ask a worker to run `task` soon; if the broker is down the clock does it within a minute."""

    def publish() -> None:
        # one thread at a time: behind a silent broker the others would queue up for seconds
        if monotonic() < _quiet_until[0] or not _one_at_a_time.acquire(timeout=PATIENCE):
            return
        try:
            if monotonic() >= _quiet_until[0]:
                task.apply_async(args=[str(each) for each in ids], retry=False)
        except Exception as error:  # whatever the broker does, the row is there and the clock finds it
            _quiet_until[0] = monotonic() + QUIET_SECONDS
            logger.warning("no hint for %s: %s", task.name, type(error).__name__)
        finally:
            _one_at_a_time.release()

    transaction.on_commit(publish, robust=True)
