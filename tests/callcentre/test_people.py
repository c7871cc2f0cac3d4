"""The coordinators' list of those who take calls; and leaving, from either side."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import joining
from callcentre.models import Operator, Shift
from letters.models import Letter
from privacy.models import Event
from tests import staff
from tests.house.phone_scenes import at_the_phone, waiting

pytestmark = pytest.mark.django_db
POSTS = ("approve", "refuse", "reveal_operator", "end_operator")


def url(view: str) -> str:
    return reverse(f"callcentre:{view}")


@pytest.fixture
def coordinator() -> Client:
    return staff.browser_of(staff.member("coordinator"))


def test_only_coordinators_see_the_list_and_press_its_buttons() -> None:
    made = waiting("fr", timezone.now())
    operator = staff.browser_of(staff.member("operator"))

    for view in ("people", *POSTS):
        method = "get" if view == "people" else "post"
        assert getattr(operator, method)(url(view), {"operator": made.uuid}).status_code == 403
        assert getattr(Client(), method)(url(view), {"operator": made.uuid}).status_code == 302
    assert not Event.objects.exists()


def test_the_list_shows_who_offered_what_and_no_number_before_it_is_asked_for(coordinator: Client) -> None:
    made = waiting("fr", timezone.now())
    html = coordinator.get(url("people")).content.decode()
    for word in ("Rosalie Mertens", "Français, Nederlands", "Je suis souvent chez moi."):
        assert word in html
    assert made.email not in html
    assert made.phone not in html

    coordinator.post(url("reveal_operator"), {"operator": made.uuid})

    shown = coordinator.get(url("people")).content.decode()
    assert made.email in shown
    assert made.phone in shown
    event = Event.objects.get(action="operator.revealed")
    assert (event.subject, event.actor[:6]) == (made.uuid, "staff:")


def test_what_was_shown_is_hidden_again_after_a_while(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = waiting("fr", timezone.now())
    coordinator.post(url("reveal_operator"), {"operator": made.uuid})
    later = timezone.now() + timedelta(minutes=6)

    monkeypatch.setattr("callcentre.people_views.timezone.now", lambda: later)

    assert made.email not in coordinator.get(url("people")).content.decode()


def test_the_buttons_approve_and_refuse_once(coordinator: Client) -> None:
    first, second = (waiting("fr", timezone.now()) for _number in range(2))
    for _press in range(2):
        coordinator.post(url("approve"), {"operator": first.uuid})
        coordinator.post(url("refuse"), {"operator": second.uuid})
        coordinator.post(url("refuse"), {"operator": first.uuid})

    assert Operator.objects.active().get() == first
    assert sorted(Letter.objects.exclude(kind="operator_confirm").values_list("kind", flat=True)) == [
        "operator_no", "operator_welcome",
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_is_found_by_a_wrong_number(coordinator: Client, number: str) -> None:
    for view in POSTS:
        assert coordinator.post(url(view), {"operator": number}).status_code == 404


def test_who_leaves_is_forgotten_logged_out_and_her_shifts_are_free() -> None:
    made, now = at_the_phone("fr", timezone.now()), timezone.now()
    past = made.shifts.create(starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=6))
    made.shifts.create(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=4))
    assert made.user
    browser = staff.browser_of(made.user)
    email, calendar = made.email, reverse("calendar", args=[made.token("shifts")])
    browser.get(url("leave"))
    assert Shift.objects.count() == 2, "the question changes nothing"

    response = browser.post(url("leave"))

    made.refresh_from_db()
    user = User.objects.get()
    assert response["Location"] == reverse("phone:goodbye")
    assert [made.name, made.email, made.phone, made.hours, made.why, made.email_index] == [""] * 5 + [None]
    assert list(Shift.objects.all()) == [past]
    assert not user.is_active
    assert email not in f"{user.username} {user.email} {user.first_name} {user.last_name}"
    assert browser.get(url("shifts")).status_code == 302
    assert Client().get(calendar).status_code == 404


def test_a_coordinator_who_stops_taking_calls_keeps_her_account() -> None:
    made = at_the_phone("fr", timezone.now())
    boss = staff.member("coordinator")
    Operator.objects.filter(pk=made.pk).update(user=boss)
    made.refresh_from_db()

    joining.leave(made, f"staff:{boss.pk}", timezone.now())

    boss.refresh_from_db()
    assert boss.is_active
    assert "@" in boss.username


def test_who_left_may_come_back_with_the_same_address() -> None:
    now = timezone.now()
    made = at_the_phone("fr", now, email="anna@example.org")
    joining.leave(made, "staff:1", now)

    again = at_the_phone("fr", now, email="anna@example.org")

    assert again.pk != made.pk
    assert again.user
    assert again.user.is_active
