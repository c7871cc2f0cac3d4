"""The first page of the office: what waits, since when, and each number leads to the rows that it counts."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from letters import pulse
from letters.outbox import letter, post
from matching import endings
from office import days, queues, running
from office.ages import Level
from requests_app.models import HelpRequest, Hold
from tests import cast, staff
from tests.office import world

INDEX = reverse("admin:index")
HOUR = timedelta(hours=1)


def test_every_queue_counts_what_its_list_shows(desk: Client, coordinator: User) -> None:
    now = timezone.now()
    counts = world.one_of_each(now)

    found = {each.code: each for each in queues.look(coordinator, now)}

    assert {code: each.count for code, each in found.items()} == {**counts, "approve": 0}
    assert {code: shown(desk, each.url) for code, each in found.items() if each.count} == counts


def shown(desk: Client, url: str) -> int:
    """How many rows a list shows, or the queue at the desk."""
    context = desk.get(url).context
    if "cl" in context:
        return int(context["cl"].result_count)
    if "offers" in context:
        return len(context["offers"])
    assert not context["later"]
    return sum(len(context[group]) for group in ("waiting", "taken", "stuck")) + int(context["more"])


def test_who_takes_calls_is_led_to_where_they_are_worked_and_others_to_the_list(
    desk: Client, coordinator: User
) -> None:
    now = timezone.now()
    world.one_of_each(now)
    other = User.objects.create_user("otto", is_staff=True)
    other.user_permissions.set(Permission.objects.filter(codename="view_calltask"))
    codes = {"worry", "call_back", "how_went", "tell"}

    hers = {each.code: each.url for each in queues.look(coordinator, now) if each.code in codes}
    his = {each.code: each.url for each in queues.look(other, now)}

    assert hers == {code: f"{reverse('callcentre:queue')}?reason={code}" for code in codes}
    assert set(his) == codes
    assert all(each.startswith(reverse("admin:callcentre_calltask_changelist")) for each in his.values())
    browser = staff.browser_of(other)
    assert [shown(browser, each) for each in his.values()] == [1, 1, 1, 1]
    page = desk.get(hers["how_went"]).content.decode()
    assert "did it work out?" in page
    assert "Show everything" in page
    assert len(desk.get(reverse("callcentre:queue"), {"reason": "x"}).context["waiting"]) == 4


def test_who_must_be_checked_is_a_queue_where_the_service_asks_for_it(
    desk: Client, coordinator: User, settings: Any
) -> None:
    settings.REQUIRE_APPROVAL = True
    cast.volunteer(now=timezone.now())
    endings.block_volunteer(cast.volunteer(now=timezone.now()), by="staff:1", now=timezone.now())

    (waiting,) = [each for each in queues.look(coordinator, timezone.now()) if each.code == "approve"]

    assert waiting.count == desk.get(waiting.url).context["cl"].result_count == 1


def test_the_worst_wait_comes_first_and_is_said_in_words_and_colour(desk: Client, coordinator: User) -> None:
    now = timezone.now()
    fresh = world.request(now)
    HelpRequest.objects.filter(pk=fresh.pk).update(handed_over_at=now - HOUR)
    world.held(now, Hold.STAFF)

    first, second, *rest = queues.look(coordinator, now)
    page = desk.get(INDEX).content.decode()

    assert (first.code, first.age.level if first.age else None) == ("held_staff", Level.LONG)
    assert (second.code, second.age.level if second.age else None) == ("nobody", Level.FRESH)
    assert {each.count for each in rest} == {0}
    assert re.search(r'<span class="age-long">4\sdays <b>too long</b></span>', page)
    assert page.index("queue-held_staff") < page.index("queue-nobody") < page.index("queue-silent")


def test_the_page_costs_few_queries(desk: Client, django_assert_max_num_queries: Any) -> None:
    world.one_of_each(timezone.now())

    with django_assert_max_num_queries(25):
        assert desk.get(INDEX).status_code == 200


def test_the_stock_list_comes_after_the_queues_and_is_folded(desk: Client) -> None:
    page = desk.get(INDEX).content.decode()

    assert (
        page.index('class="queues"') < page.index('<details class="stock">') < page.index("app-requests_app")
    )
    assert "style=" not in page


def test_who_may_not_see_requests_sees_no_queue_of_them(db: None) -> None:
    other = User.objects.create_user("otto", is_staff=True)
    world.one_of_each(timezone.now())

    assert queues.look(other, timezone.now()) == []
    page = staff.browser_of(other).get(INDEX).content.decode()
    assert "queue-" not in page
    assert "<svg viewBox" not in page


def test_fourteen_days_end_today_and_count_by_the_clock_on_the_wall(db: None) -> None:
    now = cast.NOON
    cast.help_request(now=now - timedelta(hours=11, minutes=30))  # half an hour after midnight in Brussels
    cast.help_request(now=now - timedelta(hours=12, minutes=30))  # and half an hour before
    cast.help_request(now=now - 14 * timedelta(days=1))

    shown = days.fortnight(now)

    assert len(shown) == 14
    assert [each.requests for each in shown] == [0] * 12 + [1, 1]
    assert [bar["height"] for bar in shown[-1].bars] == [100, 0]
    assert shown[-1].day.isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("language", "first"), [("fr", "12 novembre"), ("nl", "12 november"), ("de", "12. November")]
)
def test_the_days_are_written_as_their_reader_writes_them(
    desk: Client, language: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = cast.NOON.replace(day=25)
    monkeypatch.setattr("office.days.fortnight", lambda _now, real=days.fortnight: real(end))
    desk.cookies["django_language"] = language

    assert f", {first} –" in desk.get(INDEX).content.decode()


def test_how_the_dispatch_runs_says_what_is_wrong(db: None) -> None:
    translation.activate("en")
    now = timezone.now()
    trouble = {line.label: line.trouble for line in running.look(now)}
    assert trouble["Since the clock last went round"] == "it stands still"

    pulse.beat(pulse.SWEEP, now)
    world.claim(now)  # its letters are two days late
    lines = {line.label: line for line in running.look(now)}
    assert lines["Since the clock last went round"].trouble == ""
    assert lines["The oldest has been due for"].trouble == "too long"
    assert lines["Letters that wait"].value != "0"


def test_letters_of_today_are_counted_in_waves(db: None) -> None:
    now = timezone.now()
    cast.invite(world.request(now), [cast.volunteer(now=now), cast.volunteer(now=now)], now)
    cast.invite(world.request(now), [cast.volunteer(now=now)], now - 3 * timedelta(days=1))

    assert running.look(now)[0].value == "1"


@pytest.mark.parametrize(
    ("code", "index"),
    [
        ("nobody", "request_"), ("silent", "match_silent"), ("nowhere", "request_by_status"),
        ("held_staff", "request_by_status"), ("trouble", "letters_by_age"), ("worry", "call_tasks_due"),
        ("reported", "report_open_once"),
        ("lost", "volunteer_place_not_found"), ("unreachable", "match_"),
        ("back_again", "return_open"), ("few_done", "match_"),
    ],
)  # fmt: skip
def test_a_queue_is_counted_from_its_own_index(db: None, code: str, index: str) -> None:
    post([letter("contact", uuid4(), now=timezone.now())])
    (shelf,) = [each for each in queues.SHELVES if code in {slot.code for slot in each.slots}]
    rows = shelf.rows(timezone.now()).order_by().values("pk")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
        plan = rows.explain()
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = on")

    assert index in plan, plan
