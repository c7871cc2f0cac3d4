"""The two nights on which the clock on the wall jumps: nothing comes twice, and nobody is woken."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from letters.models import Letter
from matching import claims, clock
from tests import cast
from tests.cast import invite
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
# 02:00 to 03:00 does not exist on the first, and comes twice on the second.
NIGHTS = [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]


@pytest.mark.parametrize("jump", NIGHTS, ids=["spring", "autumn"])
@pytest.mark.parametrize("hours_before", [0, 1])
def test_a_reminder_due_in_such_a_night_comes_once_and_by_day(
    victor: Volunteer, jump: datetime, hours_before: int
) -> None:
    due = jump - hours_before * HOUR + timedelta(minutes=30)
    claims.claim(invite(cast.help_request(now=due - 24 * HOUR), [victor])[0], due - 24 * HOUR)

    moment = due - 2 * HOUR
    while moment < due + 11 * HOUR:
        clock.sweep(moment)
        moment += QUARTER

    (reminder,) = Letter.objects.filter(kind="reminder")
    assert reminder.created_at.astimezone(BRUSSELS).time() == time(7, 30)
    assert reminder.created_at.astimezone(BRUSSELS).date() == jump.date()
