"""What a new volunteer is told to expect: from what was near him, never more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from catalogue import kinds
from geo.points import Point
from letters.compose import render
from letters.kinds import kind
from matching import endings
from matching.expectation import Expectation, Sort, near, near_each
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, LEUVEN, NOON
from tests.volunteers.conftest import url
from volunteers import whereabouts
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNKNOWN, RARELY = Expectation(Sort.UNKNOWN), Expectation(Sort.RARELY)


def asked(count: int, days_ago: float = 20, **facts: Any) -> list[HelpRequest]:
    """So many requests that came in some days ago."""
    return [cast.help_request(now=NOON - days_ago * DAY, **facts) for _number in range(count)]


@pytest.fixture
def _a_month_old() -> None:
    """The service has taken its first request long ago, and far away."""
    asked(1, days_ago=60, at=LEUVEN)


@pytest.mark.usefixtures("_a_month_old")
@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, UNKNOWN),
        (1, RARELY),
        (3, RARELY),
        (4, Expectation(Sort.ABOUT, 1)),
        (9, Expectation(Sort.ABOUT, 2)),
        (80, Expectation(Sort.ABOUT, 20)),
        (81, Expectation(Sort.MORE, 20)),
    ],
)
def test_the_number_is_that_of_the_last_four_weeks(
    victor: Volunteer, count: int, expected: Expectation
) -> None:
    asked(count)

    assert near(victor, NOON) == expected


@pytest.mark.usefixtures("_a_month_old")
def test_nobody_near_while_others_ask_farther_on_is_rarely_and_not_unknown(victor: Volunteer) -> None:
    asked(9, at=Point(FLAGEY.lat + 0.1, FLAGEY.lon))
    assert near(victor, NOON) == UNKNOWN

    asked(1, at=Point(FLAGEY.lat + 0.1, FLAGEY.lon))
    assert near(victor, NOON) == RARELY


@pytest.mark.usefixtures("_a_month_old")
def test_only_what_he_would_be_asked_for_counts(victor: Volunteer) -> None:
    asked(8)
    asked(9, days_ago=29)
    asked(9, languages=["nl"])
    asked(9, at=LEUVEN)
    for row in asked(9):
        endings.cancel(row, by="requester", now=NOON)

    assert near(victor, NOON) == Expectation(Sort.ABOUT, 2)
    victor.kinds = kinds.mask(["errand"])
    assert near(victor, NOON) == UNKNOWN


@pytest.mark.usefixtures("_a_month_old")
def test_what_is_near_his_second_place_counts_too(wim: Volunteer) -> None:
    asked(8)
    assert near(wim, NOON) == UNKNOWN

    whereabouts.also_at(wim, "1050", by="volunteer", now=NOON)

    assert near(wim, NOON) == Expectation(Sort.ABOUT, 2)


@pytest.mark.usefixtures("_a_month_old")
def test_of_many_each_is_told_what_he_would_be_told_alone(victor: Volunteer, wim: Volunteer) -> None:
    asked(8)
    asked(13, at=LEUVEN)
    asked(5, at=Point(51.2, 2.9), kind="listening")  # a talk has no distance
    lost = cast.volunteer(at=None, postcode="1031")
    whereabouts.also_at(victor, "3000", by="volunteer", now=NOON)
    people = [victor, wim, lost]

    with CaptureQueriesContext(connection) as seen:
        found = near_each(people, NOON)

    assert len(seen) == 2
    assert found == {each.pk: near(each, NOON) for each in people}
    assert found == {
        victor.pk: Expectation(Sort.ABOUT, 6),
        wim.pk: Expectation(Sort.ABOUT, 4),
        lost.pk: UNKNOWN,
    }


def test_a_young_service_divides_by_its_own_weeks_and_says_nothing_in_the_first(victor: Volunteer) -> None:
    asked(8, days_ago=6.9)
    assert near(victor, NOON) == UNKNOWN

    asked(8, days_ago=1)
    assert near(victor, NOON + 8 * DAY - 0.9 * DAY) == Expectation(Sort.ABOUT, 8)


@pytest.mark.usefixtures("_a_month_old")
def test_it_costs_two_queries_however_many_ask(victor: Volunteer) -> None:
    asked(30)

    with CaptureQueriesContext(connection) as seen:
        near(victor, NOON)

    assert len(seen) == 2
    assert not [each for each in seen.captured_queries if '"name"' in each["sql"]]


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "We do not know yet"), (2, "less than one request a week"), (12, "about 3 requests a week")],
)
def test_the_welcome_page_says_it_and_promises_nothing(client: Client, count: int, words: str) -> None:
    translation.activate("en")
    now = timezone.now()
    cast.help_request(at=LEUVEN, now=now - 60 * DAY)
    for _number in range(count):
        cast.help_request(now=now - 20 * DAY)
    me = cast.volunteer(now=now)

    shown = client.get(url("confirm", me.token("confirm"))).content.decode()

    assert words in shown
    assert ("Others near you are asked too" in shown) == (count == 12)


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 0, "We do not know yet"),
        ("en", 2, "less than one request a week"),
        ("fr", 4, "environ 1 demande par semaine"),
        ("nl", 12, "ongeveer 3 aanvragen per week"),
        ("de", 90, "mehr als 20 Anfragen pro Woche"),
    ],
)
def test_the_letter_of_welcome_says_the_same(language: str, count: int, words: str) -> None:
    now = timezone.now()
    cast.help_request(at=LEUVEN, now=now - 60 * DAY, languages=[language])
    for _number in range(count):
        cast.help_request(now=now - 20 * DAY, languages=[language])
    me = cast.volunteer(now=now, language=language, languages=[language])

    message = kind("volunteer_welcome").compose(me.uuid)

    assert message
    _subject, text, html = render(message)
    assert words in text
    assert words in html
