"""The invented people of a development house."""

import json
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import holding, shifts, training
from callcentre.models import Call, CallTask, Operator, Outcome, Reason
from covidsol import demo_team
from covidsol.demo_team import CODE, LOGINS, PASSWORD, Login
from covidsol.dev import ALWAYS_AWAKE
from covidsol.management.commands.demo import PLAN
from geo.postcodes import lookup
from letters.models import Letter
from letters.models import Status as LetterStatus
from requests_app.models import HelpRequest, Status
from tests import staff
from volunteers.models import Volunteer
from volunteers.reach import rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def demo() -> str:
    """Run the command; gives what it printed."""
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_an_empty_house_is_filled_with_people_in_every_state() -> None:
    printed = demo()

    for login in LOGINS:
        assert f"user: {login.name}   password: {PASSWORD}   code: {CODE}" in printed
        assert User.objects.get(username=login.name).check_password(PASSWORD)
    assert Volunteer.objects.count() == 300
    assert Counter(HelpRequest.objects.values_list("status", flat=True)) == PLAN
    assert sum(PLAN.values()) == 40


def test_places_are_real_and_the_search_rows_in_step() -> None:
    demo()

    for person in Volunteer.objects.prefetch_related("reaches"):
        assert lookup("BE", person.postcode)
        assert {each.language for each in person.reaches.all()} == {each.language for each in rows(person)}
    assert {person.language for person in Volunteer.objects.all()} == {"fr", "nl", "de"}


def test_only_the_letters_of_this_hour_are_left_to_the_worker(settings: Any) -> None:
    settings.DISPATCH = json.loads(ALWAYS_AWAKE)  # as `make run` has it; by night there would be none

    demo()

    waiting = Letter.objects.filter(status=LetterStatus.PENDING)
    assert 0 < waiting.count() < 60
    assert set(waiting.values_list("kind", flat=True)) <= {"invitation", "request_received"}


def test_a_house_in_france_has_french_places_names_and_numbers_kept_for_fiction(settings: Any) -> None:
    settings.COUNTRY = "FR"

    demo()

    people: list[Any] = [*Volunteer.objects.all(), *HelpRequest.objects.all()]
    assert len(people) == 340
    assert {person.country for person in people} == {"FR"}
    assert all(lookup("FR", person.postcode) for person in people)
    assert {person.language for person in people} == {"fr"}
    assert {person.phone[:9] for person in people} == {"+33639980"}
    assert not [person.street for person in people if "kerk" in person.street.lower()]
    assert HelpRequest.objects.filter(status=Status.MATCHED).count() == PLAN[Status.MATCHED]
    for view in ("impact:impact", "impact:wanted"):
        assert Client().get(reverse(view)).status_code == 200


def test_a_second_run_changes_nothing() -> None:
    demo()
    before = set(HelpRequest.objects.values_list("uuid", "status"))

    demo()

    assert set(HelpRequest.objects.values_list("uuid", "status")) == before
    assert Volunteer.objects.count() == 300


@pytest.mark.parametrize("login", LOGINS)
def test_who_follows_what_is_printed_is_in_as_often_as_she_likes(login: Login) -> None:
    demo_team.open_all()

    for _each in range(2):
        client = Client()
        first = {"username": login.name, "password": PASSWORD, "next": login.page}
        asked = client.post(reverse("team:login"), first)
        entered = client.post(asked["Location"], {"code": CODE})
        assert entered["Location"] == login.page
        assert client.get(login.page).status_code == 200


def test_nobody_is_invented_in_production(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        demo()
    assert Volunteer.objects.count() == 0


def test_the_phone_has_two_weeks_behind_it_and_something_of_every_reason_to_ring_about() -> None:
    demo()

    now, calls = timezone.now(), Call.objects.all()
    assert {each.outcome for each in calls} == {"", *Outcome.values}
    assert {"fr", "nl", "de"} <= {each.language for each in calls}
    assert len({timezone.localdate(each.started_at) for each in calls}) >= 14
    assert all(each.started_at <= now and each.waiting for each in calls)
    by_phone = HelpRequest.objects.filter(channel="phone")
    assert by_phone.filter(calls__outcome="request").count() == by_phone.count() > 0
    tasks = CallTask.objects.open()
    for reason in Reason.values:
        of_reason = tasks.filter(reason=reason)
        assert of_reason.filter(due_at__lte=now).exists(), reason
        assert of_reason.filter(due_at__gt=now).exists(), reason
    assert tasks.filter(held_until__gt=now).exists()
    assert tasks.filter(tries__gte=holding.TRIES).exists()
    assert {each.phone[:8] for each in calls} <= {"+3247000"}


def test_the_shifts_of_this_week_have_one_gap_and_somebody_has_offered_to_take_calls() -> None:
    demo()

    now = timezone.now()
    week = list(shifts.plan(now, None).values())[:6]
    assert [len(line.missing) for lines in week for line in lines if line.missing] == [2]
    assert Operator.objects.offers().count() == 2
    assert training.is_trained(User.objects.get(username="operator"))
    boss = staff.browser_of(User.objects.get(username="demo"))
    for view in ("queue", "figures", "shifts", "people"):
        assert boss.get(reverse(f"callcentre:{view}")).status_code == 200
