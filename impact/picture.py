"""The published rows as pages and files show them: numbers with words, bars, a map. Two queries at most."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from impact.areas import ELSEWHERE, name_of
from impact.measures import BY_CODE, MEASURES, Measure
from impact.models import Published
from impact.publishing import ENOUGH

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SUNDAY = 1  # as databases number it
WEEKS = 8  # on the page; the files have them all
LINE = ("volunteers_now", "helped", "calls")


@dataclass(frozen=True)
class Figure:
    """One number with its name and its meaning, ready to be read."""

    code: str
    shown: str
    label: "StrOrPromise"
    meaning: "StrOrPromise"


@dataclass(frozen=True)
class Week:
    """What one week has added to each measure, from its Monday to its last published day."""

    last: date
    added: dict[str, int]

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.last - timedelta(days=self.last.weekday())

    @property
    def is_over(self) -> bool:
        """Whether its Sunday is in it."""
        return self.last.isoweekday() == 7


def latest() -> Published | None:
    """The newest row; None before the first one."""
    return Published.objects.first()


def weeks(row: Published) -> list[Week]:
    """Each week up to the newest row, the oldest first: what its last day has more than the Sunday before."""
    rows = Published.objects.filter(Q(day__week_day=SUNDAY) | Q(pk=row.pk)).order_by("day")
    told: list[Week] = []
    before: dict[str, int] = {}
    for day, totals in rows.values_list("day", "totals"):
        added = {code: number - before.get(code, 0) for code, number in totals.items()}
        told.append(Week(day, added))
        before = totals
    return told


def number(value: int) -> str:
    """A number in the reader's way of writing; in words where it is too small to be told."""
    return formats.number_format(value, use_l10n=True, force_grouping=True) if value else _("few or none")


def large(value: int) -> str:
    """The same for a large figure: one word at most."""
    return number(value) if value else _("few")


def now_here(totals: dict[str, int]) -> int:
    """Volunteers who have not left."""
    return totals.get("volunteers", 0) - totals.get("left", 0)


def share(totals: dict[str, int]) -> int | None:
    """Of a hundred requests so many found a volunteer; None where there are too few to say."""
    asked = totals.get("requests", 0)
    return round(100 * totals.get("matched", 0) / asked) if asked >= ENOUGH else None


def letters_per_match(totals: dict[str, int]) -> float | None:
    """Letters that asked for each request that found a volunteer; None where there are too few to say."""
    matched = totals.get("matched", 0)
    return round(totals.get("letters", 0) / matched, 1) if matched >= ENOUGH else None


def big(row: Published) -> list[Figure]:
    """The four large figures."""
    percent = share(row.totals)
    told = _("%(number)s %%") % {"number": percent} if percent is not None else "–"
    return [
        Figure(
            "volunteers_now",
            large(now_here(row.totals)),
            _("volunteers today"),
            _("They have confirmed their address and have not left."),
        ),
        *(_figure(BY_CODE[code], large(row.totals.get(code, 0))) for code in ("helped", "calls")),
        Figure(
            "share",
            told,
            _("requests with a volunteer"),
            _("So many of a hundred requests found a volunteer.")
            if percent is not None
            else _("There are too few requests yet to say."),
        ),
    ]


def others(row: Published) -> list[Figure]:
    """All other measures, each with its meaning."""
    elsewhere = {"helped", "calls", "left", "tasks", "told"}
    told = [each for each in MEASURES if each.code not in elsewhere]
    return [_figure(each, number(row.totals.get(each.code, 0))) for each in told]


def _figure(measure: Measure, shown: str) -> Figure:
    return Figure(measure.code, shown, measure.label, measure.meaning)


def line() -> list[Figure]:
    """The three figures of the first page; none before there is something to tell. One query."""
    row = Published.objects.defer("areas").first()
    if row is None or not now_here(row.totals):
        return []
    return [each for each in big(row) if each.code in LINE and each.shown != _("few")]


@dataclass(frozen=True)
class Place:
    """One area: its code, its name, and its numbers by measure."""

    code: str
    name: str
    counts: dict[str, int]

    @property
    def volunteers(self) -> int:
        """Those who have not left."""
        return now_here(self.counts)


def places(row: Published) -> list[Place]:
    """Every area with anything to tell, by name; whoever lives nowhere known comes last."""
    language = get_language() or "en"
    codes = {code for measure in MEASURES if measure.by_area for code in row.areas.get(measure.code, {})}
    found = [Place(code, name_of(code, language) or _("elsewhere"), counts_of(row, code)) for code in codes]
    return sorted(found, key=lambda place: (place.code == ELSEWHERE, place.name.casefold()))


def counts_of(row: Published, code: str) -> dict[str, int]:
    """What one area has, by measure."""
    return {
        measure.code: row.areas.get(measure.code, {}).get(code, 0) for measure in MEASURES if measure.by_area
    }


def told_percent(totals: dict[str, int]) -> int | None:
    """For so many of a hundred tasks the volunteer told how long it took; None where there are too few."""
    tasks = totals.get("tasks", 0)
    return round(100 * totals.get("told", 0) / tasks) if tasks >= ENOUGH else None


def waits(row: Published) -> dict[str, str]:
    """The waiting times in words: half waited `middle` at most, nine of ten `late`."""
    spans = {"middle": row.facts.get("median_minutes"), "late": row.facts.get("p90_minutes")}
    return {name: _span(minutes) for name, minutes in spans.items() if minutes}


def _span(minutes: int) -> str:
    """Minutes under two hours, whole hours under two days, then whole days; rounded up."""
    if minutes < 2 * 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    if hours < 2 * 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = -(-hours // 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
