"""A shopping list as it is hung up: one thing a line, each with a box, on one page, never in small print."""

import math
import unicodedata
from dataclasses import dataclass

BULLETS = "-–—*•·□☐ \t"
BLANK_LINES = 16


HEIGHT = 90.0  # mm that the sheet leaves to the lines, measured in Chromium with a first name above them
WIDTHS = {1: 175.0, 2: 84.5, 3: 54.5}  # mm of one column
BOX = 1.9  # em before the words
LETTER = 0.58  # em of an average small letter of the widest usual system font, and the ragged ends of lines
MM_A_POINT = 0.3528
LEAST_POINTS = 9.0  # nobody reads a poster in smaller print


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


SIZES = (
    Size("large", 19, 1.45, 1),
    Size("usual", 16, 1.45, 2),
    Size("small", 12, 1.4, 2),
    *(Size("tiny", 9.5, 1.4, columns) for columns in (2, 3, 1)),
)
SMALLEST = tuple(each for each in SIZES if each.name == "tiny")


@dataclass(frozen=True)
class ShoppingList:
    """The lines, the largest size in which they have their place, and whether there were more of them."""

    lines: list[str]
    size: str
    has_more: bool = False


def lay_out(notes: str) -> ShoppingList:
    """Notes of at most 2 000 characters, as somebody typed them; what does not fit is asked for by phone."""
    lines = _lines(notes)
    for size in SIZES:
        if len(_fitting(lines, size, size.lines)) == len(lines):
            return ShoppingList(lines, size.classes)
    # one row a column goes to the words that there is more
    cut = {each.classes: _fitting(_shortened(lines, each), each, each.lines - 1) for each in SMALLEST}
    most = max(cut, key=lambda classes: sum(map(len, cut[classes])))
    return ShoppingList(cut[most], most, has_more=True)


def _lines(notes: str) -> list[str]:
    """One thing each. A list written in one line has commas instead; 1,5 l is one thing."""
    found = notes.splitlines()
    if len(found) == 1:
        found = found[0].split(", ")
    return [line for each in found if (line := each.strip(BULLETS))]


def _width(line: str) -> float:
    """How many average letters a line is wide; a capital is half as wide again, an ideogram twice."""
    return sum(map(_width_of_sign, line))


def _width_of_sign(sign: str) -> float:
    wide = {"W": 2.0, "F": 2.0}
    return wide.get(unicodedata.east_asian_width(sign), 1.5 if sign.isupper() or sign in "@%&mw" else 1.0)


def _fitting(lines: list[str], size: Size, rows: int) -> list[str]:
    """As many of the lines as columns of so many rows take, in order; no line is torn between two."""
    column, used = 1, 0
    for number, line in enumerate(lines):
        needed = max(1, math.ceil(_width(line) / size.letters))
        column, used = (column, used + needed) if used + needed <= rows else (column + 1, needed)
        if column > size.columns or needed > rows:
            return lines[:number]
    return lines


def _shortened(lines: list[str], size: Size) -> list[str]:
    """The lines, each no longer than a column is high; the words of a longer one end with "…"."""
    most = size.letters * (size.lines - 1)
    return [line if _width(line) <= most else _begun(line, most - 2) for line in lines]


def _begun(line: str, most: float) -> str:
    """So much of a line as is not wider than this, without half a word if there is a space."""
    end = 0
    for sign in line:
        most -= _width_of_sign(sign)
        if most < 0:
            break
        end += 1
    whole = line[:end].rpartition(" ")[0]
    return f"{whole or line[:end]} …"
