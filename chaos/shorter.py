"""Shorter waits for the workers of a storm, so that a run ends in minutes; the product has no such knob.

Only processes that the storm starts as `celery -A chaos.worker` load this. The
waits are named by the variable CHAOS_SHORTER, as JSON in seconds, and each run
prints them. Their order stays that of the product: a batch's time is shorter
than a lease.
"""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings

from letters import breaker, ledger, models, send

VARIABLE = "CHAOS_SHORTER"


def _lease(seconds: float) -> None:
    models.LEASE = timedelta(seconds=seconds)
    vars(ledger)["LEASE"] = models.LEASE  # it has its own name for it


def _ladder(rungs: list[float]) -> None:
    models.LADDER = [timedelta(seconds=each) for each in rungs]
    vars(ledger)["LADDER"] = models.LADDER


def _budget(seconds: float) -> None:
    vars(send)["BUDGET_SECONDS"] = seconds


def _events_take(seconds: float) -> None:
    ledger.EVENTS_TAKE = timedelta(seconds=seconds)


def _rest(seconds: float) -> None:
    breaker.MAIL = replace(breaker.MAIL, rest=timedelta(seconds=seconds))


def _timeout(seconds: float) -> None:
    settings.EMAIL_TIMEOUT = seconds


WAITS: dict[str, Callable[[Any], None]] = {
    "lease": _lease,
    "ladder": _ladder,
    "budget": _budget,
    "events_take": _events_take,
    "rest": _rest,
    "timeout": _timeout,
}


def shorten() -> None:
    """Set what the variable names, in this process and in those that it forks."""
    for name, value in json.loads(os.environ.get(VARIABLE, "{}")).items():
        WAITS[name](value)
