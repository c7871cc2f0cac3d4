"""What the team and the public see of a busy house: the desk with a caller, the office, the figures."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests import staff
from tests.house.impact_scenes import SUNDAY, figures
from tests.office import world

WEEKS = 9
# How much there was after the last week; in each week before it so much less.
TOTALS = {
    "volunteers": 1260, "left": 75, "requests": 540, "matched": 455, "helped": 390, "calls": 720,
    "letters": 6120, "hours": 340, "tasks": 405, "told": 210, "paper_scans": 130, "paper_volunteers": 45,
    "paper_matched": 30,
}  # fmt: skip


def busy() -> None:
    """One thing in each queue of the office, and nine weeks of figures."""
    world.one_of_each(timezone.now())
    for week in range(1, WEEKS + 1):
        row = figures(day=SUNDAY - timedelta(weeks=WEEKS - week))
        row.totals = {
            name: number * week * week // (WEEKS * WEEKS) // 5 * 5 for name, number in TOTALS.items()
        }
        row.save()


def cookies(browser: Client) -> list[dict[str, str]]:
    """The visit of somebody who is logged in, as a real browser takes it; in French."""
    held = {name: each.value for name, each in browser.cookies.items()}
    held[settings.LANGUAGE_COOKIE_NAME] = "fr"
    return [{"name": name, "value": value, "url": settings.BASE_URL} for name, value in held.items()]


def desk() -> tuple[str, list[dict[str, str]]]:
    """The operator's desk; and who sits there."""
    return reverse("callcentre:desk"), cookies(staff.browser_of(staff.member("operator")))


def office() -> tuple[str, list[dict[str, str]]]:
    """The coordinators' first page."""
    return reverse("admin:index"), cookies(staff.browser_of(staff.member("coordinator")))


def impact() -> tuple[str, list[dict[str, str]]]:
    """The figures for everybody."""
    with translation.override("fr"):
        return reverse("impact:impact"), []
