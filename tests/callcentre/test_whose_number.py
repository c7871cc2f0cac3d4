"""Whose number a call-back or a worry rings: the one that was typed or said, never somebody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from callcentre import about, calls
from callcentre.models import Call, CallTask, Direction, Outcome
from letters.models import Letter
from privacy.crypto import blind_index
from requests_app.models import HelpRequest
from tests import staff
from tests.callcentre.desk import Desk
from tests.callcentre.test_calls import NUMBER, told
from tests.cast import NOON

pytestmark = pytest.mark.django_db
OTHER = "+32470123456"


def of_an_hour_ago(user: User) -> Call:
    """A call that this operator had, and of which she has written down nothing."""
    now = timezone.now()
    began, ended = now - timedelta(minutes=90), now - timedelta(minutes=80)
    return told(operator=user, started_at=began, answered_at=began, ended_at=ended)


@pytest.mark.parametrize("key", ["4 14:30", "8 elle pleure"])
def test_another_number_than_that_of_a_call_which_has_ended_is_another_call(key: str) -> None:
    desk = Desk("fr")
    ended = of_an_hour_ago(desk.user)
    desk.enter(phone="0470 12 34 56", outcome=key)

    ended.refresh_from_db()
    assert (ended.outcome, ended.phone) == ("", NUMBER)
    task = CallTask.objects.get()
    assert Call.objects.get(uuid=task.subject).phone == OTHER
    assert about.of(task).person() == about.Person(task.subject, "", OTHER)


def test_a_request_of_another_number_is_not_what_came_of_a_call_that_has_ended() -> None:
    desk = Desk("fr")
    ended = of_an_hour_ago(desk.user)
    desk.take(phone="0470 12 34 56")

    ended.refresh_from_db()
    assert (ended.outcome, ended.help_request) == ("", None)
    assert Call.objects.get(outcome=Outcome.REQUEST).phone == OTHER


@pytest.mark.parametrize("key", ["4 14:30", "8 elle pleure"])
def test_a_number_that_is_said_while_they_talk_is_the_one_to_ring(key: str) -> None:
    desk = Desk("fr")
    call = told(operator=desk.user, started_at=timezone.now() - timedelta(minutes=3))
    desk.enter(phone="0470 12 34 56", outcome=key)

    call.refresh_from_db()
    assert (Call.objects.get(), call.phone, call.phone_index) == (call, NUMBER, blind_index(NUMBER))
    person = about.of(CallTask.objects.get()).person()
    assert person == about.Person(call.uuid, "", OTHER)


def test_a_request_for_another_number_is_what_came_of_the_call_that_runs() -> None:
    desk = Desk("fr")
    call = told(operator=desk.user, started_at=timezone.now() - timedelta(minutes=3))
    desk.take(phone="0470 12 34 56")

    call.refresh_from_db()
    row = HelpRequest.objects.get()
    assert (call.outcome, call.phone, call.ring_back) == (Outcome.REQUEST, NUMBER, "")
    assert (call.help_request, row.phone) == (row, OTHER)


def test_what_is_noted_after_a_call_made_is_not_about_another_that_runs() -> None:
    user = staff.member("operator")
    runs = told(operator=user, direction=Direction.OUT)
    calls.record(user, calls.Note(Outcome.NO_ANSWER, phone=OTHER, direction=Direction.OUT), NOON)

    runs.refresh_from_db()
    assert runs.outcome == ""
    assert Call.objects.get(outcome=Outcome.NO_ANSWER).phone == OTHER


def test_without_a_number_what_is_written_is_about_the_call_that_has_just_ended_and_no_older_one() -> None:
    user = staff.member("operator")
    older = told(timedelta(minutes=30), operator=user, ended_at=NOON - calls.JUST_ENDED)
    calls.write_down(user, calls.Note(Outcome.INFORMATION), NOON)
    older.refresh_from_db()
    assert older.outcome == ""

    just = NOON - calls.JUST_ENDED + timedelta(seconds=1)
    Call.objects.filter(pk=older.pk).update(ended_at=just)
    assert calls.write_down(user, calls.Note(Outcome.STATUS), NOON) == older


@pytest.mark.parametrize("key", ["4 14:30 sa soeur", "8 elle pleure"])
def test_nobody_is_to_be_rung_without_a_number_and_nothing_typed_is_lost(key: str) -> None:
    desk = Desk("fr")
    desk.enter(outcome=key, name="Mme Vide", notes="elle est seule")

    assert (set(desk.form.errors), desk.focus) == ({"phone"}, "phone")
    assert 'id="id_phone_error"' in desk.html
    kept = {name: desk.form[name].value() for name in ("outcome", "name", "notes")}
    assert kept == {"outcome": key, "name": "Mme Vide", "notes": "elle est seule"}
    assert Call.objects.count() == CallTask.objects.count() == Letter.objects.count() == 0
    desk.enter(phone="0470 12 34 56")
    assert Call.objects.get(uuid=CallTask.objects.get().subject).phone == OTHER


@pytest.mark.parametrize("key", ["4 14:30", "8 elle pleure"])
def test_the_number_of_the_call_that_runs_is_enough_once_it_is_known(key: str) -> None:
    desk = Desk("fr")
    call = told(operator=desk.user, started_at=timezone.now(), phone="", phone_index="")
    desk.enter(outcome=key)
    assert (set(desk.form.errors), CallTask.objects.count()) == ({"phone"}, 0)

    Call.objects.filter(pk=call.pk).update(phone=NUMBER, phone_index=blind_index(NUMBER))
    desk.enter()
    assert about.of(CallTask.objects.get()).person() == about.Person(call.uuid, "", NUMBER)
    desk.again()
    assert (desk.page.noted, CallTask.objects.count()) == (call, 1)
