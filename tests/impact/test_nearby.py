"""The week's letter to idle volunteers: who gets it and when, published figures only, bounded work."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.kinds import OFFERS
from impact import nearby
from impact.areas import area_of, name_of
from impact.measures import MEASURES
from impact.models import Published
from letters import compose, kinds
from letters.kinds import Message
from letters.models import Letter
from matching import claims, endings
from matching.expectation import Expectation, Sort
from matching.models import Invitation, Match
from tests import cast
from tests.cast import BRUSSELS, LEUVEN
from tests.house.impact_scenes import SUNDAY
from volunteers import membership, news
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=BRUSSELS)  # the Tuesday after SUNDAY
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
HERE = area_of("BE", "1050")
Act = Callable[[Volunteer], object]


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rendered is rendered then."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


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


def written() -> list[Letter]:
    return list(Letter.objects.filter(kind=nearby.KIND))


def message_to(volunteer: Volunteer) -> Message | None:
    return kinds.kind(nearby.KIND).compose(volunteer.uuid)


def test_it_is_written_in_his_minute_and_once_a_week() -> None:
    publish()
    me = reader(due=NOW + timedelta(minutes=1))
    assert nearby.post_due(NOW) == 0

    for later in range(0, 60, 5):
        nearby.post_due(NOW + timedelta(minutes=1 + later))

    (letter,) = written()
    assert letter.subject == me.uuid
    assert letter.priority > kinds.WAVE
    assert letter.valid_until
    assert letter.valid_until.astimezone(BRUSSELS).isoweekday() == 5
    me.refresh_from_db()
    assert me.news_due_at == news.slot(me.uuid, NOW + timedelta(minutes=1))


def test_a_second_clock_or_a_lost_due_time_writes_nothing_twice() -> None:
    publish()
    me = reader()
    nearby.post_due(NOW)

    Volunteer.objects.filter(pk=me.pk).update(news_due_at=NOW)
    nearby.post_due(NOW + DAY)

    assert len(written()) == 1
    publish(SUNDAY + WEEK)
    nearby.post_due(NOW + WEEK + DAY)
    assert len(written()) == 2


def test_it_waits_for_the_morning_and_for_the_figures(settings: Any) -> None:
    settings.DISPATCH = {"wakes_at": 450, "sleeps_at": 1320}
    me = reader()
    assert nearby.post_due(NOW) == 0  # nothing is published
    publish()
    assert nearby.post_due(NOW + timedelta(hours=12)) == 0  # the middle of the night
    me.refresh_from_db()
    assert me.news_due_at == NOW

    assert nearby.post_due(NOW + timedelta(hours=18)) == 1


def test_what_is_too_late_to_be_news_is_not_written_and_the_next_one_is_due() -> None:
    publish()
    me = reader()

    assert nearby.post_due(NOW + 4 * DAY) == 0  # Saturday

    me.refresh_from_db()
    assert me.news_due_at
    assert me.news_due_at > NOW + 4 * DAY


def _asked(days_ago: float) -> Act:
    return lambda me: cast.invite(cast.help_request(now=NOW - 9 * DAY), [me], NOW - days_ago * DAY)


def _asked_again(me: Volunteer) -> None:
    (asked,) = cast.invite(cast.help_request(now=NOW - 20 * DAY), [me], NOW - 19 * DAY)
    claims.reserve(asked, NOW - 19 * DAY)
    Invitation.objects.filter(pk=asked.pk).update(again_at=NOW - DAY)


def _on_it(days_ago: float, ended: bool = False) -> Act:
    def act(me: Volunteer) -> None:
        (asked,) = cast.invite(cast.help_request(now=NOW - 30 * DAY), [me], NOW - 30 * DAY)
        match = claims.claim(asked, NOW - days_ago * DAY)
        if ended:
            claims.done(match, "volunteer", NOW - days_ago * DAY)

    return act


def _told(kind: str, count: int, days_ago: float = 1) -> Act:
    def act(me: Volunteer) -> None:
        for _number in range(count):
            Letter.objects.create(
                kind=kind, subject=uuid4(), purpose=uuid4().hex, priority=kinds.kind(kind).priority,
                status="sent", created_at=NOW - days_ago * DAY, due_at=NOW, sent_at=NOW - days_ago * DAY,
                recipient=me.email_index or "",
            )  # fmt: skip

    return act


def _nothing(_me: Volunteer) -> None:
    """He waits."""


IDLE: dict[str, Act] = {
    "waits": _nothing,
    "asked long ago": _asked(8),
    "helped long ago": _on_it(8, ended=True),
    "two letters to many of three": _told("to_many", 2),
    "letters about a task": _told("contact", 9),
    "last week's letter came late": _told(nearby.KIND, 9, days_ago=6.9),
}
BUSY: dict[str, Act] = {
    "asked": _asked(6),
    "asked again from reserve": _asked_again,
    "on it for long": _on_it(20),
    "helped this week": _on_it(6, ended=True),
    "has had his letters": _told("to_many", 3),
    "rests": lambda me: membership.pause(me, NOW + DAY),
    "wants no letters": lambda me: membership.unsubscribe(me, NOW),
    "letters come back": lambda me: membership.mark_undeliverable(me, NOW),
    "blocked": lambda me: endings.block_volunteer(me, by="staff:1", now=NOW),
}


@pytest.mark.parametrize("act", IDLE.values(), ids=list(IDLE))
def test_who_has_had_nothing_to_do_gets_it(act: Act) -> None:
    publish()
    me = reader()
    act(me)

    assert nearby.post_due(NOW) == 1
    assert message_to(me)


@pytest.mark.parametrize("act", BUSY.values(), ids=list(BUSY))
def test_who_has_gets_none_and_is_looked_at_again_in_his_next_minute(act: Act) -> None:
    publish()
    me = reader()
    act(me)

    assert nearby.post_due(NOW) == 0
    me.refresh_from_db()
    assert me.news_due_at == news.slot(me.uuid, NOW)


@pytest.mark.parametrize("act", BUSY.values(), ids=list(BUSY))
def test_what_has_changed_since_it_was_written_is_seen_when_it_is_sent(act: Act) -> None:
    publish()
    me = reader()
    assert nearby.post_due(NOW) == 1
    assert message_to(me)

    act(me)

    assert message_to(me) is None


def test_nobody_gets_it_who_has_not_asked_for_it_or_has_gone() -> None:
    publish()
    other, gone = reader(), reader()
    news.stop(other, NOW)
    endings.volunteer_leaves(gone, NOW)
    membership.register(cast.sign_up(), NOW)
    Volunteer.objects.filter(status="unconfirmed").update(news_due_at=NOW)

    assert nearby.post_due(NOW) == 0
    assert message_to(other) is None
    assert message_to(gone) is None


def test_a_round_takes_so_many_and_the_next_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "BATCH", 2)
    publish()
    for _number in range(5):
        reader()

    assert [nearby.post_due(NOW) for _round in range(4)] == [2, 2, 1, 0]
    assert len(written()) == 5


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_writing_and_composing_cost_the_same_queries_for_three_and_for_fifty() -> None:
    publish(SUNDAY - WEEK, 40)
    publish()
    cast.help_request(now=NOW - 60 * DAY)
    cast.help_request(now=NOW - 20 * DAY)
    few = [reader(due=NOW - WEEK) for _number in range(3)]
    cost = queries(lambda: nearby.post_due(NOW - timedelta(hours=1)))
    composed = queries(lambda: nearby.weeks_near([each.uuid for each in few]))
    many = [reader() for _number in range(50)]

    assert queries(lambda: nearby.post_due(NOW)) == cost <= 10
    assert len(written()) == 53
    assert queries(lambda: nearby.weeks_near([each.uuid for each in many])) == composed == 5
    assert len(nearby.weeks_near([each.uuid for each in many])) == 50


def test_it_tells_what_his_canton_has_more_than_the_week_before_and_in_all() -> None:
    publish(SUNDAY - WEEK, here=215)
    publish(here=240)
    message = message_to(reader())

    assert message
    assert [each[1:] for each in message.context["figures"]] == [("25", "240")] * len(nearby.TOLD)
    subject, text, html = compose.render(message)
    assert name_of(HERE, "fr") in text
    assert "25" in text
    assert len(html.encode()) < 10 * 1024
    assert "22" in subject
    assert message.context["button_url"] in text
    assert message.unsubscribe_url in text


@pytest.mark.parametrize(("here", "postcode"), [(0, "1050"), (240, "3000"), (240, "0001")])
def test_where_there_is_nothing_to_tell_it_tells_of_the_whole_country(here: int, postcode: str) -> None:
    publish(here=here, everywhere=1245)
    message = message_to(reader(at=LEUVEN, postcode=postcode))

    assert message
    assert message.context["area"] == ""
    assert message.context["figures"][0][2] == "1\N{NO-BREAK SPACE}245"


def test_while_nobody_has_been_helped_anywhere_no_letter_goes() -> None:
    publish(here=0, everywhere=0)
    me = reader()

    assert nearby.post_due(NOW) == 0
    assert message_to(me) is None


def numbers(text: str) -> set[int]:
    """Every number that a letter tells; days, addresses, keys and the service's own number are none."""
    told = text.split("\n-- \n")[0]
    for each in (r"https?://\S+", r"\d+ (November|november|novembre)"):
        told = re.sub(each, "", told)
    return {int(each) for each in re.findall(r"\d+", told)}


@pytest.mark.parametrize("near", [0, 1, 4, 9, 18, 19, 20, 40, 90])
def test_no_number_under_five_is_told_whatever_happened(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(SUNDAY - WEEK, here=235, everywhere=1240)
    publish(here=240, everywhere=1240)
    sort = Sort.MORE if near > 80 else Sort.ABOUT if near >= 4 else Sort.RARELY if near else Sort.UNKNOWN
    expected = Expectation(sort, 20 if near > 80 else round(near / 4) if near >= 4 else 0)
    monkeypatch.setattr(
        "impact.nearby.expectation.near_each", lambda people, _now: {each.pk: expected for each in people}
    )
    message = message_to(reader(language="en", languages=["en"]))

    assert message
    text = compose.render(message)[1]
    assert {5, 240} <= numbers(text)
    assert min(numbers(text)) >= 5
    assert ("fewer than five" in text) == (expected.a_week < 5 and sort is not Sort.UNKNOWN)
    assert ("about" in text) == (sort is Sort.ABOUT and expected.a_week >= 5)


def test_the_look_for_small_numbers_sees_them() -> None:
    assert numbers("about 3 requests a week up to 22 November\nhttps://x.be/7\n\n-- \n0800 1") == {3}


def test_it_reads_no_locked_column_but_name_and_address_and_no_row_is_counted_anew() -> None:
    publish()
    me = reader(kinds=OFFERS[0].bit)
    with CaptureQueriesContext(connection) as seen:
        nearby.weeks_near([me.uuid])

    said = " ".join(each["sql"] for each in seen.captured_queries)
    for column in ('"street"', '"phone"', '"code_word"', '"notes"'):
        assert column not in said
    assert "matching_match" in said  # the look sees which tables are asked
    assert not Match.objects.exists()
