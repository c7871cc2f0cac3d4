"""Whom nobody answered is rung back: once, by day, and not if they got through meanwhile."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from callcentre.models import Call, CallTask, Reason, TelephonyEvent
from tests.callcentre.telephony.line import later, recorded, tell
from tests.cast import NOON

pytestmark = pytest.mark.django_db
HOUR = 3600


def waiting() -> list[str]:
    """Why somebody must be rung back, of all that waits."""
    return list(CallTask.objects.filter(settled_at=None).order_by("pk").values_list("reason", flat=True))


def settle(minutes: int) -> None:
    """An operator rings back, and it is settled."""
    at = NOON + timedelta(minutes=minutes)
    CallTask.objects.filter(settled_at=None).update(settled_at=at, settled_by="staff:7", result="reached")


def test_who_was_missed_is_rung_back_at_once(door: None) -> None:
    tell(*recorded("missed"))

    task = CallTask.objects.get()
    assert (task.reason, task.subject) == (Reason.CALL_BACK, Call.objects.get().uuid)
    assert (task.due_at, task.settled_at) == (NOON + timedelta(seconds=40), None)


def test_who_was_missed_at_night_is_rung_back_in_the_morning(door: None, settings: Any) -> None:
    settings.DISPATCH = {}  # not the house of the tests, which never sleeps

    tell(*later(recorded("missed"), 12 * HOUR, 7003))

    assert CallTask.objects.get().due_at - NOON == timedelta(hours=19, minutes=30)


def test_who_leaves_a_message_is_rung_back_for_that(door: None) -> None:
    tell(*recorded("voicemail"))

    assert waiting() == [Reason.VOICEMAIL]


def test_a_message_without_a_number_is_listened_to_all_the_same(door: None) -> None:
    tell(*recorded("voicemail", raw_digits="anonymous"))

    assert waiting() == [Reason.VOICEMAIL]


def test_each_message_is_listened_to(door: None) -> None:
    tell(*recorded("voicemail"), *later(recorded("voicemail"), HOUR, 7014))

    assert waiting() == [Reason.VOICEMAIL, Reason.VOICEMAIL]


def test_who_rings_three_times_is_rung_back_once(door: None) -> None:
    for number in range(3):
        tell(*later(recorded("missed"), number * HOUR, 7010 + number))

    assert Call.objects.count() == 3
    assert waiting() == [Reason.CALL_BACK]


def test_who_got_through_later_is_not_rung_back(door: None) -> None:
    tell(*recorded("missed"))
    tell(*later(recorded("answered"), HOUR, 7020))

    assert waiting() == []
    assert CallTask.objects.get().result == "got_through"


def test_who_got_through_before_is_rung_back(door: None) -> None:
    tell(*recorded("answered"))
    tell(*later(recorded("missed"), HOUR, 7021))

    assert waiting() == [Reason.CALL_BACK]


def test_a_message_waits_though_its_caller_got_through(door: None) -> None:
    """The telephone of a home has many voices: the message may be another's."""
    tell(*recorded("voicemail"))
    tell(*later(recorded("answered"), HOUR, 7022))

    assert waiting() == [Reason.VOICEMAIL]


def test_what_somebody_promised_is_not_settled_by_a_call(door: None) -> None:
    tell(*recorded("answered"))
    call = Call.objects.get()
    CallTask.objects.create(
        reason=Reason.CALL_BACK, subject=call.uuid, purpose="by hand", created_at=NOON, due_at=NOON
    )

    tell(*later(recorded("answered"), HOUR, 7023))

    assert waiting() == [Reason.CALL_BACK]


def test_who_was_rung_back_and_is_missed_again_is_rung_back_again(door: None) -> None:
    tell(*recorded("missed"))
    settle(minutes=20)
    assert waiting() == []

    tell(*later(recorded("missed"), HOUR, 7024))

    assert waiting() == [Reason.CALL_BACK]


def test_a_word_that_comes_after_the_call_back_raises_no_other(door: None) -> None:
    *before, last = recorded("missed")
    tell(*before)
    settle(minutes=1)

    tell(last, now=NOON + timedelta(minutes=2))
    tell(*later(recorded("missed"), -60, 7025), now=NOON + timedelta(hours=10))

    assert waiting() == []


def test_other_numbers_are_other_people(door: None) -> None:
    tell(*recorded("missed"))
    tell(*later(recorded("missed", raw_digits="+32 470 00 00 01"), HOUR, 7026))
    tell(*later(recorded("answered", raw_digits="+32 470 00 00 02"), HOUR, 7027))

    assert waiting() == [Reason.CALL_BACK] * 2


def test_in_whatever_order_three_calls_become_known_the_same_waits(door: None) -> None:
    missed = [recorded("missed")[-1]]
    through = [later(recorded("answered"), HOUR, 7030)[-1]]
    again = [later(recorded("missed"), 2 * HOUR, 7031)[-1]]
    found = set()

    for order in permutations((missed, through, again)):
        for model in (Call, CallTask, TelephonyEvent):
            model.objects.all().delete()
        for events in order:
            tell(*events)
        found.add(tuple(waiting()))

    assert found == {(Reason.CALL_BACK,)}
