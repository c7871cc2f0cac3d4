"""The same figures for machines: one JSON, and one table of comma-separated values."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import override

from impact.areas import name_of
from impact.measures import MEASURES
from impact.models import Published
from impact.picture import Week, letters_per_match, now_here, places, share
from impact.rounding import BASE

# A spreadsheet takes a cell that begins like this for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
HEAD = ("figure", "from", "to", "area", "name", "number", "computed", "definition")
# What follows from the counted figures. In English, as the codes: these files are for programs.
DERIVED = {
    "volunteers_now": "Volunteers in all less those who left.",
    "percent_of_requests_matched": "Of a hundred requests, those to which a volunteer said yes.",
    "letters_per_match": "Letters that asked, shared out over the requests that found a volunteer.",
    "median_minutes_to_match": "Minutes from the request to the first yes that half of them took at most.",
    "p90_minutes_to_match": "Minutes from the request to the first yes that nine in ten took at most.",
}


def as_object(row: Published, weeks: list[Week]) -> dict[str, Any]:
    """All figures, in the words of the English catalogue; numbers are multiples of `rounded_to`."""
    with override("en"):
        return {
            "service": str(settings.SERVICE_NAME),
            "until": row.day.isoformat(),
            "computed": row.made_at.isoformat(),
            "rounded_to": BASE,
            "definitions": _definitions(),
            "totals": row.totals,
            "derived": _derived(row),
            "weeks": [
                {"from": week.monday.isoformat(), "to": week.last.isoformat(), **week.added} for week in weeks
            ],
            "areas": [{"area": each.code, "names": _names(each.code), **each.counts} for each in places(row)],
        }


def _derived(row: Published) -> dict[str, float | None]:
    return {
        "volunteers_now": now_here(row.totals),
        "percent_of_requests_matched": share(row.totals),
        "letters_per_match": letters_per_match(row.totals),
        "median_minutes_to_match": row.facts.get("median_minutes"),
        "p90_minutes_to_match": row.facts.get("p90_minutes"),
    }


def _definitions() -> dict[str, str]:
    """What each figure means, in the words of the English catalogue."""
    with override("en"):
        return {each.code: f"{each.label}: {each.meaning}" for each in MEASURES} | DERIVED


def _names(code: str) -> dict[str, str]:
    return {language: name_of(code, language) for language, _name in settings.LANGUAGES}


def as_table(row: Published, weeks: list[Week]) -> str:
    """The same as lines: figure, first and last day, area and its own name, number, when it was computed.

    What a figure means stands in the line of its whole.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    meanings, computed = _definitions(), row.made_at.isoformat()
    for line in _lines(row, weeks):
        is_whole = not line[1] and not line[3]
        more = (computed, meanings[str(line[0])] if is_whole else "")
        table.writerow([harmless(str(cell)) for cell in (*line, *more)])
    return out.getvalue()


def _lines(row: Published, weeks: list[Week]) -> Iterator[tuple[object, ...]]:
    for code, number in row.totals.items():
        yield code, "", row.day, "", "", number
    for name, number in _derived(row).items():
        if number is not None:
            yield name, "", row.day, "", "", number
    for week in weeks:
        for code, number in week.added.items():
            yield code, week.monday, week.last, "", "", number
    for place in places(row):
        for code, number in place.counts.items():
            yield code, "", row.day, place.code or "elsewhere", name_of(place.code, "own"), number


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
