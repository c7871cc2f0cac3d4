"""The clock on the wall of the rehearsal: when it begins, when people are awake, when they come."""

from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
# The first day of the lockdown that the original answered; summer time begins on its sixteenth day.
FIRST_DAY = date(2020, 3, 14)
AWAKE = (7, 23)  # assumption: sixteen hours, in which letters are read
PHONE_HOURS = (8, 20)
IN_THE_DAY = 0.85  # share of requests between 8 and 20 h: press on the original
DAYS = 61
# Share that has come by the end of which day. Press on the original.
Curve = tuple[tuple[float, float], ...]
VOLUNTEERS_COME: Curve = (
    (0, 0), (0.25, 5), (0.50, 11), (0.71, 17), (0.86, 32), (0.93, 37), (1, DAYS),
)  # fmt: skip
REQUESTS_COME: Curve = ((0, 0), (0.06, 10), (0.80, 37), (1, DAYS))


def day_of(curve: Curve, share: float, days: int = DAYS) -> float:
    """The day, with its fraction, by which this share has come; straight between the known points."""
    place = bisect(curve, share, key=lambda point: point[0])
    (low, first), (high, last) = list(pairwise(curve))[min(place, len(curve) - 1) - 1]
    return (first + (last - first) * (share - low) / (high - low)) * days / DAYS


def moment(day: int, hour: float) -> datetime:
    """An hour of the clock on the wall, with its fraction, of a day counted from 0."""
    midnight = datetime.combine(FIRST_DAY + timedelta(days=day), time(), ZONE)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


def waking_hour(share: float) -> float:
    """An hour of the day at which people are awake, all alike; `share` runs from 0 to 1."""
    return AWAKE[0] + share * (AWAKE[1] - AWAKE[0])


def asking_hour(share: float) -> float:
    """An hour of the day at which people ask for help; `share` runs from 0 to 1."""
    opens, closes = PHONE_HOURS
    if share < IN_THE_DAY:
        return opens + (closes - opens) * share / IN_THE_DAY
    late = (share - IN_THE_DAY) / (1 - IN_THE_DAY)
    return (closes + late * (24 - closes + opens)) % 24


def within(hours: tuple[int, int], now: datetime) -> datetime:
    """The first moment from now on between these hours of the day; the last of them is outside."""
    local = now.astimezone(ZONE)
    if hours[0] <= local.hour < hours[1]:
        return now
    later = timedelta(days=int(local.hour >= hours[1]))
    return datetime.combine(local.date() + later, time(hours[0]), ZONE).astimezone(UTC)


def awake_later(now: datetime, hours: float) -> datetime:
    """So many waking hours from now: nights do not count."""
    left = timedelta(hours=hours)
    while True:
        local = within(AWAKE, now).astimezone(ZONE)
        night = datetime.combine(local.date(), time(AWAKE[1]), ZONE)
        if local + left < night:
            return (local + left).astimezone(UTC)
        left -= night - local
        now = night.astimezone(UTC)
