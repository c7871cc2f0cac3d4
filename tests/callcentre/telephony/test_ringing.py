"""The desk opens on the caller: what an operator sees while her phone rings, and what a press does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre.models import Call
from privacy.models import Event
from team.sessions import BEGAN, SEEN
from tests import cast, staff
from tests.callcentre.telephony.line import CALLER, Told, later, recorded, tell
from tests.cast import NOON

pytestmark = pytest.mark.django_db
PAGE = reverse("callcentre:ringing")
RINGS, TALKS, NOBODY = "Your phone is ringing", "On your phone now", "Nobody is ringing"


def just_now(name: str) -> list[Told]:
    """A recorded call that began some seconds ago."""
    return later(recorded(name), int((timezone.now() - timedelta(seconds=10) - NOON).total_seconds()), 7100)


def sees(user: User) -> str:
    """What stands on the part of the desk that looks for calls."""
    browser = staff.browser_of(user)
    found = browser.get(PAGE, headers={"HX-Request": "true", "Accept-Language": "en"}).content.decode()
    assert "129876" not in found.replace(" ", "")
    assert "<html" not in found
    (shown,) = (each for each in (RINGS, TALKS, NOBODY) if each in found)
    return shown


def test_her_desk_says_that_her_phone_rings_and_nobody_elses_does(door: None, ana: User, ben: User) -> None:
    began, on_anas, *_rest = just_now("answered")
    assert (sees(ana), sees(ben)) == (NOBODY, NOBODY)

    tell(began, on_anas)

    assert (sees(ana), sees(ben)) == (RINGS, NOBODY)


def test_when_one_answers_it_rings_on_no_other_phone(door: None, ana: User, ben: User) -> None:
    began, on_anas, on_bens, answered, hungup, _ended = just_now("answered")
    tell(began, on_anas, on_bens)
    assert (sees(ana), sees(ben)) == (RINGS, RINGS)

    tell(answered)
    assert (sees(ana), sees(ben)) == (TALKS, NOBODY)

    tell(hungup)
    assert (sees(ana), sees(ben)) == (NOBODY, NOBODY)


def test_a_call_that_is_passed_on_rings_on_the_other_phone(door: None, ana: User, ben: User) -> None:
    began, answered, passed_on, answered_again, _ended = just_now("transferred")
    tell(began, answered, passed_on)
    assert (sees(ana), sees(ben)) == (TALKS, RINGS)

    tell(answered_again)
    assert (sees(ana), sees(ben)) == (NOBODY, TALKS)


def test_who_declines_sees_it_no_more(door: None, ana: User) -> None:
    began, on_anas, declined, *_rest = just_now("missed")
    tell(began, on_anas)
    assert sees(ana) == RINGS

    tell(declined)
    assert sees(ana) == NOBODY


def test_a_call_whose_end_was_lost_does_not_ring_for_ever(door: None, ana: User) -> None:
    began, on_anas, *_rest = just_now("answered")
    tell(*later([began, on_anas], -400, 7101))

    assert sees(ana) == NOBODY


def test_without_javascript_it_is_a_page_with_a_way_to_look_again(door: None, ana: User) -> None:
    tell(*just_now("answered")[:2])

    page = staff.browser_of(ana).get(PAGE, headers={"Accept-Language": "en"}).content.decode()

    assert RINGS in page
    assert "ends in 76" in " ".join(page.split())
    assert f'href="{PAGE}"' in page


def test_a_look_costs_one_question_beside_those_of_every_page(
    door: None, ana: User, django_assert_num_queries: Any
) -> None:
    tell(*just_now("answered")[:2])
    browser = staff.browser_of(ana)

    with django_assert_num_queries(7):  # session, account, phone, two for rights, practice, and ours
        browser.get(PAGE, headers={"HX-Request": "true"})


def test_a_press_opens_the_desk_on_the_caller_and_is_written_down(door: None, ana: User) -> None:
    tell(*just_now("answered")[:2])
    call, browser = Call.objects.get(), staff.browser_of(ana)
    address = reverse("callcentre:open_call", args=[call.uuid])

    page = browser.get(address)
    assert page.status_code == 200
    assert "129876" not in page.content.decode().replace(" ", "")
    assert not Event.objects.filter(action="call.opened").exists()
    assert "desk_phone" not in browser.session

    answer = browser.post(address)
    assert answer["Location"] == reverse("callcentre:desk")
    assert browser.session["desk_phone"] == CALLER
    event = Event.objects.get(action="call.opened")
    assert (event.actor, event.subject) == (f"staff:{ana.pk}", call.uuid)


def test_the_desk_then_begins_with_what_is_known_of_the_caller(door: None, ana: User) -> None:
    known = cast.help_request(phone=CALLER, name="Nadia Zephirine")
    tell(*just_now("answered")[:2])
    browser = staff.browser_of(ana)
    browser.post(reverse("callcentre:open_call", args=[Call.objects.get().uuid]))
    assert Event.objects.filter(action="caller.looked_up", subject=known.uuid).count() == 1

    desk = browser.get(reverse("callcentre:desk"))
    assert desk.context["form"]["name"].value() == "Nadia Zephirine"
    assert known.spoken_reference in desk.content.decode()
    assert Event.objects.filter(action="caller.looked_up").count() == 1  # to look again is no second look

    browser.post(reverse("callcentre:desk"), {"outcome": "1", "phone": "", "form_key": str(uuid4())})
    assert "Zephirine" not in browser.get(reverse("callcentre:desk")).content.decode()


def test_no_stranger_and_no_colleague_of_another_role_opens_a_call(door: None, ana: User) -> None:
    tell(*just_now("answered")[:2])
    address = reverse("callcentre:open_call", args=[Call.objects.get().uuid])
    press = User.objects.create_user("press@example.org", is_staff=True)

    for path in (PAGE, address):
        assert Client().get(path).status_code == 302
        assert staff.browser_of(press).get(path).status_code == 403
    assert staff.browser_of(press).post(address).status_code == 403


def test_what_is_erased_and_what_never_was_cannot_be_opened(door: None, ana: User) -> None:
    tell(*just_now("answered")[:2])
    Call.objects.update(erased_at=timezone.now())
    browser = staff.browser_of(ana)

    for uuid in (Call.objects.get().uuid, uuid4()):
        assert browser.post(reverse("callcentre:open_call", args=[uuid])).status_code == 404


def test_a_window_left_open_for_a_night_asks_once_more_and_then_no_more(door: None, ana: User) -> None:
    browser = staff.browser_of(ana)
    session = browser.session
    session[BEGAN] = session[SEEN] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    asks = {"HX-Request": "true", "Accept-Language": "en"}

    answer = browser.get(PAGE, headers=asks)

    assert answer.status_code == 286, "htmx stops at this number"
    assert "You have been logged out." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert browser.get(PAGE)["Location"].startswith(reverse("team:login"))


@pytest.mark.usefixtures("door")
def test_what_a_window_asks_for_by_itself_keeps_nobody_logged_in(ana: User) -> None:
    browser = staff.browser_of(ana)
    session = browser.session
    long_ago = (timezone.now() - timedelta(minutes=20)).isoformat()
    session[BEGAN] = session[SEEN] = long_ago
    session.save()

    for _ask in range(3):
        assert browser.get(PAGE, headers={"HX-Request": "true"}).status_code == 200
    assert browser.session[SEEN] == long_ago

    browser.get(PAGE)
    assert browser.session[SEEN] > long_ago


def test_who_is_not_logged_in_costs_the_database_nothing(door: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get(PAGE, headers={"HX-Request": "true"}).status_code == 286
