"""Scenes at the window: before the first figures, and with many, each as long as it may become."""

from datetime import date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from catalogue.kinds import OFFERS
from geo.municipalities import label
from geo.postcodes import all_postcodes
from impact.areas import drawing
from impact.measures import MEASURES
from impact.models import Coverage, Published
from tests.house.visitor import Visitor
from tests.staff import browser_of, member

SUNDAY = date(2026, 11, 22)


def figures(many: int = 12345, day: date = SUNDAY, now: datetime | None = None) -> Published:
    """The row of one day, with every area of the country and large numbers everywhere."""
    drawn = drawing("BE")
    assert drawn
    levels = (0, 5, 25, 60, 12345)
    parts = {code: levels[number % len(levels)] for number, code in enumerate(drawn.areas)}
    areas = {each.code: parts if each.by_area else {"all": many} for each in MEASURES if each.code != "left"}
    return Published.objects.create(
        day=day,
        made_at=now or timezone.now(),
        totals={each.code: many - number for number, each in enumerate(MEASURES)} | {"left": 0},
        areas=areas | {"left": {}},
        facts={"median_minutes": 95, "p90_minutes": 1740},
    )


def names_of_places() -> set[str]:
    """What areas and municipalities are called, as English pages call them."""
    drawn = drawing("BE")
    areas = drawn.areas.values() if drawn else ()
    towns = (each for postcode in all_postcodes("BE") for each in postcode.municipalities)
    return {area.name("en") for area in areas} | {label(town, "en") for town in towns}


def lacks(places: int = 60) -> Coverage:
    """A look that found too few in so many municipalities."""
    by_town = {each.municipalities[0].own_name: each for each in all_postcodes("BE")[::9]}
    postcodes = list(by_town.values())[:places]
    found = {offer.code: 3 for offer in OFFERS}
    return Coverage.objects.create(
        made_at=timezone.now(), wanted=10, places=[[[each.code], found] for each in postcodes]
    )


def window(visitor: Visitor) -> None:
    """The page of figures, what it leads to, and the first page with its line."""
    visitor.get("impact: none yet", visitor.path("impact:impact"))
    visitor.get("wanted: not looked", visitor.path("impact:wanted"))
    for week in range(9):
        figures(1230 * (week + 1), SUNDAY - timedelta(weeks=8 - week))
    visitor.get("impact: figures", visitor.path("impact:impact"))
    visitor.get("home: figures", visitor.path("home"))
    everywhere = lacks(0)
    visitor.get("wanted: nowhere", visitor.path("impact:wanted"))
    everywhere.delete()
    lacks()
    visitor.get("wanted: places", visitor.path("impact:wanted"))


def office() -> Client:
    """A coordinator's browser."""
    return browser_of(member("coordinator"))
