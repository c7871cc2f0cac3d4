"""The figures of the phone: one small day counted by hand, in as many queries as a large one."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from callcentre import figures, shifts
from callcentre.figure_charts import in_words
from callcentre.figures import LONGER, Due, Share, Stretch, Waiting
from callcentre.models import Call, CallTask, Direction, Outcome, Reason
from callcentre.raising import raise_task
from tests import staff
from tests.house.phone_scenes import at_the_phone

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock on the wall
ONE = Stretch(DAY, DAY)


def call(at: datetime = NINE, **facts: Any) -> Call:
    usual = {"direction": Direction.IN, "started_at": at, "outcome": Outcome.INFORMATION, "language": "fr"}
    return Call.objects.create(**usual | facts)


def rang(seconds: int | None, number: int, **facts: Any) -> Call:
    """A call that a telephony told of: answered after so many seconds, or by nobody."""
    wait = timedelta(seconds=seconds or 0)
    answered = NINE + wait if seconds is not None else None
    ended = NINE + timedelta(minutes=9)
    told = {"provider": "stand-in", "provider_id": str(number), "answered_at": answered, "ended_at": ended}
    return call(**told | {"outcome": "" if seconds is None else Outcome.INFORMATION} | facts)


def english(user: User) -> Client:
    browser = staff.browser_of(user)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def seen(browser: Client, query: str = "") -> str:
    response = browser.get(reverse("callcentre:figures") + query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_calls_that_came_in_are_counted_by_the_hour_on_the_wall_and_the_language() -> None:
    call()
    call(NINE + timedelta(minutes=59), language="nl")
    call(NINE + timedelta(minutes=59), language="nl")
    call(NINE + timedelta(hours=1), language="")
    call(direction=Direction.OUT)

    assert figures.by_hour(ONE) == {(9, "fr"): 1, (9, "nl"): 2, (10, ""): 1}


def test_a_day_begins_and_ends_at_midnight_here() -> None:
    begin = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    for at in (begin - timedelta(seconds=1), begin, begin + timedelta(days=1, seconds=-1)):
        call(at)
    call(begin + timedelta(days=1))

    assert figures.by_hour(ONE) == {(0, "fr"): 1, (23, "fr"): 1}
    assert sum(figures.by_hour(Stretch(DAY - timedelta(days=1), DAY + timedelta(days=1))).values()) == 4


def test_waiting_is_half_nine_of_ten_and_those_within_a_minute_and_who_gave_up() -> None:
    for number, seconds in enumerate((5, 15, 16, 40, 60, 61, 100, 120, 121, 300)):
        rang(seconds, number)
    rang(None, 98)
    rang(None, 99)
    rang(3, 100, direction=Direction.OUT)
    call()  # noted by hand: nobody knows how long it rang

    found = figures.waiting(ONE)
    assert found == Waiting(
        answered=10, missed=2, within=5,
        steps={15: 2, 30: 1, 60: 2, 120: 3, LONGER: 2},
        median=timedelta(seconds=60), late=timedelta(seconds=121),
    )  # fmt: skip
    assert found.percent == 42


def test_without_callers_there_is_nothing_to_say_about_waiting() -> None:
    found = figures.waiting(ONE)

    assert (found.median, found.late, found.percent, found.missed) == (None, None, None, 0)


def test_outcomes_are_told_by_who_rang_and_a_missed_call_has_none() -> None:
    call(outcome=Outcome.REQUEST)
    call(outcome=Outcome.NO_ANSWER, direction=Direction.OUT)
    call(outcome=Outcome.NO_ANSWER)
    rang(None, 1)
    rang(9, 2, outcome="")

    assert figures.outcomes(ONE) == {"request": {"in": 1}, "no_answer": {"in": 1, "out": 1}, "": {"in": 1}}


def test_what_is_to_be_rung_about_is_late_when_the_queue_says_so() -> None:
    waits = (timedelta(minutes=-1), timedelta(minutes=1), timedelta(minutes=16), timedelta(minutes=61))
    for number, waited in enumerate(waits):
        subject = call().uuid
        for urgent in (False, True):
            raise_task(
                Reason.CALL_BACK, subject, due_at=NINE - waited, now=NINE, urgent=urgent,
                purpose=f"{number}{urgent}",
            )  # fmt: skip
    raise_task(Reason.WORRY, call().uuid, due_at=NINE, now=NINE, purpose="settled")
    CallTask.objects.filter(purpose="settled").update(settled_at=NINE)

    assert figures.call_tasks(NINE) == {"call_back": Due(due=6, late=3, later=2)}


def test_requests_are_told_by_operator_and_nobody_is_named_in_full() -> None:
    ann, bo = (staff.member("operator") for _ in range(2))
    User.objects.filter(pk=ann.pk).update(first_name="Ann", last_name="Brown")
    User.objects.filter(pk=bo.pk).update(first_name="Bo")
    for operator, outcome in (
        (ann, "request"),
        (ann, "status"),
        (bo, "request"),
        (bo, "request"),
        (None, "request"),
    ):
        call(operator=operator, outcome=outcome)
    rang(5, 1, operator=ann, outcome="")

    assert figures.shares(ONE) == [Share("Bo", 2, 2), Share("Ann", 2, 1)]


def test_the_shifts_of_the_whole_day_are_told_with_what_nobody_speaks() -> None:
    anna = at_the_phone("fr", NINE, languages=["fr"])
    slot = shifts.of_day(DAY)[1].slot
    shifts.take(anna, slot.key, "staff:1", NINE)

    lines = shifts.of_day(DAY)
    assert [len(line.shifts) for line in lines] == [0, 1, 0, 0]
    assert [line.missing for line in lines][1] == ["Nederlands"]


def test_the_page_names_days_and_says_what_each_number_means() -> None:
    boss = english(staff.member("coordinator"))
    rang(45, 1)
    rang(None, 2)
    page = seen(boss, "?first=2026-11-23&last=2026-11-23")

    assert "50 of 100 callers" in page
    assert page.count("45 s") == 2
    assert re.search(r"09:00</th>\s*<td>2</td>\s*<td>2</td>\s*<td>0</td>\s*<td>0</td>", page)
    assert page.count('<p class="soft">') == page.count("<h3>") == 7
    assert "2026-11-23" not in seen(boss).split("</h1>")[1].split("<h2>")[1]


@pytest.mark.parametrize(
    "query",
    ["?first=2026-11-23&last=2026-11-22", "?first=2026-10-01&last=2026-11-22", "?first=x&last=", "?page=2"],
)
def test_what_is_no_stretch_of_days_is_told_and_today_is_shown(query: str) -> None:
    page = seen(english(staff.member("coordinator")), query)

    assert 'role="alert"' in page
    today = timezone.localdate()
    with translation.override("en"):
        assert f"{today:%A} {today.day} {today:%B}" in page


def test_only_who_leads_the_phone_sees_them() -> None:
    for role in ("operator", "press", "listener coordinator"):
        assert staff.browser_of(staff.member(role)).get(reverse("callcentre:figures")).status_code == 403
    assert Client().get(reverse("callcentre:figures")).status_code == 302


def test_many_calls_cost_no_more_queries_than_few() -> None:
    leader = staff.member("coordinator")
    boss, query = english(leader), "?first=2026-11-20&last=2026-11-25"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            seen(boss, query)
        return len(queries)

    rang(9, 1, operator=leader)
    seen(boss)
    few = cost()
    for number in range(60):
        at = NINE + timedelta(minutes=7 * number)
        call(at, operator=staff.member("operator"), outcome=Outcome.REQUEST, language="nl")
        raise_task(Reason.CALL_BACK, call(at).uuid, due_at=NINE, now=NINE)

    assert cost() == few <= 25


@pytest.mark.parametrize(
    ("span", "words"), [(None, "–"), (0, "0 s"), (59.6, "1 min 0 s"), (44.4, "44 s"), (125, "2 min 5 s")]
)
def test_a_wait_is_said_as_people_say_it(span: float | None, words: str) -> None:
    with translation.override("en"):
        assert in_words(None if span is None else timedelta(seconds=span)) == words
