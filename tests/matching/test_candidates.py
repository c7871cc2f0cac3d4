"""Whom to ask."""

from datetime import timedelta
from typing import Any

import pytest

from catalogue import kinds
from geo.points import Point
from matching import candidates, claims, policy
from matching.models import Invitation
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, NOON, invite
from volunteers import membership, reach
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def ids(request: HelpRequest, count: int = 10) -> list[int]:
    """The volunteers that the search names, in its order."""
    return [each.volunteer_id for each in candidates.find(request, count, NOON)]


def at_km(north: float) -> Point:
    """A point so many kilometres north of Nadia."""
    return Point(FLAGEY.lat + north / 111.2, FLAGEY.lon)


def test_the_nearest_come_first_and_no_more_than_asked_for(nadia: HelpRequest) -> None:
    far, near, middle = (cast.volunteer(at=at_km(km)) for km in (4, 1, 2))

    assert ids(nadia) == [near.pk, middle.pk, far.pk]
    assert ids(nadia, 2) == [near.pk, middle.pk]


def test_nobody_is_asked_beyond_the_own_distance(nadia: HelpRequest, wim: Volunteer) -> None:
    walker = cast.volunteer(at=at_km(3.5), travel_km=3)
    cyclist = cast.volunteer(at=at_km(3.5), travel_km=5)

    assert ids(nadia) == [cyclist.pk]
    assert walker.pk not in ids(nadia)


def test_nobody_is_asked_beyond_twenty_kilometres_however_far_the_volunteer_goes(nadia: HelpRequest) -> None:
    inside = cast.volunteer(at=at_km(19.8), travel_km=20)
    cast.volunteer(at=at_km(20.2), travel_km=20)

    assert ids(nadia) == [inside.pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": kinds.mask(["listening"])},
        {"languages": ["nl", "de"]},
    ],
)
def test_only_who_offers_the_kind_and_shares_a_language_is_asked(
    nadia: HelpRequest, victor: Volunteer, wrong: dict[str, Any]
) -> None:
    cast.volunteer(**wrong)

    assert ids(nadia) == [victor.pk]


def test_who_shares_two_languages_is_found_once(victor: Volunteer) -> None:
    both = cast.volunteer(languages=["fr", "nl"])
    request = cast.help_request(languages=["fr", "nl"])

    assert sorted(ids(request)) == sorted([victor.pk, both.pk])


def test_nobody_is_asked_twice_for_one_request(nadia: HelpRequest, victor: Volunteer) -> None:
    assert ids(nadia) == [victor.pk]

    invite(nadia, [victor])

    assert ids(nadia) == []


def test_the_unconfirmed_the_paused_the_blocked_and_the_gone_are_not_asked(nadia: HelpRequest) -> None:
    membership.register(cast.sign_up(), NOON)
    paused, blocked, gone = (cast.volunteer() for _number in range(3))
    assert len(ids(nadia)) == 3

    membership.pause(paused, NOON + timedelta(days=1))
    membership.block(blocked, "staff:1", NOON)
    membership.leave(gone, NOON)

    assert ids(nadia) == []


def test_nobody_gets_more_letters_a_week_than_chosen(victor: Volunteer) -> None:
    for day in range(victor.letters_per_week):
        invite(cast.help_request(), [victor], now=NOON - timedelta(days=6 - day))
    late = cast.help_request()
    assert ids(late) == []

    Invitation.objects.filter(asked_at__lte=NOON - timedelta(days=6)).update(asked_at=NOON - policy.WEEK)

    assert ids(late) == [victor.pk]


def test_who_holds_two_open_tasks_is_left_alone(victor: Volunteer) -> None:
    victor.letters_per_week = 7
    reach.save(victor)
    matches = [claims.claim(invite(cast.help_request(), [victor])[0], NOON) for _number in range(2)]
    next_one = cast.help_request()
    assert ids(next_one) == []

    claims.done(matches[0], "volunteer", NOON)

    assert ids(next_one) == [victor.pk]


def test_for_a_talk_distance_is_no_matter_and_the_least_recently_asked_comes_first(
    victor: Volunteer, wim: Volunteer
) -> None:
    reach.save(wim)
    fresh = cast.volunteer(at=cast.LEUVEN)
    invite(cast.help_request(), [wim], now=NOON - timedelta(days=3))
    invite(cast.help_request(), [victor], now=NOON - timedelta(days=1))
    talk = cast.help_request(at=None, kind="listening", street="")

    assert ids(talk) == [fresh.pk, wim.pk, victor.pk]
    assert {each.km for each in candidates.find(talk, 10, NOON)} == {None}


def test_an_errand_and_the_chemist_are_asked_of_the_same_people() -> None:
    runner = cast.volunteer(kinds=kinds.mask(["errand"]))

    assert ids(cast.help_request(kind="chemist")) == ids(cast.help_request(kind="errand")) == [runner.pk]


def test_a_request_without_a_point_finds_nobody_rather_than_somebody_far(victor: Volunteer) -> None:
    assert ids(cast.help_request(at=None)) == []
