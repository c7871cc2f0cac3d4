"""A shopping list as it is hung up: one thing a line, each with a box, and all of it on one page."""

import math
import unicodedata
from dataclasses import dataclass

BULLETS = "-–—*•·□☐ \t"
MOST_LINES = 40  # more are put two, three … on a line: boxes that small nobody ticks
BLANK_LINES = 16


@dataclass(frozen=True)
class Size:
    """A way to set the list: its classes in static/css/paper.css, columns, letters and lines of one column.

    `letters` are average ones on a line beside its box, `lines` what stands on the page under the poster's
    head and above its foot: measured in Chromium, and a little less.
    """

    name: str
    columns: int
    letters: int
    lines: int


SIZES = (
    Size("large", 1, 48, 9),
    Size("usual c2", 2, 26, 11),
    Size("small c2", 2, 38, 16),
    Size("tiny c2", 2, 48, 19),
    Size("tiny c3", 3, 29, 19),
    Size("least c2", 2, 62, 24),
    Size("least c3", 3, 38, 24),
)


@dataclass(frozen=True)
class ShoppingList:
    """The lines, and the largest size in which all of them have their place."""

    lines: list[str]
    size: str


def lay_out(notes: str) -> ShoppingList:
    """Notes of at most 2 000 characters, as somebody typed them."""
    lines = _packed(_lines(notes))
    size = next((each for each in SIZES if _fits(lines, each)), SIZES[-1])
    return ShoppingList(lines, size.name)


def _lines(notes: str) -> list[str]:
    """One thing each. A list written in one line has commas instead; 1,5 l is one thing."""
    found = notes.splitlines()
    if len(found) == 1:
        found = found[0].split(", ")
    return [line for each in found if (line := each.strip(BULLETS))]


def _packed(lines: list[str]) -> list[str]:
    each = math.ceil(len(lines) / MOST_LINES)
    return [" · ".join(lines[i : i + each]) for i in range(0, len(lines), each)] if each > 1 else lines


def _width(line: str) -> float:
    """How many average letters a line is wide; a capital is half as wide again, an ideogram twice."""
    wide = {"W": 2.0, "F": 2.0}
    return sum(
        wide.get(unicodedata.east_asian_width(sign), 1.5 if sign.isupper() or sign in "@%&mw" else 1.0)
        for sign in line
    )


def _fits(lines: list[str], size: Size) -> bool:
    rows = sum(max(1, math.ceil(_width(line) * 1.1 / size.letters)) for line in lines)
    return rows <= size.lines * size.columns - (size.columns - 1) * 2
