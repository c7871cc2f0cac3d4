"""The queue of call tasks: what is due, who has what, and nothing of the person before it is taken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcentre.models import Call, CallTask, Operator, Reason
from callcentre.raising import raise_task
from privacy.models import Event
from tests.callcentre.at_work import MAKE, NAME, PHONE, AtWork, hours_ago, raised
from tests.house import phone_scenes

pytestmark = pytest.mark.django_db


def test_only_who_takes_calls_sees_any_of_it() -> None:
    task = raised(Reason.CHECK)
    stranger = AtWork("press")

    for view, args in (("queue", []), ("task", [task.uuid]), ("ring", [task.uuid])):
        url = reverse(f"callcentre:{view}", args=args)
        assert Client().get(url).status_code == 302
        assert stranger.client.get(url).status_code == 403
    for view in ("take", "put_back", "to_desk"):
        url = reverse(f"callcentre:{view}", args=[task.uuid])
        assert stranger.client.post(url).status_code == 403
        assert AtWork().client.get(url).status_code == 405


@pytest.mark.parametrize("reason", MAKE)
def test_a_line_says_why_where_and_in_which_language_and_nothing_of_the_person(reason: Reason) -> None:
    ines = AtWork()
    task = raised(reason)

    for page in (ines.see("queue"), ines.see("task", task.uuid), ines.see("ring", task.uuid)):
        assert NAME not in page
        assert "Victor" not in page
        assert PHONE not in page
        assert "Canari" not in page
    assert "1050 Ixelles" in ines.see("queue")
    assert "Français" in ines.see("queue")
    assert not Event.objects.filter(action__endswith="revealed", actor__startswith="staff").exists()


def test_the_urgent_come_first_then_whoever_waits_longest() -> None:
    short, long, urgent = (raised(Reason.CHECK, urgent=each) for each in (False, False, True))
    CallTask.objects.filter(pk=long.pk).update(due_at=hours_ago(5))

    page = AtWork().see("queue")

    places = [page.index(str(each.uuid)) for each in (urgent, long, short)]
    assert places == sorted(places)
    assert page.count("very late") == 2, "an hour is long for what is urgent, and four are for the rest"


def test_what_comes_later_today_is_shown_and_cannot_be_taken() -> None:
    now = timezone.now()
    ines, soon = AtWork(), now + timedelta(seconds=1)
    raise_task(Reason.WORRY, raised(Reason.CHECK).subject, due_at=soon, now=now)
    task = CallTask.objects.get(reason=Reason.WORRY)
    CallTask.objects.filter(pk=task.pk).update(due_at=now + timedelta(hours=1))

    ines.send("take", task)

    task.refresh_from_db()
    assert task.held_by is None


def test_a_colleague_sees_by_first_name_who_has_it() -> None:
    ines, jan, task = AtWork(), AtWork(name="Jan"), raised(Reason.CHECK)

    ines.send("take", task)

    assert "Ines has it" in jan.see("queue")
    assert "Ines has it" in jan.see("task", task.uuid)
    assert NAME not in jan.see("task", task.uuid)
    assert "Somebody else was faster." in jan.send("take", task)
    assert "Go on" in ines.see("queue")


def test_who_takes_it_sees_the_person_and_that_is_written_down_once() -> None:
    ines, task = AtWork(), raised(Reason.CHECK)

    for _press in range(2):
        page = ines.send("take", task)

    assert NAME in page
    assert PHONE in page
    event = Event.objects.get(action="number.revealed")
    assert (event.subject, event.actor) == (task.subject, f"staff:{ines.user.pk}")
    assert event.detail == {"task": str(task.uuid)}
    ines.see("task", task.uuid)
    assert Event.objects.filter(action="number.revealed").count() == 1


def test_when_the_time_is_over_the_person_is_hidden_and_somebody_else_may_take_it() -> None:
    ines, jan, task = AtWork(), AtWork(name="Jan"), raised(Reason.CHECK)
    ines.send("take", task)
    CallTask.objects.update(held_until=hours_ago(0))

    assert NAME not in ines.see("task", task.uuid)
    assert NAME in jan.send("take", task)
    assert NAME not in ines.see("task", task.uuid)


def test_given_back_it_is_there_for_the_others() -> None:
    ines, jan, task = AtWork(), AtWork(name="Jan"), raised(Reason.CHECK)
    ines.send("take", task)
    jan.send("put_back", task)
    task.refresh_from_db()
    assert task.held_by == ines.user

    ines.send("put_back", task)

    assert NAME in jan.send("take", task)


def test_after_three_tries_only_a_coordinator_takes_it() -> None:
    task = raised(Reason.CHECK)
    CallTask.objects.update(tries=3)
    ines, lena = AtWork(), AtWork("coordinator")

    assert "a coordinator decides" in ines.see("queue")
    assert ">Take<" not in ines.see("queue")
    assert ines.client.post(reverse("callcentre:take", args=[task.uuid])).status_code == 403
    assert NAME in lena.send("take", task)


def test_looking_around_changes_nothing() -> None:
    ines, task, ring = AtWork(), raised(Reason.CHECK), raised(Reason.NOBODY)
    ines.send("take", task)
    ines.send("take", ring)
    before = [list(CallTask.objects.values()), Event.objects.count()]

    for view, args in (("queue", []), ("task", [task.uuid]), ("ring", [ring.uuid])):
        ines.see(view, *args)

    assert [list(CallTask.objects.values()), Event.objects.count()] == before


def test_the_page_costs_the_same_whatever_waits() -> None:
    ines = AtWork()

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            ines.see("queue")
        return len(seen)

    for reason in MAKE:
        raised(reason)
        raised(reason)
    few = cost()
    for _number in range(7):
        for reason in MAKE:
            raised(reason)

    assert CallTask.objects.count() == 45
    assert cost() == few <= 15


def test_her_own_languages_come_first_and_one_language_can_be_shown_alone() -> None:
    ines, now = AtWork(), timezone.now()
    anna = phone_scenes.at_the_phone("nl", now, languages=["nl"])
    Operator.objects.filter(pk=anna.pk).update(user=ines.user, trained_at=now)
    french, dutch = (raised(Reason.CHECK, language=code) for code in ("fr", "nl"))
    urgent = raised(Reason.CHECK, language="fr", urgent=True)
    CallTask.objects.filter(pk=french.pk).update(due_at=hours_ago(3))

    page = ines.see("queue")
    places = [page.index(str(each.uuid)) for each in (urgent, dutch, french)]
    assert places == sorted(places)
    alone = ines.client.get(reverse("callcentre:queue") + "?language=nl").content.decode()
    assert [str(each.uuid) in alone for each in (urgent, dutch, french)] == [False, True, False]
    assert 'href="?language=fr"' in alone


def test_who_has_a_call_back_in_hand_reads_when_it_was_and_what_was_noted() -> None:
    ines, jan, now = AtWork(), AtWork(name="Jan"), timezone.now()
    call = Call.objects.create(direction="in", started_at=now, phone="+3225123499", note="liever ’s avonds")
    raise_task(Reason.CALL_BACK, call.uuid, due_at=hours_ago(1), now=now, language="nl")
    task = CallTask.objects.get()

    assert "liever ’s avonds" not in ines.see("task", task.uuid)
    assert "liever ’s avonds" in ines.send("take", task)
    assert f"Call of {timezone.localtime(now):%-d/%-m/%Y}" in ines.see("task", task.uuid)
    assert "liever ’s avonds" not in jan.see("task", task.uuid)
