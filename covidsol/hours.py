"""When the phone is answered: the setting as a week, what is open at a moment, and how that is said.

The setting is a line: `08:00-20:00` is every day; `mon-fri 08:00-12:00,13:00-18:00; sat 09:00-13:00;
2026-12-25 closed` says it by days of the week, from the first to the last one, and by dates. A later part
wins over an earlier one, and a day that no part names is closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.core.exceptions import ImproperlyConfigured
from django.utils.dateformat import format as date_format
from django.utils.dateformat import time_format
from django.utils.functional import lazy
from django.utils.translation import gettext

from catalogue.days import in_words

USUAL = "08:00-20:00"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STRETCH = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)\Z")
MONDAY = date(2026, 1, 5)  # any one: by it the days of the week are named
ONE_DAY = timedelta(days=1)
LOOK_AHEAD = 400  # days; an opening that is farther away is none

Stretches = tuple[tuple[int, int], ...]  # minutes since midnight; 1440 is its end


@dataclass(frozen=True)
class Moment:
    """How the phone stands: open or not, and when that changes next (None: never)."""

    is_open: bool
    until: datetime | None


@dataclass(frozen=True)
class Opening:
    """The hours of each day of the week from Monday on, and of the dates that differ."""

    week: tuple[Stretches, ...]
    dates: tuple[tuple[date, Stretches], ...] = ()

    def on(self, day: date) -> Stretches:
        """The stretches of one day."""
        return dict(self.dates).get(day, self.week[day.weekday()])

    def stretches(self, day: date, zone: tzinfo) -> list[tuple[datetime, datetime]]:
        """The same as moments (UTC), by the clocks of this zone."""
        return [(moment(day, start, zone), moment(day, end, zone)) for start, end in self.on(day)]

    def at(self, now: datetime, zone: tzinfo) -> Moment:
        """How the phone stands at this moment."""
        today = now.astimezone(zone).date()
        for start, end in self._from(today - ONE_DAY, zone):
            if now < start:
                return Moment(False, start)
            if now < end:
                far = today + timedelta(days=LOOK_AHEAD)
                return Moment(True, end if end.astimezone(zone).date() < far else None)
        return Moment(False, None)

    def _from(self, day: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        """All stretches from a day on; one that goes on after midnight is one."""
        last: tuple[datetime, datetime] | None = None
        for number in range(LOOK_AHEAD + 2):
            for start, end in self.stretches(day + number * ONE_DAY, zone):
                if last and last[1] == start:
                    last = last[0], end
                    continue
                if last:
                    yield last
                last = start, end
        if last:
            yield last


def moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    """When the clocks of a zone show so many minutes after midnight, in UTC."""
    days, rest = divmod(minutes, 1440)
    shown = datetime.combine(day + days * ONE_DAY, time(*divmod(rest, 60)), zone)
    return shown.astimezone(UTC)


def read(text: str) -> Opening:
    """The hours that a line of the settings means. Raises ImproperlyConfigured for what means nothing."""
    week: list[Stretches] = [()] * 7
    dates: dict[date, Stretches] = {}
    for part in filter(None, (each.strip().lower() for each in text.split(";"))):
        days, _space, hours = part.rpartition(" ")
        stretches = _stretches(hours, part)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", days):
            dates[_date(days, part)] = stretches
            continue
        for number in _weekdays(days, part):
            week[number] = stretches
    if not any(week):
        raise ImproperlyConfigured(f"OPENING_HOURS: “{text}” opens on no day of the week.")
    return Opening(tuple(week), tuple(sorted(dates.items())))


def _wrong(part: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"OPENING_HOURS: “{part}” is not like mon-fri 08:00-12:00,13:00-18:00.")


def _date(text: str, part: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(part) from error


def _weekdays(text: str, part: str) -> list[int]:
    """The numbers of the days from the first to the last one named; fri-mon goes over the weekend."""
    first, dash, last = (text or "mon-sun").partition("-")
    if first not in WEEK or (dash and last not in WEEK):
        raise _wrong(part)
    start, end = WEEK.index(first), WEEK.index(last or first)
    return [(start + number) % 7 for number in range((end - start) % 7 + 1)]


def _stretches(text: str, part: str) -> Stretches:
    """In their order, and none begins before the last one has ended."""
    if text == "closed":
        return ()
    found: list[tuple[int, int]] = []
    for each in text.split(","):
        if not (match := STRETCH.match(each)):
            raise _wrong(part)
        begins, begins_at, ends, ends_at = map(int, match.groups())
        start, end = begins * 60 + begins_at, ends * 60 + ends_at
        if not (found[-1][1] if found else 0) <= start < end <= 1440:
            raise _wrong(part)
        found.append((start, end))
    return tuple(found)


def clock(at: time) -> str:
    """A time of day as people say it, in the language in force: 8 am, 8 h 30, 8 uur."""
    if at == time(0):
        return gettext("midnight")
    form = gettext("g:i a") if at.minute else gettext("g a")
    return time_format(at, form).replace(".m.", "m")


def now_in_words(opening: Opening, now: datetime, zone: tzinfo) -> str:
    """Open now and until when, or when it opens next, in the language in force."""
    found = opening.at(now, zone)
    if found.until is None:
        return gettext("Open day and night") if found.is_open else gettext("Closed for now")
    then, today = found.until.astimezone(zone), now.astimezone(zone).date()
    words = {"hour": clock(then.time()), "day": in_words(then, gettext("l j F"))}
    if found.is_open:
        return gettext("Open now, until %(hour)s") % words
    if then.date() == today:
        return gettext("Closed now, opens at %(hour)s") % words
    if then.date() == today + ONE_DAY:
        return gettext("Closed now, opens tomorrow at %(hour)s") % words
    return gettext("Closed now, opens on %(day)s at %(hour)s") % words


def _week_in_words(opening: Opening) -> str:
    """The usual week in words: "Monday to Friday 8 am to 8 pm, Saturday 9 am to 1 pm"."""
    days, parts = opening.week, []
    start = 0
    while start < 7:
        end = start
        while end < 6 and days[end + 1] == days[start]:
            end += 1
        if days[start]:
            parts.append(f"{_days_in_words(start, end)} {_hours_in_words(days[start])}")
        start = end + 1
    return ", ".join(parts)


def _days_in_words(start: int, end: int) -> str:
    if (start, end) == (0, 6):
        return gettext("every day")
    first, last = (date_format(MONDAY + number * ONE_DAY, "l") for number in (start, end))
    return first if start == end else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _hours_in_words(stretches: Stretches) -> str:
    said = []
    for minutes in stretches:
        start, end = (clock(time(*divmod(each % 1440, 60))) for each in minutes)
        said.append(gettext("from %(start)s to %(end)s") % {"start": start, "end": end})
    return ", ".join(said)


week_in_words = lazy(_week_in_words, str)
