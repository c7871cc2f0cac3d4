"""The result as a picture: letters a request against requests matched in time, a point for each policy.

Written by hand, for one picture with four points needs no library. It says in
words what it shows, for those who cannot see it.
"""

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import NamedTuple
from xml.sax.saxutils import escape

from simulation.figures import Estimate
from simulation.policies import CONTENDERS, OURS

PAPER, INK, DOOR, WARM = "#fbf6ec", "#1d2a2b", "#0f4c47", "#8a2f12"
WIDTH, HEIGHT = 760, 500
LEFT, RIGHT, TOP, BOTTOM = 80, 30, 70, 70
TITLE = "Letters sent against people helped in time"
ACROSS = "letters a request"
UP = "requests matched in time"
CAP = 5  # half the stroke that ends an error bar
STEPS = (1, 2, 5, 10)


class Scale(NamedTuple):
    """From figures to pixels along one axis: `low` lies at `first`, `high` at `last`, a tick every `step`."""

    low: float
    high: float
    step: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.first + (value - self.low) / (self.high - self.low) * (self.last - self.first)

    def ticks(self) -> list[float]:
        """The values that bear a number."""
        count = round((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(count + 1)]


def scale(low: float, high: float, first: float, last: float) -> Scale:
    """An axis around these values with about five ticks at round numbers."""
    rough = (high - low) / 5 or 1.0
    unit = 10 ** floor(log10(rough))
    step = next(factor * unit for factor in STEPS if factor * unit >= rough)
    return Scale(floor(low / step) * step, ceil(high / step) * step, step, first, last)


def picture(results: dict[str, dict[str, Estimate]]) -> str:
    """The whole SVG. The interval of a policy is drawn as a cross."""
    points = {name: (each["letters_per_request"], each["matched_in_time"]) for name, each in results.items()}
    lowest = min(up.mean - (up.plus_minus or 0) for _across, up in points.values())
    widest = max(across.mean + (across.plus_minus or 0) for across, _up in points.values())
    x = scale(0, max(widest, 1), LEFT, WIDTH - RIGHT)
    y = scale(min(lowest, 0.9), 1, HEIGHT - BOTTOM, TOP)
    told = "; ".join(
        f"{CONTENDERS[name].title}: {across.mean:.1f} letters a request, {up.mean:.1%} in time"
        for name, (across, up) in points.items()
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title desc" font-family="sans-serif" font-size="14" fill="{INK}">',
        f'<title id="title">{escape(TITLE)}</title>',
        f'<desc id="desc">{escape(told)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<text x="{LEFT}" y="36" font-size="20" font-weight="bold">{escape(TITLE)}</text>',
        *_axes(x, y),
        *(line for name, (across, up) in points.items() for line in _point(name, across, up, x, y)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes(x: Scale, y: Scale) -> Iterator[str]:
    for value in y.ticks():
        at = y.at(value)
        yield _line(x.first, at, x.last, at, INK, width=0.3)
        yield f'<text x="{x.first - 10:.1f}" y="{at + 5:.1f}" text-anchor="end">{value:.0%}</text>'
    for value in x.ticks():
        at = x.at(value)
        yield _line(at, y.first, at, y.first + 5, INK)
        yield f'<text x="{at:.1f}" y="{y.first + 22:.1f}" text-anchor="middle">{value:g}</text>'
    yield _line(x.first, y.first, x.last, y.first, INK)
    yield f'<text x="{x.last:.1f}" y="{HEIGHT - 18}" text-anchor="end">{ACROSS}</text>'
    yield f'<text x="{LEFT}" y="58">{UP}</text>'


def _point(name: str, across: Estimate, up: Estimate, x: Scale, y: Scale) -> Iterator[str]:
    """The point of one policy, its interval as a cross, and its name on the side where there is room."""
    colour = DOOR if name == OURS.name else WARM
    left, top = x.at(across.mean), y.at(up.mean)
    if across.plus_minus is not None and up.plus_minus is not None:
        west, east = (x.at(across.mean + sign * across.plus_minus) for sign in (-1, 1))
        south, north = (y.at(up.mean + sign * up.plus_minus) for sign in (-1, 1))
        yield _line(west, top, east, top, colour)
        yield _line(left, south, left, north, colour)
        for end in (west, east):
            yield _line(end, top - CAP, end, top + CAP, colour)
        for end in (south, north):
            yield _line(left - CAP, end, left + CAP, end, colour)
    yield f'<circle cx="{left:.1f}" cy="{top:.1f}" r="5" fill="{colour}"/>'
    is_right = left > (x.first + x.last) / 2
    anchor, beside = ("end", left - 12) if is_right else ("start", left + 12)
    yield (
        f'<text x="{beside:.1f}" y="{top + 20:.1f}" text-anchor="{anchor}" font-weight="bold" '
        f'fill="{colour}">{escape(CONTENDERS[name].title)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.5) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width}"/>'
    )
