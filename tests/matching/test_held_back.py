"""Who is held back is told so calmly, by whichever way he comes, and takes nothing new on."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from matching import claims, reports, verdicts
from matching.models import Invitation, Match
from matching.report_rows import Side, Verdict, What
from paper import joining
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import invite
from tests.matching.test_report_pages import read
from tests.paper.conftest import TICK
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
FIRST = "Our team would like to ring you first"


@pytest.fixture
def match(nadia: HelpRequest, victor: Volunteer) -> Match:
    """Victor has just said yes to Nadia; they read English."""
    translation.activate("en")
    return claims.claim(invite(nadia, [victor])[0], timezone.now())


def test_who_is_held_back_is_told_calmly_on_his_page_and_behind_his_letter(
    client: Client, match: Match, victor: Volunteer
) -> None:
    asked = invite(cast.help_request(), [victor])[0]
    own, page = (
        reverse("volunteers:own", args=[victor.token("own")]),
        reverse("matching:invitation", args=[asked.token()]),
    )
    reports.report(match, Side.PERSON, What.MONEY, "monnaie", timezone.now())

    told = read(client, own)
    assert FIRST in told
    assert "Nobody near you waits" not in told
    assert "Send me the letter again" in told, "what he is on stays his"
    for answer in (client.get(page), client.post(page, TICK, follow=True)):
        text = html.unescape(answer.content.decode())
        assert FIRST in text
        assert not [word for word in ("monnaie", "report", "Nadia") if word in text.lower()]
    assert Match.objects.get() == match


def test_he_takes_nothing_on_by_a_poster(client: Client, match: Match, victor: Volunteer) -> None:
    other = cast.help_request()
    joining.say_hello(victor.email, other, timezone.now())
    door = reverse("paper:arrival", args=[joining.latest(victor).token()])  # type: ignore[union-attr]
    reports.report(match, Side.PERSON, What.MONEY, "", timezone.now())

    text = html.unescape(client.post(door, TICK, follow=True).content.decode())

    assert FIRST in text
    assert Match.objects.get() == match
    assert Invitation.objects.filter(help_request=other, volunteer=victor).count() <= 1


def test_who_was_a_moment_late_is_told_why(client: Client, match: Match, victor: Volunteer) -> None:
    asked = invite(cast.help_request(), [victor])[0]
    page = reverse("matching:invitation", args=[asked.token()])
    assert client.get(page).context["form"]
    reports.report(match, Side.PERSON, What.RUDE, "", timezone.now())

    assert FIRST in html.unescape(client.post(page, TICK, follow=True).content.decode())
    asked.refresh_from_db()
    assert asked.answer == "none"


def test_after_a_talk_her_next_letter_tells_him_that_the_team_looks_after_it(
    client: Client, match: Match, victor: Volunteer
) -> None:
    row = reports.report(match, Side.PERSON, What.RUDE, "", timezone.now())
    asked = invite(cast.help_request(), [victor])[0]
    verdicts.settle(row, Verdict.SPOKEN, by="staff:1", now=timezone.now())
    page = reverse("matching:invitation", args=[asked.token()])

    for answer in (client.get(page), client.post(page, TICK, follow=True)):
        assert "Our team looks after this request" in html.unescape(answer.content.decode())
    assert Match.objects.get() == match
    asked.refresh_from_db()
    assert asked.answer == "none"
