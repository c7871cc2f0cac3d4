"""What comes after a hold, a release, an erasure or a pause: second lives, and none that nobody wants."""

from datetime import timedelta
from typing import Any

import pytest

from matching import candidates, claims, clock, dispatch, endings
from matching.letters import no_longer_needed
from matching.models import Outcome
from requests_app.erasure import forget_ended
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.cast import NOON, invite
from volunteers import membership
from volunteers.models import Volunteer

DAY = timedelta(days=1)


def test_what_was_held_beyond_its_last_day_has_time_again_when_it_is_released(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    HelpRequest.objects.update(status=Status.HELD, hold=Hold.UNCHECKED)
    nadia.refresh_from_db()
    late = nadia.expires_at + DAY

    endings.release(nadia, by="staff:1", now=late)
    clock.sweep(late + timedelta(minutes=1))

    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN
    assert nadia.expires_at > late + DAY
    assert nadia.invitations.count() == 1


@pytest.mark.parametrize("how", ["released", "not reached"])
def test_from_whom_it_was_taken_away_does_not_take_it_again_by_the_old_letter(
    nadia: HelpRequest, victor: Volunteer, how: str
) -> None:
    (invitation,) = invite(nadia, [victor])
    match = claims.claim(invitation, NOON)
    nadia.refresh_from_db()
    if how == "not reached":
        claims.not_reached(match, "volunteer", NOON)
        nadia.refresh_from_db()
    endings.release(nadia, by="staff:1", now=NOON)

    with pytest.raises(claims.AlreadyTaken):
        claims.claim(invitation, NOON)


def test_who_gave_it_back_may_take_it_again(nadia: HelpRequest, victor: Volunteer) -> None:
    (invitation,) = invite(nadia, [victor])
    claims.give_back(claims.claim(invitation, NOON), Outcome.GIVEN_BACK, "volunteer", NOON)

    assert claims.claim(invitation, NOON).is_live


def test_giving_back_what_was_settled_says_so(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    assert claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON)
    assert not claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON)


def test_an_erased_request_gets_no_point_again(nadia: HelpRequest) -> None:
    endings.cancel(nadia, by="requester", now=NOON)
    forget_ended(NOON + 31 * DAY)
    nadia.refresh_from_db()
    assert nadia.lat is None

    clock.open_one(nadia, NOON + 32 * DAY)

    nadia.refresh_from_db()
    assert nadia.lat is None


def test_a_pause_taken_while_the_old_one_ends_stays(victor: Volunteer) -> None:
    membership.pause(victor, NOON)
    membership.pause(victor, NOON + 30 * DAY)

    membership.wake(victor, NOON + DAY)

    victor.refresh_from_db()
    assert victor.paused_until == NOON + 30 * DAY


def test_where_approval_is_asked_for_only_the_approved_are_asked(
    nadia: HelpRequest, victor: Volunteer, settings: Any
) -> None:
    settings.REQUIRE_APPROVAL = True
    assert candidates.find(nadia, 10, NOON) == []

    membership.approve(victor, "staff:1", "by phone", NOON)

    assert [each.volunteer_id for each in candidates.find(nadia, 10, NOON)] == [victor.pk]


def test_who_is_blocked_gets_no_letter_at_all(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    nadia.refresh_from_db()
    endings.release(nadia, by="staff:1", now=NOON)
    assert no_longer_needed(match.uuid)

    endings.block_volunteer(victor, by="staff:1", now=NOON)

    assert no_longer_needed(match.uuid) is None


def test_nobodys_street_is_looked_up_before_the_address_is_confirmed(db: None) -> None:
    membership.register(cast.sign_up(), NOON)

    assert clock.sweep(NOON)["volunteers_placed"] == 0


def test_waves_are_numbered_on_though_one_was_taken_back(nadia: HelpRequest) -> None:
    for _number in range(12):
        cast.volunteer()
    dispatch.send_wave(nadia, NOON)
    nadia.invitations.filter(wave=1).exclude(pk=nadia.invitations.first().pk).update(wave=3)  # type: ignore[union-attr]
    nadia.refresh_from_db()

    dispatch.send_wave(nadia, NOON + timedelta(hours=1))

    assert max(nadia.invitations.values_list("wave", flat=True)) == 4
