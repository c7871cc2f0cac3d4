"""Readers of the week's letter, figures for it, and the Tuesday on which it is written."""

from datetime import date, datetime, timedelta
from typing import Any

from impact import nearby
from impact.areas import area_of
from impact.measures import MEASURES
from impact.models import Published
from letters import kinds
from letters.kinds import Message
from tests import cast
from tests.cast import BRUSSELS
from tests.house.impact_scenes import SUNDAY
from volunteers.models import Volunteer

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=BRUSSELS)  # the Tuesday after SUNDAY
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
HERE = area_of("BE", "1050")


def publish(day: date = SUNDAY, here: int = 240, everywhere: int = 1240) -> Published:
    """A day's figures: so many of everything in the canton of Brussels, so many in all."""
    return Published.objects.create(
        day=day,
        made_at=NOW,
        totals={each.code: everywhere for each in MEASURES},
        areas={each.code: {HERE: here} for each in MEASURES if each.by_area},
    )


def reader(due: datetime = NOW, **facts: Any) -> Volunteer:
    """Somebody who wants the letter, and whose minute has come."""
    made = cast.volunteer(now=NOW - 60 * DAY, **facts)
    Volunteer.objects.filter(pk=made.pk).update(news_due_at=due)
    made.refresh_from_db()
    return made


def message_to(volunteer: Volunteer) -> Message | None:
    return kinds.kind(nearby.KIND).compose(volunteer.uuid)
