"""One key and Enter: what came of a call, and what it changes; a second press changes nothing."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from callcentre import answering
from callcentre.answers import ANSWERS
from callcentre.models import Call, CallTask, Direction, Outcome, Reason
from callcentre.raising import raise_task
from matching.models import Match
from matching.models import Outcome as Ending
from requests_app.models import Status
from tests import cast
from tests.callcentre.at_work import AtWork, hours_ago, raised, the_request

pytestmark = pytest.mark.django_db
# reason, key, what the request is then, what the match is then, what the call was
CHANGES = [
    (Reason.CHECK, "1", Status.OPEN, None, Outcome.STATUS),
    (Reason.CHECK, "2", Status.CANCELLED, None, Outcome.STATUS),
    (Reason.SILENT, "1", Status.DONE, Ending.DONE, Outcome.INFORMATION),
    (Reason.SILENT, "2", Status.MATCHED, Ending.LIVE, Outcome.INFORMATION),
    (Reason.SILENT, "3", Status.OPEN, Ending.GIVEN_BACK, Outcome.INFORMATION),
    (Reason.HOW_WENT, "1", Status.DONE, Ending.DONE, Outcome.STATUS),
    (Reason.HOW_WENT, "2", Status.OPEN, Ending.NOBODY_CAME, Outcome.STATUS),
    (Reason.HOW_WENT, "4", Status.DONE, Ending.DONE, Outcome.WORRY),
    (Reason.TELL, "1", Status.EXPIRED, None, Outcome.STATUS),
]


@pytest.mark.parametrize(("reason", "key", "status", "ending", "outcome"), CHANGES)
def test_a_key_does_what_it_says_once(
    reason: Reason, key: str, status: Status, ending: Ending | None, outcome: Outcome
) -> None:
    ines, task = AtWork(), raised(reason)
    ines.send("take", task)

    ines.send("task", task, key=key)
    again = ines.send("task", task, key=key)

    assert "This was written down before" in again
    task.refresh_from_db()
    assert (task.settled_by, task.held_by) == (f"staff:{ines.user.pk}", None)
    assert the_request().status == status
    assert [each.outcome for each in Match.objects.all()] == ([ending] if ending else [])
    call = Call.objects.get()
    assert (call.direction, call.outcome, call.operator) == (Direction.OUT, outcome, ines.user)
    assert call.help_request == the_request()
    assert call.phone
    assert call.phone_index
    assert bool(call.volunteer) is (reason == Reason.SILENT)


@pytest.mark.parametrize("key", ["", "9", "x", "12"])
def test_another_key_is_told_and_nothing_is_written(key: str) -> None:
    ines, task = AtWork(), raised(Reason.CHECK)
    ines.send("take", task)

    page = ines.send("task", task, key=key, at="14:30")

    assert "There is a problem" in page
    assert 'value="14:30"' in page
    assert not Call.objects.exists()


def test_a_press_on_the_button_is_the_key_on_it() -> None:
    ines, task = AtWork(), raised(Reason.CHECK)
    ines.send("take", task)

    ines.send("task", task, key="", pressed="1")

    assert the_request().status == Status.OPEN


def test_who_has_it_not_writes_nothing() -> None:
    ines, task = AtWork(), raised(Reason.CHECK)

    assert "somebody else has it now" in ines.send("task", task, key="1")

    assert the_request().status == Status.HELD
    assert not Call.objects.exists()


@pytest.mark.parametrize("reason", [Reason.CHECK, Reason.SILENT, Reason.HOW_WENT, Reason.TELL])
def test_no_answer_comes_again_and_after_three_tries_it_rests_or_a_coordinator_decides(
    reason: Reason,
) -> None:
    lena, task = AtWork("coordinator"), raised(reason)
    key = "4" if reason == Reason.SILENT else "2" if reason == Reason.TELL else "3"
    for number in (1, 2, 3):
        lena.send("take", task)
        lena.send("task", task, key=key)
        task.refresh_from_db()
        rests = number == 3 and reason in (Reason.HOW_WENT, Reason.TELL)
        assert (task.tries, bool(task.settled_at)) == ((2, True) if rests else (number, False))
        assert rests or task.due_at > timezone.now() + timedelta(hours=1)
        CallTask.objects.update(due_at=hours_ago(1))

    assert Call.objects.filter(outcome=Outcome.NO_ANSWER).count() == 3


def test_at_the_time_that_the_person_has_named_it_is_due_again() -> None:
    ines, task = AtWork(), raised(Reason.CHECK)
    ines.send("take", task)

    assert "Write a time like 14:30." in ines.send("task", task, key="4")
    assert "Write a time like 14:30." in ines.send("task", task, key="4", at="soon")
    ines.send("task", task, key="4", at="14h30")

    task.refresh_from_db()
    assert task.due_at.astimezone(cast.BRUSSELS).time() == time(14, 30)
    assert timezone.now() < task.due_at <= timezone.now() + timedelta(days=1)
    assert Call.objects.get().call_back_at == task.due_at


def test_a_time_that_is_past_is_tomorrows_and_nobody_is_rung_at_night() -> None:
    assert answering.next_time(time(11, 0), cast.NOON) == cast.NOON + timedelta(hours=23)
    assert answering.next_time(time(12, 1), cast.NOON) == cast.NOON + timedelta(minutes=1)
    ines, task = AtWork(), raised(Reason.CHECK)
    ines.send("take", task)

    ines.send("task", task, key="4", at="3:00")

    task.refresh_from_db()
    assert task.due_at.astimezone(cast.BRUSSELS).time() == time(8, 0)


def test_a_request_that_has_moved_meanwhile_is_told_and_nothing_is_written() -> None:
    ines, task = AtWork(), raised(Reason.CHECK)
    ines.send("take", task)
    row = the_request()
    row.status, row.ended_at = Status.CANCELLED, timezone.now()
    row.save()

    assert "The request has changed meanwhile." in ines.send("task", task, key="1")

    task.refresh_from_db()
    assert task.settled_at is None
    assert not Call.objects.exists()


def test_a_worry_is_a_task_of_its_own_at_once() -> None:
    ines, task = AtWork(), raised(Reason.HOW_WENT)
    ines.send("take", task)

    ines.send("task", task, pressed="4")

    worry = CallTask.objects.get(reason=Reason.WORRY)
    assert (worry.subject, worry.urgent) == (task.subject, True)
    assert worry.due_at <= timezone.now()
    assert cast.ask().name in ines.send("take", worry)


@pytest.mark.parametrize("reason", [Reason.CALL_BACK, Reason.VOICEMAIL])
def test_a_caller_is_rung_back_and_the_desk_opens_on_the_number_that_no_address_has(reason: Reason) -> None:
    now = timezone.now()
    call = Call.objects.create(direction=Direction.IN, phone="+3225123499", started_at=now, language="nl")
    raise_task(reason, call.uuid, due_at=hours_ago(1), now=now, language="nl")
    ines, task = AtWork(), CallTask.objects.get()
    ines.send("to_desk", task)
    assert "desk_phone" not in ines.client.session

    page = ines.send("take", task)
    assert "02 512 34 99" in page
    assert 'lang="nl"' in page
    ines.send("to_desk", task)
    assert ines.client.session["desk_phone"] == "+3225123499"
    ines.send("task", task, key="1")

    task.refresh_from_db()
    assert task.result == "settled"


def test_a_number_that_is_no_longer_kept_is_said_to_be_so() -> None:
    raise_task(Reason.WORRY, cast.help_request().uuid, due_at=hours_ago(1), now=hours_ago(2))
    row = the_request()
    row.phone = row.name = ""
    row.save()

    assert "The number is no longer kept." in AtWork().send("take", CallTask.objects.get())


def test_every_reason_but_ringing_volunteers_has_its_answers() -> None:
    assert set(ANSWERS) == set(Reason) - {Reason.NOBODY}
