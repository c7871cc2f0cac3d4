"""Two drawings as numbers of SVG's units, for a template to write down: bars by week, shades by area."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from impact.areas import drawing
from impact.models import Published
from impact.picture import Week, counts_of, now_here, number

LEVELS = (100, 50, 20, 5, 0)  # volunteers in an area: the shades of the map, the darkest first


@dataclass(frozen=True)
class Shade:
    """The areas of one shade of the map: from so many volunteers on; `words` stand in its key."""

    least: int
    opacity: str
    words: str
    areas: list[dict[str, str]]


def country(row: Published) -> dict[str, Any] | None:
    """The map: its box and its shades, the darkest first; None for a country without a drawing."""
    drawn = drawing(settings.COUNTRY)
    if drawn is None:
        return None
    language = get_language() or "en"
    shades = [
        Shade(least, opacity, _words(least), [])
        for least, opacity in zip(LEVELS, ("1", ".75", ".5", ".28", "1"), strict=True)
    ]
    for code, area in drawn.areas.items():
        here = now_here(counts_of(row, code))
        shade = next(each for each in shades if here >= each.least)
        shade.areas.append({"path": area.path, "name": f"{area.name(language)}: {number(here)}"})
    return {"box": drawn.box, "shades": shades}


def _words(least: int) -> str:
    return _("%(number)s or more") % {"number": least} if least else _("few or none")


# The bars: a week is so wide; the highest bar is so high, with its number above and the date below.
SLOT, BAR, HEIGHT, ABOVE = 40, 16, 110, 14


def bars(shown: list[Week], first: str = "requests", second: str = "helped") -> list[dict[str, Any]]:
    """Two bars for each week, as numbers of SVG's units."""
    top = max([1, *(week.added.get(code, 0) for week in shown for code in (first, second))])
    drawn = []
    for position, week in enumerate(shown):
        pair = []
        for side, code in enumerate((first, second)):
            value = week.added.get(code, 0)
            high = round(HEIGHT * value / top)
            x, y = position * SLOT + 3 + side * (BAR + 2), ABOVE + HEIGHT - high
            place = {"x": x, "y": y, "height": high, "middle": x + BAR // 2, "above": y - 3}
            pair.append({**place, "value": value})
        drawn.append({"middle": position * SLOT + SLOT // 2, "monday": week.monday, "bars": pair})
    return drawn
