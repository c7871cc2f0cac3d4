"""How the figures are told: a table for people, an object for machines, a bar for the impatient."""

from collections.abc import Sequence
from math import inf, isfinite
from typing import NamedTuple

from simulation.figures import Estimate
from simulation.policies import Contender

BAR = 40


class Line(NamedTuple):
    """One line of the table: a figure's name, what it is called, its unit (% for shares) and its decimals."""

    name: str
    label: str
    unit: str = "%"
    decimals: int = 1


LINES = (
    Line("matched_in_time", "matched within 48 h, urgent 8 h"),
    Line("urgent_in_time", "of the urgent"),
    Line("rural_in_time", "of the rural"),
    Line("matched", "matched at all"),
    Line("matched_by_letter", "by letter"),
    Line("matched_by_page", "found on the page"),
    Line("matched_by_phone", "by phone"),
    Line("done", "carried out"),
    Line("median_hours", "half are matched within", "h"),
    Line("p90_hours", "nine in ten within", "h"),
    Line("letters_per_request", "letters a request", "", 1),
    Line("letters_per_match", "letters a match", "", 1),
    Line("letters_p99_per_volunteer_week", "letters a week, the busiest 1 % of weeks", "", 1),
    Line("unsubscribed", "unsubscribed", "%", 2),
    Line("call_list", "on the call list"),
    Line("helped", "volunteers who helped"),
    Line("most_tasks", "most tasks of one", "", 1),
    Line("gini", "Gini of the tasks", "", 2),
)


def told(line: Line, figure: Estimate) -> str:
    """A figure with its interval, as people read it: `97.8 ± 0.3 %`."""
    if not isfinite(figure.mean):
        return "never" if figure.mean == inf else "–"
    factor = 100 if line.unit == "%" else 1
    words = [f"{figure.mean * factor:.{line.decimals}f}"]
    if figure.plus_minus is not None:
        words.append(f"± {figure.plus_minus * factor:.{line.decimals}f}")
    return " ".join([*words, line.unit]).rstrip()


def table(results: dict[str, dict[str, Estimate]]) -> str:
    """A column for each policy, a line for each figure."""
    rows = [["", *results]]
    for line in LINES:
        rows.append([line.label, *(told(line, figures[line.name]) for figures in results.values())])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "   ".join([first, *others]).rstrip()


def as_object(results: dict[str, dict[str, Estimate]]) -> dict[str, dict[str, dict[str, float | None]]]:
    """For `--json`: means as shares and hours, half intervals beside them; null: never, or none to count."""
    return {
        "policies": {
            name: {each: figure.mean if isfinite(figure.mean) else None for each, figure in figures.items()}
            for name, figures in results.items()
        },
        "plus_minus": {
            name: {each: figure.plus_minus for each, figure in figures.items()}
            for name, figures in results.items()
        },
    }


def bar(share: float) -> str:
    """How far it is, for a terminal: writes over itself."""
    full = round(BAR * share)
    return f"\r[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}"


def titles(contenders: Sequence[Contender]) -> str:
    """What the names of the columns mean."""
    return "\n".join(f"{each.name}: {each.title}" for each in contenders)
