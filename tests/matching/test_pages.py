"""A volunteer's pages about one request: what a forwarded link shows, and that each page is true."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext

from letters.models import Letter
from matching import claims, endings
from matching.models import Invitation, Match
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import invite
from volunteers import membership
from volunteers.models import Volunteer

PROMISE = {"promise": "on"}
SECRETS = ("Zephirine", "Canari", "34 99", "oeufs")


@pytest.fixture
def asked(victor: Volunteer) -> Invitation:
    """Victor, asked just now for a request of this minute."""
    return invite(cast.help_request(now=timezone.now()), [victor], now=timezone.now())[0]


def page(invitation: Invitation) -> str:
    """Where the letter's button leads."""
    return reverse("matching:invitation", args=[invitation.token()])


def says(html: str, words: str) -> bool:
    """Whether a page says these words of the catalogue."""
    with translation.override("fr"):
        return escape(gettext(words)) in html


def test_a_double_click_leads_to_the_person_and_a_later_press_does_not(asked: Invitation) -> None:
    first = Client().post(page(asked), PROMISE)
    again = Client().post(page(asked), PROMISE)
    assert first["Location"] == again["Location"]

    Match.objects.update(claimed_at=timezone.now() - timedelta(seconds=11))
    html = Client().post(page(asked), PROMISE, follow=True).content.decode()

    assert says(html, "You have taken this on. Thank you!")
    assert not any(secret in html for secret in SECRETS)


def test_from_a_forwarded_letter_no_press_of_a_link_leads_to_the_person(asked: Invitation) -> None:
    Client().post(page(asked), PROMISE)
    match = Match.objects.get()

    html = Client().get(page(asked)).content.decode()
    own = reverse("volunteers:own", args=[asked.volunteer.token("own")])
    html += Client().get(own).content.decode()

    assert match.token() not in html
    assert not any(secret in html for secret in SECRETS)


def test_the_claimer_has_the_letter_sent_again_from_the_own_page(asked: Invitation) -> None:
    match = claims.claim(asked, timezone.now())
    again = reverse("volunteers:letter_again", args=[asked.volunteer.token("own")])
    before = Letter.objects.filter(kind="contact").count()

    for sent in ({}, {"match": "garbage"}, {"match": str(uuid4())}):
        assert Client().post(again, sent).status_code == 302
    assert Letter.objects.filter(kind="contact").count() == before

    Client().post(again, {"match": str(match.uuid)})
    assert Letter.objects.filter(kind="contact").count() == before + 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.HELD, "Our team looks after this request"),
        (Status.CANCELLED, "This request has ended"),
        (Status.MATCHED, "Somebody was a little faster"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_request_says_what_is_true(
    asked: Invitation, status: Status, words: str, method: str
) -> None:
    ended = timezone.now() if status == Status.CANCELLED else None
    HelpRequest.objects.update(
        status=status, hold="staff", ended_at=ended, taken=int(status == Status.MATCHED)
    )

    html = getattr(Client(), method)(page(asked), PROMISE, follow=True).content.decode()

    assert says(html, words)


def test_who_has_left_or_pauses_is_told_so(asked: Invitation) -> None:
    membership.pause(asked.volunteer, timezone.now() + timedelta(days=1))
    assert says(Client().post(page(asked), PROMISE, follow=True).content.decode(), "You are taking a pause")

    endings.volunteer_leaves(asked.volunteer, timezone.now())
    assert Client().get(page(asked)).status_code == 410


def test_enough_is_said_with_its_reason(asked: Invitation, victor: Volunteer, settings: Any) -> None:
    for _number in range(2):
        claims.claim(invite(cast.help_request(), [victor])[0], timezone.now())
    assert says(Client().post(page(asked), PROMISE, follow=True).content.decode(), "First things first")

    for match in Match.objects.all():
        claims.done(match, "volunteer", timezone.now())
    claims.done(claims.claim(invite(cast.help_request(), [victor])[0], timezone.now()), "v", timezone.now())
    assert says(
        Client().post(page(asked), PROMISE, follow=True).content.decode(), "That is enough for one day"
    )


def test_a_no_ends_the_asking(asked: Invitation) -> None:
    decline = reverse("matching:decline", args=[asked.token()])

    html = Client().post(decline, follow=True).content.decode()

    assert says(html, "Not this time: that is fine")
