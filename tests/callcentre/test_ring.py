"""Ringing volunteers: one number at a time, what to say, one key each; nothing of the asker."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from callcentre.models import Call, CallTask, Outcome, Reason
from callcentre.ring_page import free_to_ring
from geo.points import Point
from letters.models import Letter
from matching import claims
from matching.models import Answer, Invitation, Match
from privacy.models import Event
from privacy.search import phone_as_written
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.callcentre.at_work import NAME, PHONE, AtWork, raised, the_request
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
YES, NO, NO_ANSWER = "1", "2", "3"


@pytest.fixture(autouse=True)
def _usual_policy(settings: Any) -> None:
    settings.DISPATCH = {}


@pytest.fixture
def people() -> list[Volunteer]:
    """Three who might, the nearest first."""
    now = timezone.now()
    points = [cast.MATONGE, Point(50.84, 4.36), Point(50.85, 4.36)]
    names = ["Victor Horta", "Wilma Proost", "Xavier Yernaux"]
    return [cast.volunteer(at, now, name=name) for at, name in zip(points, names, strict=True)]


def press(operator: AtWork, task: CallTask, key: str, volunteer: Volunteer) -> str:
    """A key for the volunteer whose number the page shows."""
    return operator.send("ring", task, key=key, volunteer=volunteer.uuid.hex)


def shown(page: str, people: list[Volunteer]) -> list[Volunteer]:
    return [each for each in people if phone_as_written(each.phone) in page]


def test_one_number_at_a_time_and_each_is_written_down(people: list[Volunteer]) -> None:
    ines, task = AtWork(), raised(Reason.NOBODY)

    page = ines.send("take", task)

    assert shown(page, people) == people[:1]
    assert "Victor Horta" in page
    assert "Wilma" not in page
    assert "2 more after this one" in page
    assert NAME not in page
    assert PHONE not in page
    assert "Canari" not in page
    events = Event.objects.filter(action="numbers.revealed")
    assert [each.detail for each in events.all()] == [{"of": [str(people[0].uuid)]}]
    assert shown(ines.see("ring", task.uuid), people) == people[:1]
    assert events.count() == 1
    assert shown(press(ines, task, NO_ANSWER, people[0]), people) == people[1:2]
    assert events.count() == 2


def test_what_to_say_is_in_the_volunteers_language(people: list[Volunteer]) -> None:
    Volunteer.objects.update(language="nl")
    ines, task = AtWork(), raised(Reason.NOBODY, urgent=True)

    page = ines.send("take", task)

    assert 'class="aloud" lang="nl"' in page
    assert "1050 Elsene" in page


def test_yes_matches_and_the_letter_goes_out(people: list[Volunteer]) -> None:
    ines, task = AtWork(), raised(Reason.NOBODY)
    ines.send("take", task)

    page = press(ines, task, YES, people[0])
    press(ines, task, YES, people[0])

    assert "Matched. The letter with the address goes out now." in page
    assert shown(page, people) == []
    match = Match.objects.get()
    assert (match.volunteer, match.help_request.status) == (people[0], Status.MATCHED)
    assert Letter.objects.filter(kind="contact", subject=match.uuid).count() == 1
    task.refresh_from_db()
    assert (task.result, task.settled_by) == ("matched", f"staff:{ines.user.pk}")
    call = Call.objects.get()
    assert (call.volunteer, call.outcome, call.help_request) == (
        people[0],
        Outcome.INFORMATION,
        the_request(),
    )


def test_a_no_and_no_answer_bring_the_next_and_a_second_press_does_not_hit_him(
    people: list[Volunteer],
) -> None:
    ines, task = AtWork(), raised(Reason.NOBODY)
    ines.send("take", task)

    for _press in range(2):
        page = press(ines, task, NO, people[0])
    assert shown(page, people) == people[1:2]
    press(ines, task, NO_ANSWER, people[1])

    answers = dict(Invitation.objects.values_list("volunteer", "answer"))
    assert answers == {people[0].pk: Answer.NO, people[1].pk: Answer.NONE}
    assert Call.objects.count() == 2


def test_when_all_are_rung_it_rests_for_some_hours(people: list[Volunteer]) -> None:
    ines, task = AtWork(), raised(Reason.NOBODY)
    ines.send("take", task)
    for each in people:
        page = press(ines, task, NO_ANSWER, each)

    assert "Nobody is left who could be rung now." in page
    ines.send("ring", task, pressed="n")
    ines.send("ring", task, pressed="r")

    task.refresh_from_db()
    assert task.settled_at is None
    assert task.due_at >= timezone.now() + timedelta(hours=3, minutes=59)


def test_two_operators_do_not_ring_for_the_same_request(people: list[Volunteer]) -> None:
    ines, jan, task = AtWork(), AtWork(name="Jan"), raised(Reason.NOBODY)
    ines.send("take", task)

    assert "Ines has it" in jan.see("ring", task.uuid)
    assert shown(jan.send("ring", task, pressed="n"), people) == []
    press(jan, task, YES, people[0])

    assert not Match.objects.exists()
    assert not Event.objects.filter(actor=f"staff:{jan.user.pk}").exists()


REFUSED = [
    ("paused", "This volunteer does not help at the moment"),
    ("busy", "as many open tasks as one may have"),
    ("today", "as many tasks today as one may"),
    ("unapproved", "Nobody has checked yet who this volunteer is."),
    ("taken", "Somebody was faster"),
]


@pytest.mark.parametrize(("why", "words"), REFUSED)
def test_a_yes_that_comes_to_nothing_says_why_and_the_next_is_shown(
    people: list[Volunteer], why: str, words: str, settings: Any
) -> None:
    ines, task, now = AtWork(), raised(Reason.NOBODY), timezone.now()
    ines.send("take", task)
    victor = people[0]
    if why == "paused":
        Volunteer.objects.filter(pk=victor.pk).update(paused_until=now + timedelta(days=1))
    elif why == "unapproved":
        settings.REQUIRE_APPROVAL = True
        Volunteer.objects.exclude(pk=victor.pk).update(approved_at=now)
    elif why == "taken":
        claims.claim(cast.invite(the_request(), [people[2]])[0], now)
    else:
        settings.DISPATCH = {"max_open_tasks" if why == "busy" else "max_claims_a_day": 1}
        claims.claim(cast.invite(cast.help_request(), [victor])[0], now)

    page = press(ines, task, YES, victor)

    assert words in page
    assert not Match.objects.filter(volunteer=victor, help_request__uuid=task.subject).exists()
    assert shown(page, people) == ([] if why == "taken" else people[1:2])
    assert HelpRequest.objects.get(uuid=task.subject).status == (
        Status.MATCHED if why == "taken" else Status.OPEN
    )


def test_the_office_rings_by_the_same_rules(people: list[Volunteer]) -> None:
    task = raised(Reason.NOBODY)
    ines = AtWork("coordinator")
    claims.claim(cast.invite(the_request(), [people[2]])[0], timezone.now())
    url = f"/admin/requests_app/helprequest/{the_request().pk}/volunteers/"

    page = ines.client.post(url, {"outcome": "yes", "volunteer": people[0].pk}).content.decode()

    assert "Somebody was faster" in page
    assert task.subject == the_request().uuid


def test_two_operators_do_not_ring_one_volunteer_at_one_time(people: list[Volunteer]) -> None:
    ines, jan = AtWork(), AtWork(name="Jan")
    one, other = (raised(Reason.NOBODY) for _number in range(2))
    assert shown(ines.send("take", one), people) == people[:1]

    assert shown(jan.send("take", other), people) == people[1:2], "the first is being rung by Ines"
    assert shown(press(ines, one, NO_ANSWER, people[0]), people) == people[2:]
    assert shown(press(jan, other, NO_ANSWER, people[1]), people) == [], "all were rung a moment ago, or are"
    row = HelpRequest.objects.get(uuid=other.subject)
    for minutes, best in ((14, None), (16, people[0])):
        later = timezone.now() + timedelta(minutes=minutes)
        assert free_to_ring(row, f"staff:{jan.user.pk}", later) == best
