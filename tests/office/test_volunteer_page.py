"""A volunteer's page: tasks, letters this week, words to the team; approve, block, letters that come back."""

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter, Suppression
from matching import claims, clock
from matching.models import Match
from privacy.models import Event
from tests import cast, staff
from tests.cast import invite
from tests.office.test_story import page_of
from volunteers.models import Reach, Volunteer

PEOPLE = "admin:volunteers_volunteer"
NOTE = "Une dame charmante"


def press(desk: Client, row: Volunteer, code: str) -> str:
    """Press one button and say yes; gives the page that follows."""
    answer = desk.post(reverse(f"{PEOPLE}_act", args=[row.pk, code]), follow=True)
    row.refresh_from_db()
    return html.unescape(answer.content.decode())


@pytest.fixture
def busy(victor: Volunteer) -> Volunteer:
    """Victor, asked twice this week, on one task, with a word about it to the team."""
    now = timezone.now()
    requests = [cast.help_request(now=now), cast.help_request(now=now)]
    asked = [invite(each, [victor], now)[0] for each in requests]
    claims.claim(asked[0], now)
    Match.objects.update(note=NOTE, noted_at=now)
    return victor


def test_the_page_counts_letters_tasks_and_words_and_names_nobody(desk: Client, busy: Volunteer) -> None:
    page = page_of(busy, desk)

    assert "2 of 3" in page
    assert Match.objects.get().help_request.spoken_reference in page
    assert [secret for secret in ("Victor", busy.email, busy.phone, NOTE) if secret in page] == []


def test_a_press_shows_him_and_is_written_down(desk: Client, busy: Volunteer, coordinator: User) -> None:
    page = desk.post(reverse(f"{PEOPLE}_show", args=[busy.pk]), follow=True).content.decode()

    assert "Victor Horta" in page
    assert busy.email in page
    assert NOTE in page
    event = Event.objects.get(action="contact.shown", subject=busy.uuid)
    assert event.actor == f"staff:{coordinator.pk}"


def test_a_press_asks_first_and_a_second_one_changes_nothing(desk: Client, victor: Volunteer) -> None:
    assert desk.get(reverse(f"{PEOPLE}_act", args=[victor.pk, "approve"])).status_code == 200
    victor.refresh_from_db()
    assert victor.approved_at is None

    assert "Approve: done." in press(desk, victor, "approve")
    assert "it is so already" in press(desk, victor, "approve")
    assert Event.objects.filter(action="volunteer.approved").count() == 1


def test_blocking_ends_every_link_and_task_at_once(desk: Client, busy: Volunteer) -> None:
    own = reverse("volunteers:own", args=[busy.token("own")])
    assert Client().get(own).status_code == 200

    press(desk, busy, "block")

    assert busy.blocked_at
    assert Client().get(own).status_code in (404, 410)
    assert not Match.objects.live().exists()
    assert not Reach.objects.filter(active=True).exists()
    assert "it is so already" in press(desk, busy, "block")


def test_letters_that_come_back_stay_marked_until_somebody_says_otherwise(
    desk: Client, busy: Volunteer
) -> None:
    press(desk, busy, "undeliverable")
    clock.sweep(timezone.now())
    busy.refresh_from_db()
    assert busy.undeliverable_at, "the clock must not lift what a person has said"
    assert Letter.objects.filter(kind="claimer_unreachable").count() == 1
    assert Event.objects.get(action="volunteer.undeliverable").actor.startswith("staff:")

    press(desk, busy, "deliverable")
    clock.sweep(timezone.now())
    busy.refresh_from_db()
    assert busy.undeliverable_at is None
    assert not Suppression.objects.exists()
    assert Reach.objects.filter(active=True).exists()


def test_who_may_only_look_presses_nothing(busy: Volunteer, django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("otto", is_staff=True)
    browser = staff.browser_of(reader)
    assert page_status(browser, busy) == [403, 403, 403]

    gone = cast.volunteer()
    Volunteer.objects.filter(pk=gone.pk).update(
        status="left", left_at=timezone.now(), email_index=None, name="", email="", phone=""
    )
    page = page_of(gone, staff.browser_of(staff.member("coordinator")))
    assert f"/{gone.pk}/act/" not in page


def page_status(browser: Client, row: Volunteer) -> list[int]:
    """What the page, the press that shows and an act answer."""
    show, act = reverse(f"{PEOPLE}_show", args=[row.pk]), reverse(f"{PEOPLE}_act", args=[row.pk, "block"])
    page = browser.get(reverse(f"{PEOPLE}_change", args=[row.pk]))
    return [page.status_code, browser.post(show).status_code, browser.post(act).status_code]
