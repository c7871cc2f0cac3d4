"""What a volunteer may take on besides: near, of his kinds and languages, and by his own choice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from catalogue import kinds
from geo.points import Point
from matching import claims, endings, openings
from matching.models import Invitation, Way
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, NOON, invite
from volunteers import membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def north(km: float) -> Point:
    """A point so many kilometres north of Flagey."""
    return Point(FLAGEY.lat + km / 111.2, FLAGEY.lon)


def shown(volunteer: Volunteer, count: int | None = None) -> list[HelpRequest]:
    """The requests that this volunteer is shown."""
    return [each.help_request for each in openings.near(volunteer, NOON, count)]


def test_the_two_nearest_within_fifteen_kilometres_are_shown() -> None:
    here = cast.volunteer(at=FLAGEY, travel_km=1)
    far, near, middle, beyond = (cast.help_request(at=north(km)) for km in (14.8, 2, 6, 15.3))

    assert shown(here) == [near, middle]
    assert shown(here, 9) == [near, middle, far]
    assert beyond not in shown(here, 9)


@pytest.mark.parametrize("wrong", [{"languages": ["nl"]}, {"kinds": kinds.mask(["listening"])}])
def test_only_what_he_offers_in_a_language_that_he_speaks(nadia: HelpRequest, wrong: dict[str, Any]) -> None:
    assert shown(cast.volunteer()) == [nadia]
    assert shown(cast.volunteer(**wrong)) == []


def test_nothing_that_is_taken_over_or_that_he_said_no_to(victor: Volunteer) -> None:
    taken, over, no, silent = (cast.help_request() for _number in range(4))
    claims.claim(invite(taken, [cast.volunteer()])[0], NOON)
    endings.cancel(over, by="requester", now=NOON)
    claims.decline(invite(no, [victor])[0], NOON)
    invite(silent, [victor])

    assert shown(victor, 9) == [silent]


def test_who_is_new_and_has_no_point_yet_sees_what_is_near_his_postcode(nadia: HelpRequest) -> None:
    assert shown(cast.volunteer(at=None)) == [nadia]
    assert shown(cast.volunteer(at=None, postcode="9000")) == []


def test_a_talk_is_shown_wherever_one_lives(wim: Volunteer) -> None:
    talk = cast.help_request(kind="listening", at=None, street="")

    (opening,) = openings.near(wim, NOON)

    assert (opening.help_request, opening.km, opening.band_label) == (talk, None, "")


def test_who_is_paused_or_gone_is_shown_nothing_and_may_pick_nothing(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    membership.pause(victor, timezone.now() + timedelta(days=7))

    assert openings.near(victor, timezone.now()) == []
    assert openings.pick(victor, nadia, timezone.now()) is None


def test_what_he_picks_is_no_letter_and_can_be_claimed(nadia: HelpRequest, victor: Volunteer) -> None:
    invitation = openings.pick(victor, nadia, NOON)

    assert invitation
    assert (invitation.way, invitation.wave, invitation.km) == (Way.PAGE, 0, 0.9)
    assert openings.pick(victor, nadia, NOON) == invitation
    assert claims.claim(invitation, NOON).volunteer == victor


def test_he_can_pick_only_what_he_may_be_shown(victor: Volunteer) -> None:
    assert openings.pick(victor, cast.help_request(at=north(30)), NOON) is None
    assert not Invitation.objects.exists()


def page_of(volunteer: Volunteer, view: str = "own") -> str:
    """The address of one of a volunteer's own pages."""
    with translation.override("fr"):
        return reverse(f"volunteers:{view}", args=[volunteer.token("own")])


def test_from_his_own_page_to_a_promise(nadia: HelpRequest, victor: Volunteer) -> None:
    client = Client()
    assert str(nadia.uuid) in client.get(page_of(victor)).content.decode()
    assert not Invitation.objects.exists()

    response = client.post(page_of(victor, "look"), {"request": str(nadia.uuid)})
    client.post(response["Location"], {"promise": "on"})

    nadia.refresh_from_db()
    assert nadia.matches.get().volunteer == victor


@pytest.mark.parametrize("wish", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_wish_for_nothing_leads_back_to_the_own_page(victor: Volunteer, wish: str) -> None:
    response = Client().post(page_of(victor, "look"), {"request": wish})

    assert response["Location"] == page_of(victor)


def test_who_comes_too_late_is_thanked_kept_in_reserve_and_shown_others(victor: Volunteer) -> None:
    row, other = (cast.help_request(now=timezone.now()) for _number in range(2))
    first, late = invite(row, [cast.volunteer(), victor], now=timezone.now())
    with translation.override("fr"):
        page = reverse("matching:invitation", args=[late.token()])
    claims.claim(first, timezone.now())

    shown_before = Client().get(page).content.decode()
    answer = Client().post(page, {"promise": "on"}, follow=True).content.decode()

    assert str(other.uuid) in shown_before
    assert reverse("matching:reserve", args=[late.token()]).rpartition("/v/")[2] in shown_before
    late.refresh_from_db()
    assert late.answer == "late"
    assert str(other.uuid) in answer
    assert "reserve/" not in answer


def test_a_look_alone_keeps_nobody_in_reserve_and_a_press_does(victor: Volunteer) -> None:
    row = cast.help_request(now=timezone.now())
    first, late = invite(row, [cast.volunteer(), victor], now=timezone.now())
    claims.claim(first, timezone.now())
    with translation.override("fr"):
        page, reserve = (
            reverse(f"matching:{view}", args=[late.token()]) for view in ("invitation", "reserve")
        )

    Client().get(page)
    assert Invitation.objects.get(pk=late.pk).answer == "none"

    Client().post(reserve)
    assert Invitation.objects.get(pk=late.pk).answer == "late"
