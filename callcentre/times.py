"""Times and days as an operator types them: "14", "14:30", "tomorrow 9"; "0" for today, "27/11"."""

import re
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from requests_app.forms import DAYS_AHEAD

SOON = timedelta(hours=1)  # for who names no time
TOMORROW = {"demain", "morgen", "tomorrow"}
TODAY_TYPED = {"0", "t"}
AT = re.compile(
    r"(?:(?P<day>\+\d{1,2}|[^\W\d_]+)\s+)?(?P<hour>\d{1,2})\s?(?:[:.hu]\s?(?P<minute>\d{2})?)?(?=\s|$)",
    re.IGNORECASE,
)
ON = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})")


def call_back(text: str, now: datetime) -> tuple[datetime, str]:
    """When to ring back, and the words that follow the time; in an hour if the text begins with none.

    A time of day that is over means tomorrow. Raises ValueError for a time that no clock shows.
    """
    found = AT.match(text)
    here = timezone.localtime(now)
    if found is None or not _is_day(found["day"]):
        return within_hours(here + SOON), text
    at = time(int(found["hour"]), int(found["minute"] or 0))
    when = datetime.combine(here.date() + timedelta(days=_days(found["day"])), at, here.tzinfo)
    if when <= here:
        when += timedelta(days=1)
    return within_hours(when), text[found.end() :].strip()


def _is_day(word: str | None) -> bool:
    return word is None or word.startswith("+") or word.casefold() in TOMORROW


def _days(word: str | None) -> int:
    if word is None:
        return 0
    return int(word[1:]) if word.startswith("+") else 1


def within_hours(when: datetime) -> datetime:
    """The same local time, or the next at which the phone is open and somebody is there to ring."""
    zone = timezone.get_default_timezone()
    found = settings.SERVICE["opening"].at(when, zone)
    return when if found.is_open or found.until is None else found.until.astimezone(zone)


def day(text: str, today: date) -> date | None:
    """The day that is meant: "0" or "t" today, "1" tomorrow, up to 14, or a date; None for "".

    Raises ValueError for a day that is not among the next fortnight's.
    """
    typed = text.strip().casefold()
    if not typed:
        return None
    if typed in TODAY_TYPED:
        return today
    found = ON.fullmatch(typed)
    meant = _date(found, today) if found else today + timedelta(days=int(typed.removeprefix("+")))
    if not today <= meant <= today + timedelta(days=DAYS_AHEAD):
        raise ValueError(f"{meant} is not within {DAYS_AHEAD} days")
    return meant


def _date(found: re.Match[str], today: date) -> date:
    meant = date(today.year, int(found["month"]), int(found["day"]))
    return meant if meant >= today else meant.replace(year=today.year + 1)
