"""The figures of the phone as tables with bars, each with its definition, in the language in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from callcentre import figures, shifts
from callcentre.figures import LONGER, Due, Stretch, Waiting
from callcentre.models import Direction, Outcome, Reason
from catalogue.languages import SPOKEN

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Row:
    """One line: its name, its numbers, and its bar in hundredths of the longest."""

    name: "StrOrPromise"
    numbers: list[int]
    length: int


@dataclass(frozen=True)
class Chart:
    """One figure: what it is called, what is counted, the names of its columns, its lines."""

    title: str
    meaning: str
    heads: list[str]
    rows: list[Row]


def _rows(lines: Sequence[tuple["StrOrPromise", list[int]]]) -> list[Row]:
    """Lines with bars: the first number of each beside the highest of all. What is not nothing has a bar."""
    top = max([1, *(numbers[0] for _name, numbers in lines)])
    return [Row(name, numbers, -(-100 * numbers[0] // top)) for name, numbers in lines]


def all_of(stretch: Stretch, today: date, now: datetime) -> dict[str, object]:
    """What the page shows; as many queries for a month of calls as for an hour."""
    counted, waits = figures.by_hour(stretch), figures.waiting(stretch)
    return {
        "waits": waits,
        "median": in_words(waits.median),
        "late": in_words(waits.late),
        "charts": [
            _hours(counted),
            _languages(counted),
            _waits(waits),
            _outcomes(figures.outcomes(stretch)),
            _operators(figures.shares(stretch)),
        ],
        "due": _due(figures.call_tasks(now)),
        "lines": shifts.of_day(today),
    }


def in_words(span: timedelta | None) -> str:
    """A wait as people say it: 45 s, 2 min 5 s; a dash where there is none."""
    if span is None:
        return "–"
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    if not minutes:
        return _("%(seconds)s s") % {"seconds": seconds}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}


def _hours(counted: dict[tuple[int, str], int]) -> Chart:
    """From the first hour with a call to the last one; the service's two main languages, and all others."""
    main = shifts.main_languages()
    hours = [hour for hour, _language in counted]
    lines: list[tuple[StrOrPromise, list[int]]] = []
    for hour in range(min(hours, default=0), max(hours, default=-1) + 1):
        here = {language: number for (at, language), number in counted.items() if at == hour}
        of_main = [here.get(code, 0) for code in main]
        everybody = sum(here.values())
        lines.append((f"{hour:02}:00", [everybody, *of_main, everybody - sum(of_main)]))
    return Chart(
        _("Calls by hour"),
        _("Calls that came in, by the hour in which they began, all days together."),
        [_("Hour"), _("Calls"), *(code.upper() for code in main), _("Other")],
        _rows(lines),
    )


def _languages(counted: dict[tuple[int, str], int]) -> Chart:
    codes = {language for _hour, language in counted}
    sums = {code: sum(number for (_h, each), number in counted.items() if each == code) for code in codes}
    found = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return Chart(
        _("Calls by language"),
        _("Calls that came in, by the language in which we spoke. Nobody knows it of a call nobody took."),
        [_("Language"), _("Calls")],
        _rows([(SPOKEN.get(code, code) if code else _("not known"), [number]) for code, number in found]),
    )


def _waits(waits: Waiting) -> Chart:
    lines: list[tuple[StrOrPromise, list[int]]] = []
    for most, number in waits.steps.items():
        name = _("up to %(seconds)s s") % {"seconds": most} if most != LONGER else _("longer")
        lines.append((name, [number]))
    lines.append((_("missed"), [waits.missed]))
    return Chart(
        _("How long callers wait"),
        _(
            "From the first ring until somebody answers, as the telephony tells it. Missed: nobody answered, "
            "at whatever hour."
        ),
        [_("Wait"), _("Calls")],
        _rows(lines),
    )


def _outcomes(found: dict[str, dict[str, int]]) -> Chart:
    names = {code: str(label) for code, label in Outcome.choices} | {"": _("nothing written down")}
    lines: list[tuple[StrOrPromise, list[int]]] = []
    for code, name in names.items():
        ways = found.get(code, {})
        each = [ways.get(way, 0) for way in (Direction.IN, Direction.OUT)]
        if any(each):
            lines.append((name, [sum(each), *each]))
    return Chart(
        _("What came of it"),
        _("Calls by what was written down of them: all, those that came in, those that we made."),
        [_("Outcome"), _("Calls"), _("came in"), _("made")],
        _rows(lines),
    )


def _operators(shares: list[figures.Share]) -> Chart:
    return Chart(
        _("Requests by operator"),
        _("Requests that each has taken on the phone, and all calls that each has written down."),
        [_("Operator"), _("Requests"), _("Calls")],
        _rows([(share.name, [share.requests, share.calls]) for share in shares]),
    )


def _due(found: dict[str, Due]) -> Chart:
    lines: list[tuple[StrOrPromise, list[int]]] = []
    for code, name in Reason.choices:
        if code in found:
            lines.append((name, [found[code].due, found[code].late, found[code].later]))
    return Chart(
        _("Whom to ring"),
        _(
            "Due: the time to ring has come. Late: due for more than an hour, urgent ones for a quarter "
            "of an hour."
        ),
        [_("Why"), _("due"), _("late"), _("to come")],
        _rows(lines),
    )
