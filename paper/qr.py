"""A link as a pattern of squares, drawn as one line of SVG: no image to fetch, nothing to escape."""

from dataclasses import dataclass
from itertools import groupby

import segno

BORDER = 4  # modules of white around it, which ISO/IEC 18004 asks for


@dataclass(frozen=True)
class Drawing:
    """`size` in modules, border included; `path` fills the dark ones by strokes one module wide."""

    size: int
    path: str


def draw(link: str) -> Drawing:
    """The QR code of an address. Level M: it may lose a seventh of its squares to rain and tape."""
    code = segno.make_qr(link, error="m", boost_error=False)
    path: list[str] = []
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                path.append(f"M{column + BORDER} {row + BORDER}.5h{length}")
            column += length
    return Drawing(len(code.matrix) + 2 * BORDER, "".join(path))
