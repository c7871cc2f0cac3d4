"""A call task is in one pair of hands, and comes back when they let go or fall asleep."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from callcentre import due, forgetting, holding
from callcentre.models import Call, CallTask, Direction, Reason
from callcentre.raising import raise_task
from matching import dispatch
from tests import cast, staff
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)
AFTER = NOON + holding.LEASE


@pytest.fixture
def task() -> CallTask:
    """Something to ring about."""
    dispatch.hand_over(cast.help_request(), NOON)
    due.settle_up(NOON)
    return CallTask.objects.get()


@pytest.fixture
def ines() -> User:
    """An operator."""
    return staff.member("operator")


@pytest.fixture
def jan() -> User:
    """Another operator."""
    return staff.member("operator")


def test_what_one_has_the_other_cannot_take(task: CallTask, ines: User, jan: User) -> None:
    assert holding.take(task, ines, NOON)
    assert not holding.take(task, jan, SOON)
    assert not holding.settle(task, jan, "matched", SOON)
    assert not holding.put_back(task, jan)
    assert not holding.later(task, jan, AFTER, tries=1)
    task.refresh_from_db()
    assert holding.has(task, ines, SOON)
    assert not holding.has(task, jan, SOON)
    assert not CallTask.objects.waiting(SOON).exists()


def test_a_window_that_was_closed_forgets_nothing(task: CallTask, ines: User, jan: User) -> None:
    holding.take(task, ines, NOON)
    task.refresh_from_db()
    assert not holding.has(task, ines, AFTER)
    assert CallTask.objects.waiting(AFTER).get() == task

    assert holding.take(task, jan, AFTER)
    assert not holding.keep(task, ines, AFTER)


def test_who_is_late_and_alone_goes_on(task: CallTask, ines: User) -> None:
    holding.take(task, ines, NOON)
    assert holding.keep(task, ines, AFTER)
    task.refresh_from_db()
    assert task.held_until == AFTER + holding.LEASE


def test_nothing_is_taken_before_it_is_due_or_after_it_is_settled(task: CallTask, ines: User) -> None:
    assert not holding.take(task, ines, NOON - timedelta(minutes=1))
    assert holding.take(task, ines, NOON)
    assert holding.settle(task, ines, "matched", SOON)
    assert not holding.settle(task, ines, "matched", SOON)
    assert not holding.take(task, ines, AFTER)
    task.refresh_from_db()
    assert (task.settled_by, task.result) == (f"staff:{ines.pk}", "matched")


def test_numbers_and_notes_of_calls_are_forgotten_after_thirty_days() -> None:
    facts: dict[str, Any] = {
        "direction": Direction.IN, "phone": "+3225123499", "phone_index": "x", "note": "la clé",
    }  # fmt: skip
    old, new = (Call.objects.create(started_at=NOON - timedelta(days=days), **facts) for days in (30, 29))
    for call in (old, new):
        raise_task(Reason.CALL_BACK, call.uuid, due_at=NOON, now=NOON)

    assert forgetting.forget_calls(NOON) == 1
    assert forgetting.forget_calls(NOON) == 0

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.phone, old.phone_index, old.note, old.erased_at) == ("", "", "", NOON)
    assert (new.phone, new.note) == ("+3225123499", "la clé")
    assert CallTask.objects.open().get().subject == new.uuid
    assert CallTask.objects.get(subject=old.uuid).result == "too_old"


def test_settled_tasks_are_forgotten_after_a_year_and_open_ones_never(task: CallTask) -> None:
    raise_task(Reason.WORRY, task.uuid, due_at=NOON, now=NOON)
    CallTask.objects.filter(pk=task.pk).update(settled_at=NOON)

    forgetting.forget_calls(NOON + timedelta(days=364))
    assert CallTask.objects.count() == 2
    forgetting.forget_calls(NOON + timedelta(days=365))

    assert CallTask.objects.get().reason == Reason.WORRY
