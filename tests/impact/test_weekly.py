"""The week's letter to the coordinators: by day, once a week, with the numbers that everybody may see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from impact import weekly
from letters import compose
from letters.models import Letter
from tests.cast import BRUSSELS
from tests.house.impact_scenes import SUNDAY, figures

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BRUSSELS)
HOUR = timedelta(hours=1)


def test_it_goes_on_monday_by_day_and_once_however_often_the_clock_looks(settings: Any) -> None:
    settings.DISPATCH = {"wakes_at": 450, "sleeps_at": 1320}
    figures(40, SUNDAY - timedelta(weeks=1))
    figures(65, SUNDAY)

    assert not weekly.post_due(MONDAY - 6 * HOUR)  # the middle of the night
    for hour in range(24):
        weekly.post_due(MONDAY + hour * HOUR)

    (letter,) = Letter.objects.filter(kind=weekly.KIND)
    assert letter.subject == weekly.number_of(SUNDAY)
    assert letter.valid_until
    assert MONDAY + timedelta(days=4) < letter.valid_until < MONDAY + timedelta(days=5)


def test_a_week_that_is_not_published_yet_waits_and_an_old_one_is_left() -> None:
    figures(65, SUNDAY - timedelta(weeks=1))
    assert not weekly.post_due(MONDAY)

    figures(70, SUNDAY)
    assert weekly.post_due(MONDAY + 3 * HOUR)
    assert not weekly.post_due(MONDAY + timedelta(days=5, hours=1))


def test_it_says_what_the_week_brought_and_what_there_is_in_all() -> None:
    figures(40, SUNDAY - timedelta(weeks=1))
    figures(65, SUNDAY)

    message = weekly.week_in_figures(weekly.number_of(SUNDAY))

    assert message
    assert message.to == django_settings.COORDINATORS_EMAIL
    assert message.context["figures"][0][1:] == ("65", "25")
    subject, text, html = compose.render(message)
    assert "22" in subject
    for part in (text, html):
        assert "25" in part
        assert "65" in part


def test_what_is_too_small_to_tell_is_named_once() -> None:
    figures(40, SUNDAY - timedelta(weeks=1))
    row = figures(65, SUNDAY)
    row.totals |= {"calls": 0, "left": 0}
    row.save()

    message = weekly.week_in_figures(weekly.number_of(SUNDAY))

    assert message
    _subject, text, _html = compose.render(message)
    assert "bénévoles partis, appels reçus" in text
    assert text.count("appels reçus") == 1


def test_a_week_long_ago_has_no_letter_any_more() -> None:
    for weeks in range(3):
        figures(40, SUNDAY + timedelta(weeks=weeks))

    assert weekly.week_in_figures(weekly.number_of(SUNDAY)) is None
    assert weekly.week_in_figures(weekly.number_of(SUNDAY - timedelta(days=1))) is None
