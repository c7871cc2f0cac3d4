"""A shopping list as it is hung up: one thing a line, each with a box, and all of it on one page."""

import math
import unicodedata
from dataclasses import dataclass

BULLETS = "-–—*•·□☐ \t"
MOST_LINES = 40  # more are put two, three … on a line: boxes that small nobody ticks
BLANK_LINES = 16


HEIGHT = 90.0  # mm that the sheet leaves to the lines, measured in Chromium with a first name above them
WIDTHS = {1: 175.0, 2: 84.5, 3: 54.5}  # mm of one column
BOX = 1.9  # em before the words
LETTER = 0.58  # em of an average small letter of the widest usual system font, and the ragged ends of lines


@dataclass(frozen=True)
class Size:
    """A way to set the list, as static/css/paper.css has it: `points` high, lines `leading` times as high."""

    name: str
    points: float
    leading: float
    columns: int

    @property
    def classes(self) -> str:
        """For the style sheet."""
        return f"{self.name} c{self.columns}"

    @property
    def letters(self) -> int:
        """How many average letters stand on one line of a column."""
        em = self.points * MM_A_POINT
        return int((WIDTHS[self.columns] - BOX * em) / (LETTER * em))

    @property
    def lines(self) -> int:
        """How many lines a column has."""
        return int(HEIGHT / (self.points * MM_A_POINT * self.leading))


MM_A_POINT = 0.3528
SIZES = (
    Size("large", 19, 1.45, 1),
    Size("usual", 16, 1.45, 2),
    Size("small", 12, 1.4, 2),
    *(Size("tiny", 9.5, 1.4, columns) for columns in (2, 3, 1)),
    *(Size("least", 7.5, 1.3, columns) for columns in (2, 3, 1)),
    *(Size("last", 6, 1.25, columns) for columns in (3, 2, 1)),
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
    return ShoppingList(lines, size.classes)


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
    """Whether the columns take them, one after the other; no line is torn between two."""
    column, used = 1, 0
    for line in lines:
        rows = max(1, math.ceil(_width(line) / size.letters))
        if rows > size.lines:
            return False
        column, used = (column, used + rows) if used + rows <= size.lines else (column + 1, rows)
    return column <= size.columns
