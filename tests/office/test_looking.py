"""Two hints on the first page: who perhaps comes back, and who sees many addresses and does little."""

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office import queues
from office.ages import Level
from privacy.models import Event
from tests import cast, staff
from tests.office import world
from tests.office.test_story import page_of
from tests.office.test_volunteer_page import PEOPLE, press
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def queue(user: User, code: str) -> queues.Queue:
    (found,) = [each for each in queues.look(user, timezone.now()) if each.code == code]
    return found


def test_the_page_says_whose_phone_it_is_and_leads_to_what_happened_then(desk: Client) -> None:
    new = world.back_again(timezone.now())
    earlier = Volunteer.objects.get(blocked_at__isnull=False)

    page = html.unescape(page_of(new, desk))

    assert "The same phone as somebody who was stopped:" in page
    assert reverse(f"{PEOPLE}_change", args=[earlier.pk]) in page
    assert "Held back: the same phone as somebody who was stopped" in page
    assert [secret for secret in (new.phone, earlier.phone, earlier.email) if secret in page] == []
    assert "somebody who was stopped" not in page_of(cast.volunteer(), desk)


def test_let_help_frees_him_and_empties_the_queue(desk: Client, coordinator: User) -> None:
    new = world.back_again(timezone.now())
    shown = queue(coordinator, "back_again")
    assert (shown.count, shown.age and shown.age.level) == (1, Level.LONG), "held back for thirty days"

    page = press(desk, new, "let_help")

    assert new.held_back_at is None
    assert queue(coordinator, "back_again").count == 0
    assert "May help: does not count as the one who was stopped" in page
    assert "Does not count any more" in page
    assert "Nothing was done" in press(desk, new, "let_help"), "a second press changes nothing"
    assert Event.objects.filter(action="return.settled", actor=f"staff:{coordinator.pk}").count() == 1


def test_blocked_he_leaves_the_queue_too(desk: Client, coordinator: User) -> None:
    new = world.back_again(timezone.now())

    press(desk, new, "block")

    assert new.blocked_at
    assert queue(coordinator, "back_again").count == 0
    assert "let_help" not in page_of(new, desk)


def test_few_done_is_said_in_words_until_somebody_has_looked(desk: Client, coordinator: User) -> None:
    many = world.few_done(timezone.now())
    shown = queue(coordinator, "few_done")
    assert (shown.count, shown.age and shown.age.level) == (1, Level.FRESH)
    assert "addresses seen 5, done 1, given back 4" in page_of(many, desk)

    page = press(desk, many, "nothing_in_it")

    assert "given back 4" not in page
    assert "looked into, nothing in it" in page
    assert queue(coordinator, "few_done").count == 0
    assert "Nothing was done" in press(desk, many, "nothing_in_it")
    assert many.held_back_at is None, "a hint, and no more"


def test_of_who_does_what_he_takes_on_the_page_says_nothing(desk: Client, coordinator: User) -> None:
    honest = world.few_done(timezone.now(), given_back=1)

    assert queue(coordinator, "few_done").count == 0
    page = page_of(honest, desk)
    assert "many addresses seen" not in page.lower()
    assert reverse(f"{PEOPLE}_act", args=[honest.pk, "nothing_in_it"]) not in page


def test_who_may_only_look_sees_the_hints_and_no_button(db: Any) -> None:
    new = world.back_again(timezone.now())
    browser = staff.browser_of(staff.member("listener coordinator"))
    browser.cookies["django_language"] = "en"

    page = page_of(new, browser)

    assert "somebody who was stopped" in page
    assert reverse(f"{PEOPLE}_act", args=[new.pk, "let_help"]) not in page
    assert browser.post(reverse(f"{PEOPLE}_act", args=[new.pk, "let_help"])).status_code == 403
    new.refresh_from_db()
    assert new.held_back_at
