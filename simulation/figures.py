"""From what happened to the figures of a rehearsal: pure arithmetic, nothing of the product.

A request that nobody has taken on counts with a waiting time of infinity, so
that the median and the ninetieth percentile are those of all requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, isfinite, nan, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

IN_TIME_HOURS, IN_TIME_HOURS_URGENT = 48.0, 8.0
# Student's t, 97.5 %, for 1 to 30 degrees of freedom; beyond, 1.96 + 2.44 / df is right to two decimals.
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """What became of one request. `hours` until the first yes, infinite without one; `way` it came by."""

    urgent: bool
    is_rural: bool
    hours: float
    way: str
    is_done: bool
    letters: int
    was_on_call_list: bool

    @property
    def is_matched(self) -> bool:
        """Whether anybody ever took it on."""
        return self.hours < inf

    @property
    def is_in_time(self) -> bool:
        """Whether somebody took it on within 48 hours, an urgent one within 8."""
        return self.hours <= (IN_TIME_HOURS_URGENT if self.urgent else IN_TIME_HOURS)


@dataclass(frozen=True, slots=True)
class VolunteerOutcome:
    """What a world was like for one volunteer: letters in each of his weeks, tasks, whether he has left."""

    letters_by_week: tuple[int, ...]
    tasks: int
    has_left: bool


class Estimate(NamedTuple):
    """The mean over worlds, and half the width of its 95 % interval; none for a single world."""

    mean: float
    plus_minus: float | None


def share(parts: Sequence[bool]) -> float:
    """The share of what is true; of nothing, not a number."""
    return fmean(parts) if parts else nan


def quantile(values: Sequence[float], q: float) -> float:
    """The smallest value that a share `q` of all does not exceed; of nothing, 0."""
    return sorted(values)[max(ceil(q * len(values)), 1) - 1] if values else 0.0


def gini(amounts: Sequence[float]) -> float:
    """How unevenly something is spread: 0 if all have the same, near 1 if one has all."""
    total = sum(amounts)
    if not total:
        return 0.0
    ranked = sum(place * amount for place, amount in enumerate(sorted(amounts), start=1))
    return 2 * ranked / (len(amounts) * total) - (len(amounts) + 1) / len(amounts)


def figures(requests: Sequence[RequestOutcome], volunteers: Sequence[VolunteerOutcome]) -> dict[str, float]:
    """All figures of one world: shares, hours and counts by name."""
    return _of_requests(requests) | _of_volunteers(volunteers)


def _of_requests(requests: Sequence[RequestOutcome]) -> dict[str, float]:
    waits = [each.hours for each in requests]
    letters = sum(each.letters for each in requests)
    matched = [each for each in requests if each.is_matched]
    return {
        "matched_in_time": share([each.is_in_time for each in requests]),
        "urgent_in_time": share([each.is_in_time for each in requests if each.urgent]),
        "rural_in_time": share([each.is_in_time for each in requests if each.is_rural]),
        "matched": share([each.is_matched for each in requests]),
        "done": share([each.is_done for each in requests]),
        "matched_by_letter": share([each.way == "letter" for each in requests]),
        "matched_by_page": share([each.way == "page" for each in requests]),
        "matched_by_phone": share([each.way == "phone" for each in requests]),
        "median_hours": quantile(waits, 0.5),
        "p90_hours": quantile(waits, 0.9),
        "letters_per_request": letters / len(requests) if requests else 0.0,
        "letters_per_match": letters / len(matched) if matched else inf,
        "call_list": share([each.was_on_call_list for each in requests]),
    }


def _of_volunteers(volunteers: Sequence[VolunteerOutcome]) -> dict[str, float]:
    tasks = [each.tasks for each in volunteers]
    weeks = [letters for each in volunteers for letters in each.letters_by_week]
    return {
        "letters_p99_per_volunteer_week": quantile(weeks, 0.99),
        "unsubscribed": share([each.has_left for each in volunteers]),
        "gini": gini(tasks),
        "helped": share([count > 0 for count in tasks]),
        "most_tasks": max(tasks, default=0),
    }


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and 95 % interval over worlds; no interval where a world says never, or has nothing to say."""
    mean = fmean(values)
    if len(values) < 2 or not isfinite(mean):
        return Estimate(mean, None)
    freedom = len(values) - 1
    t = STUDENT[freedom - 1] if freedom <= len(STUDENT) else 1.96 + 2.44 / freedom
    return Estimate(mean, t * stdev(values) / sqrt(len(values)))


def estimates(worlds: Sequence[dict[str, float]]) -> dict[str, Estimate]:
    """Each figure over several worlds."""
    return {name: estimate([world[name] for world in worlds]) for name in worlds[0]}
