"""The week's letter to idle volunteers: who gets it and when, published figures only, bounded work."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from impact import nearby
from letters import kinds
from letters.models import Letter
from matching import claims, endings
from matching.models import Invitation
from tests import cast
from tests.cast import BRUSSELS
from tests.house.impact_scenes import SUNDAY
from tests.impact.nearby_cast import DAY, NOW, WEEK, message_to, publish, reader
from volunteers import membership, news
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
Act = Callable[[Volunteer], object]


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rendered is rendered then."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def written() -> list[Letter]:
    return list(Letter.objects.filter(kind=nearby.KIND))


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
