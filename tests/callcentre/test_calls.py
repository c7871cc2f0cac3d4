"""Calls written down by hand: in three keys, once, into the telephony's row where there is one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from callcentre import calls, forgetting
from callcentre.models import Call, CallTask, Direction, Outcome, Reason
from letters.models import Letter
from privacy.crypto import blind_index
from privacy.retention import ENDED_REQUEST
from requests_app.models import HelpRequest
from tests import cast, staff
from tests.callcentre.desk import Desk
from tests.cast import NOON

pytestmark = pytest.mark.django_db
NUMBER = "+3225123499"


def told(now: timedelta = timedelta(), **facts: object) -> Call:
    """A call that a telephony has told of."""
    usual = {"direction": Direction.IN, "started_at": NOON - now, "provider": "stand-in", "provider_id": "1"}
    return Call.objects.create(**usual | {"phone": NUMBER, "phone_index": blind_index(NUMBER)} | facts)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("2", "information"),
        ("3", "status"),
        ("5", "no_answer"),
        ("6 CPAS", "referred"),
        ("7", "wrong_number"),
    ],
)
def test_a_call_without_a_request_is_a_digit_and_enter(typed: str, outcome: str) -> None:
    desk = Desk("fr")
    desk.enter(outcome=typed)

    call = Call.objects.get()
    assert (call.outcome, call.note, call.phone) == (outcome, typed[2:], "")
    assert (call.operator, call.language, call.direction) == (desk.user, "fr", Direction.IN)
    assert desk.focus == "phone"
    desk.again()
    assert Call.objects.count() == 1


def test_the_number_is_kept_with_the_call_and_shown_at_the_next() -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome="2 heures d'ouverture")
    desk.enter(phone="02 512 34 99")

    (call,) = desk.page.caller.calls
    assert call.phone == NUMBER
    assert "heures d&#x27;ouverture" in desk.html


def test_whoever_asks_how_it_stands_is_noted_at_the_request() -> None:
    row = cast.help_request()
    Desk("fr").enter(phone="02 512 34 99", outcome="3")

    assert Call.objects.get().help_request == row


def test_a_call_back_is_a_task_at_the_hour_that_was_said() -> None:
    desk = Desk("nl")
    desk.enter(phone="02 512 34 99", outcome="4 morgen 9 zus belt", language="n")

    call, task = Call.objects.get(), CallTask.objects.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (call.note, call.language) == ("zus belt", "nl")
    assert timezone.localtime(call.call_back_at).replace(tzinfo=None).isoformat() == f"{tomorrow}T09:00:00"
    assert (task.reason, task.subject, task.due_at) == (Reason.CALL_BACK, call.uuid, call.call_back_at)
    assert task.language == "nl"


def test_a_worry_goes_to_the_team_without_a_word_about_the_person() -> None:
    Desk("fr").enter(phone="02 512 34 99", outcome="8 elle pleure")

    call, task, letter = Call.objects.get(), CallTask.objects.get(), Letter.objects.get()
    assert (task.reason, task.subject, task.urgent) == (Reason.WORRY, call.uuid, True)
    assert (letter.kind, letter.subject) == ("worry_raised", call.uuid)


@pytest.mark.parametrize("typed", ["1", "9", "x", "22", "4 27:99"])
def test_what_is_no_outcome_is_said_beside_the_field_and_kept(typed: str) -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome=typed, name="Nadia", postcode="99")

    assert set(desk.form.errors) == {"outcome"}
    assert (desk.focus, Call.objects.count()) == ("outcome", 0)
    kept = {name: desk.form[name].value() for name in ("outcome", "name", "postcode")}
    assert kept == {"outcome": typed, "name": "Nadia", "postcode": "99"}


ELSEWHERE = {
    "name": "Mme Inquiète", "postcode": "1030", "street": "Rue Gallait 12", "asked_by": "Paul",
    "notes": "Elle parle de ne plus vouloir vivre",
}  # fmt: skip


@pytest.mark.parametrize(("key", "begin"), [("8", ""), ("8 elle pleure", "elle pleure · "), ("2", "")])
def test_what_was_typed_elsewhere_stands_in_the_note_of_the_call(key: str, begin: str) -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome=key, **ELSEWHERE)

    assert Call.objects.get().note == begin + " · ".join(ELSEWHERE.values())


def test_what_is_known_of_the_caller_is_not_noted_once_more_and_what_is_new_is() -> None:
    cast.help_request(postcode="1030", street="Rue Gallait 12")
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99")
    assert desk.form["name"].value()
    desk.enter(outcome="2")
    assert Call.objects.get().note == ""

    desk.enter(phone="02 512 34 99")
    desk.enter(outcome="8 seule", name="Sa soeur")
    assert Call.objects.get(outcome=Outcome.WORRY).note == "seule · Sa soeur"


def test_a_note_that_is_too_long_is_said_beside_the_list_and_nothing_is_lost() -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome="8 elle pleure", notes="a" * 1987)

    assert (set(desk.form.errors), desk.focus) == ({"notes"}, "notes")
    assert (desk.form["notes"].value(), desk.form["outcome"].value()) == ("a" * 1987, "8 elle pleure")
    desk.enter(notes="a" * 1986)
    assert len(Call.objects.get().note) == 2000


def test_an_outcome_that_cannot_be_seen_is_none() -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome="\u200b")

    assert (desk.form.errors, desk.focus, Call.objects.count()) == ({}, "name", 0)


def test_beside_the_digits_stands_that_words_may_follow() -> None:
    assert "Then words" in Desk("en").html


def test_a_call_is_either_a_request_or_none() -> None:
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", outcome="2", kind="1")

    assert set(desk.form.errors) == {"outcome"}
    assert HelpRequest.objects.count() == Call.objects.count() == 0


def test_the_telephonys_own_row_is_settled_and_no_second_written() -> None:
    user, call = staff.member("operator"), told()
    key = uuid4()
    note = calls.Note(Outcome.INFORMATION, phone=NUMBER, language="nl", form_key=key)

    assert calls.write_down(user, note, NOON) == call
    assert calls.write_down(user, note, NOON) == call
    call.refresh_from_db()
    assert (call.outcome, call.operator, call.language, call.form_key) == ("information", user, "nl", key)
    assert Call.objects.count() == 1


def test_a_hidden_number_is_this_operators_call_and_gets_the_number_that_was_said() -> None:
    user = staff.member("operator")
    call = told(operator=user, phone="", phone_index="")
    calls.write_down(user, calls.Note(Outcome.STATUS, phone=NUMBER), NOON)

    call.refresh_from_db()
    assert (call.outcome, call.phone) == ("status", NUMBER)


@pytest.mark.parametrize(
    "facts",
    [
        {"now": timedelta(hours=2)},
        {"direction": Direction.OUT},
        {"outcome": "status"},
        {"phone_index": blind_index("+3225123400")},
    ],
)
def test_another_call_is_left_alone(facts: dict[str, object]) -> None:
    other = told(**facts)  # type: ignore[arg-type]
    before = other.outcome
    calls.write_down(staff.member("operator"), calls.Note(Outcome.INFORMATION, phone=NUMBER), NOON)

    other.refresh_from_db()
    assert other.outcome == before
    assert Call.objects.count() == 2


def test_thirty_days_later_a_call_has_no_person_and_still_counts() -> None:
    call = told(outcome="information", note="elle est seule", ring_back="+32470123456")
    assert forgetting.forget_calls(NOON + ENDED_REQUEST - timedelta(seconds=1)) == 0
    assert forgetting.forget_calls(NOON + ENDED_REQUEST) == 1
    assert forgetting.forget_calls(NOON + ENDED_REQUEST) == 0

    call.refresh_from_db()
    assert (call.phone, call.phone_index, call.note, call.outcome) == ("", "", "", "information")
    assert call.number_to_ring == ""


def test_the_day_so_far_is_told_in_two_queries() -> None:
    desk = Desk("fr")
    desk.enter(outcome="2")
    desk.take()
    response = desk.client.get(reverse("callcentre:desk"))

    assert vars(response.context["day"]) == {"calls": 2, "requests": 1, "due": 0}
