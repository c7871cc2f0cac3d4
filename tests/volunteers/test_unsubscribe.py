"""No more letters by one press, as RFC 8058 has it: no cookie, no question, and a GET changes nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.compose import email
from letters.kinds import kind as kind_of
from letters.models import Letter
from matching import claims, endings
from privacy.models import Event
from requests_app.models import HelpRequest
from tests.cast import NOON, invite
from volunteers import membership
from volunteers.models import Reach, Volunteer

ONE_CLICK = "List-Unsubscribe=One-Click"


def headers(nadia: HelpRequest, victor: Volunteer) -> dict[str, str]:
    """What machines read of a letter of a wave."""
    (asked,) = invite(nadia, [victor])
    message = kind_of("invitation").compose(asked.uuid)
    assert message
    return dict(email(Letter(kind="invitation"), message).extra_headers)


def press(url: str) -> int:
    """What a mail program does: a POST without cookie, token or referrer; gives the status."""
    client = Client(enforce_csrf_checks=True)
    form = "application/x-www-form-urlencoded"
    return client.post(url.removeprefix("http://localhost:8000"), ONE_CLICK, content_type=form).status_code


def link(nadia: HelpRequest, victor: Volunteer) -> str:
    """The address in a letter's header."""
    found = re.fullmatch(r"<(http\S+)>", headers(nadia, victor)["List-Unsubscribe"])
    assert found
    return found.group(1)


def test_a_letter_of_a_wave_says_how_to_end_them(nadia: HelpRequest, victor: Volunteer) -> None:
    found = headers(nadia, victor)

    assert found["List-Unsubscribe-Post"] == ONE_CLICK
    assert found["List-Id"] == "<invitation.covidsol.example>"
    assert victor.name not in str(found)


def test_what_concerns_a_task_cannot_be_unsubscribed_from(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    message = kind_of("contact").compose(match.uuid)
    assert message

    assert "List-Unsubscribe" not in email(Letter(kind="contact"), message).extra_headers


def test_one_press_without_cookie_ends_the_letters_and_a_second_changes_nothing(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    url = link(nadia, victor)

    assert [press(url), press(url)] == [200, 200]

    victor.refresh_from_db()
    assert victor.paused_until
    assert victor.paused_until > timezone.now() + timedelta(days=3000)
    assert not Reach.objects.filter(volunteer=victor, active=True).exists()
    assert Event.objects.filter(action="volunteer.unsubscribed", subject=victor.uuid).count() == 1


def test_a_look_changes_nothing_and_shows_one_button(nadia: HelpRequest, victor: Volunteer) -> None:
    path = link(nadia, victor).removeprefix("http://localhost:8000")

    page = Client().get(path)

    assert page.status_code == 200
    assert page.content.decode().count("<form") == 1
    assert not Client().get(path).cookies
    victor.refresh_from_db()
    assert victor.paused_until is None


def test_what_he_has_taken_on_stays_his(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    membership.unsubscribe(victor, NOON)

    match.refresh_from_db()
    assert match.is_live


@pytest.mark.parametrize("how", ["blocked", "left"])
def test_who_is_gone_is_told_kindly(nadia: HelpRequest, victor: Volunteer, how: str) -> None:
    url = link(nadia, victor)
    if how == "blocked":
        membership.block(victor, "staff:1", NOON)
    else:
        endings.volunteer_leaves(victor, NOON)

    assert press(url) == 200
    assert not Event.objects.filter(action="volunteer.unsubscribed").exists()


def test_a_forged_address_is_none(db: None) -> None:
    assert press(f"/u/{'A' * 43}/") == 404
