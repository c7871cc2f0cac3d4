"""Publishing: each night one more row, which stands for ever; what is missing is made good in order."""

from datetime import date, datetime, time, timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone

from impact import counting
from impact.measures import MEASURES
from impact.models import Published
from impact.rounding import follow

DAY = timedelta(days=1)
AT_ONCE = 13  # rows in one run: the clock's next run goes on
ENOUGH_SECONDS = 20  # after so long too: a task has sixty
SUNDAY = 7
ENOUGH = 20  # requests with a yes, below which a median says nothing and may tell of one
STEP = timedelta(minutes=15)  # to which waiting times are rounded


def publish(now: datetime) -> int:
    """Add the rows that are due: one for each Sunday that is over, one for yesterday. Gives how many."""
    days, began = due(now), monotonic()
    made = 0
    for day in days[:AT_ONCE]:
        if made and monotonic() - began > ENOUGH_SECONDS:
            break
        _add(day, now, is_newest=day == days[-1])
        made += 1
    return made


def due(now: datetime) -> list[date]:
    """The days up to whose end there should be figures and are none, in order."""
    yesterday = timezone.localdate(now) - DAY
    latest = Published.objects.order_by("-day").values_list("day", flat=True).first()
    if latest is None:
        first = counting.first_day()
        if first is None or first > yesterday:
            return []
        latest = first - DAY
    days = [latest + number * DAY for number in range(1, (yesterday - latest).days + 1)]
    return [day for day in days if day.isoweekday() == SUNDAY or day == yesterday]


@transaction.atomic
def _add(day: date, now: datetime, *, is_newest: bool) -> None:
    """One row after the last one. Of two runs at once both reckon the same, and one row stays."""
    before = Published.objects.filter(day__lt=day).order_by("-day").first()
    moment = datetime.combine(day + DAY, time.min, timezone.get_default_timezone())
    truth, shown = counting.up_to(moment), dict(before.areas) if before else {}
    for measure in MEASURES:
        most = shown[measure.within] if measure.within and measure.by_area else None
        shown[measure.code] = follow(shown.get(measure.code, {}), truth[measure.code], most)
    totals = {code: sum(parts.values()) for code, parts in shown.items()}
    facts = _facts(moment) if is_newest and totals["matched"] >= ENOUGH else {}
    Published.objects.get_or_create(
        day=day, defaults={"made_at": now, "totals": totals, "areas": shown, "facts": facts}
    )


def _facts(moment: datetime) -> dict[str, int]:
    """Waiting times in minutes, to the quarter of an hour, one quarter at least."""
    found = counting.waits(moment)
    if found is None:
        return {}
    rounded = (max(1, round(each / STEP)) * STEP for each in found)
    middle, late = (round(each.total_seconds() / 60) for each in rounded)
    return {"median_minutes": middle, "p90_minutes": late}
