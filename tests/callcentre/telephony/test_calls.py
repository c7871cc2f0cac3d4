"""Words become calls: the same row in whatever order they come, however often, whoever works them."""

import json
from dataclasses import astuple
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth.models import User

from callcentre.models import Call, CallTask, Direction, Ring, TelephonyEvent
from callcentre.telephony import aircall, inbox, working
from callcentre.telephony.contract import Word
from requests_app.models import HelpRequest
from tests.callcentre.telephony.line import ACCOUNT, CALLER, Told, post, recorded, tell
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def seconds(call: Call) -> list[float | None]:
    """When it began, was answered, ended: seconds after noon."""
    times = (call.started_at, call.answered_at, call.ended_at)
    return [(each - NOON).total_seconds() if each else None for each in times]


def outcome() -> tuple[Any, ...]:
    """All that a call's words have come to."""
    call = Call.objects.get()
    rings = Ring.objects.order_by("operator").values_list("operator", "last_at", "declined_at", "had_at")
    tasks = CallTask.objects.filter(settled_at=None).values_list("reason", "subject")
    kept = (call.direction, call.phone, call.phone_index, call.operator_id, *seconds(call))
    return kept, list(rings), [(reason, subject == call.uuid) for reason, subject in tasks]


def forget_all() -> None:
    for model in (Call, CallTask, TelephonyEvent):
        model.objects.all().delete()


def by_order(events: list[Told]) -> list[tuple[Any, ...]]:
    """What comes of a call when its words come in this order, then in every other; the first comes twice."""
    found = []
    for order in permutations(events):
        forget_all()
        for event in (*order, order[0]):
            heard = aircall.hear(json.dumps(event).encode(), {}, ACCOUNT)
            assert heard
            inbox.keep("aircall", heard, NOON)
            working.work(NOON)
        found.append(outcome())
    return found


@pytest.mark.parametrize("name", ["answered", "transferred", "missed", "voicemail", "outbound"])
def test_whatever_the_order_the_call_is_the_same(door: None, ana: User, ben: User, name: str) -> None:
    found = by_order(recorded(name)[-4:])

    assert len(found) >= 6
    assert all(each == found[0] for each in found)


def naive(words: list[Word]) -> tuple[Any, ...]:
    """Whoever speaks last is right: what one would write first."""
    facts: dict[str, Any] = {}
    for word in words:
        facts |= {"answered": word.answered_at, "ended": word.ended_at, "agent": word.agent}
    return tuple(facts.values())


def test_a_naive_merge_would_not_do() -> None:
    words = [aircall.read(json.dumps(each)) for each in recorded("transferred")]

    assert len({naive(list(order)) for order in permutations(words)}) > 1
    assert len({astuple(word) for word in words}) == len(words)


def test_an_answered_call_belongs_to_her_who_has_it(door: None, ana: User, ben: User) -> None:
    tell(*recorded("answered"))

    call = Call.objects.get()
    assert (call.provider, call.provider_id, call.direction) == ("aircall", "7001", Direction.IN)
    assert (call.phone, call.operator) == (CALLER, ana)
    assert seconds(call) == [0, 9, 130]
    assert (call.waiting, call.talking) == (timedelta(seconds=9), timedelta(seconds=121))


def test_a_call_that_is_passed_on_is_hers_who_has_it_last(door: None, ana: User, ben: User) -> None:
    tell(*recorded("transferred"))

    assert Call.objects.get().operator == ben
    assert Ring.objects.exclude(had_at=None).count() == 2


def test_a_call_of_ours_is_hers_who_rings(door: None, ana: User) -> None:
    tell(*recorded("outbound"))

    call = Call.objects.get()
    assert (call.direction, call.operator, call.phone) == (Direction.OUT, ana, CALLER)
    assert seconds(call) == [0, None, 40]
    assert not CallTask.objects.exists()


def test_somebody_at_the_telephony_who_is_no_operator_of_ours_changes_no_call(door: None, ana: User) -> None:
    tell(*recorded("answered", user={"id": 999, "email": "somebody@example.org"}))

    assert Call.objects.get().operator is None
    assert not Ring.objects.exists()


def test_the_end_alone_tells_the_whole_call(door: None, ana: User) -> None:
    """Should every other word be lost."""
    tell(recorded("answered")[-1])

    call = Call.objects.get()
    assert (call.operator, call.phone) == (ana, CALLER)
    assert seconds(call) == [0, 9, 130]


@pytest.mark.parametrize("digits", ["anonymous", None, "", "Private"])
def test_who_hides_her_number_is_a_call_without_one(door: None, digits: str | None) -> None:
    tell(*recorded("missed", raw_digits=digits))

    call = Call.objects.get()
    assert (call.phone, call.phone_index) == ("", "")
    assert not CallTask.objects.exists()


def test_a_call_speaks_the_language_in_which_its_number_asked(door: None, nadia: HelpRequest) -> None:
    HelpRequest.objects.filter(pk=nadia.pk).update(language="nl")

    tell(*recorded("answered", raw_digits=nadia.phone))

    assert Call.objects.get().language == "nl"


def test_a_hint_that_was_lost_is_made_good_by_the_clock(door: None) -> None:
    for event in recorded("answered"):
        post(event)
    assert not Call.objects.exists()

    assert working.work(NOON) == 6
    assert working.work(NOON) == 0
    assert Call.objects.count() == 1
