"""Whose turn it is: who has helped before, who has borne less, who waits in reserve."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from letters.models import Letter
from matching import candidates, claims, clock, dispatch, endings, explain
from matching.models import Answer, Invitation, Outcome
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.matching.test_dispatch import crowd
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven in Brussels
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def test_who_has_borne_more_lately_comes_later() -> None:
    near, middle, far = crowd(3)
    Volunteer.objects.filter(pk=near.pk).update(unanswered=2)
    row = cast.help_request()

    assert [each.volunteer_id for each in candidates.find(row, 3, NOON)] == [middle.pk, far.pk, near.pk]

    Volunteer.objects.filter(pk=near.pk).update(unanswered=0)
    done = claims.claim(invite(cast.help_request(), [middle])[0], NOON - timedelta(days=8))
    claims.done(done, "volunteer", NOON - timedelta(days=8))

    assert [each.volunteer_id for each in candidates.find(row, 3, NOON)] == [near.pk, far.pk, middle.pk]


def test_each_letter_counts_as_unanswered_until_a_yes_or_a_no(nadia: HelpRequest, victor: Volunteer) -> None:
    wave = [cast.help_request() for _number in range(2)]
    for row in wave:
        dispatch.send_wave(row, NOON)
    victor.refresh_from_db()
    assert victor.unanswered == 2

    claims.decline(Invitation.objects.get(help_request=wave[0]), NOON)

    victor.refresh_from_db()
    assert victor.unanswered == 0


def helped_before(volunteer: Volunteer, **facts: Any) -> HelpRequest:
    """A request of Nadia's that this volunteer has seen to, and her next one."""
    first = cast.help_request(now=NOON - timedelta(days=7), **facts)
    match = claims.claim(
        invite(first, [volunteer], now=NOON - timedelta(days=20))[0], NOON - timedelta(days=7)
    )
    claims.done(match, "volunteer", NOON - timedelta(days=7))
    return cast.help_request(**facts)


def test_who_helped_this_person_before_is_asked_first_with_a_head_start() -> None:
    *_others, farthest = crowd(12)
    again = helped_before(farthest)

    dispatch.send_wave(again, NOON)
    again.refresh_from_db()
    assert [each.volunteer for each in again.invitations.all()] == [farthest]
    assert again.next_wave_at == NOON + 2 * HOUR

    announced = explain.plan(again, NOON + 2 * HOUR)
    assert (announced.letters, announced.size) == (1, 10)
    dispatch.send_wave(again, NOON + 2 * HOUR)
    assert again.invitations.count() == 11


def test_a_head_start_is_for_this_person_and_for_whoever_can() -> None:
    first, second = crowd(2)
    helped_before(first)
    stranger = cast.help_request(phone="+3225129999")
    dispatch.send_wave(stranger, NOON)
    assert stranger.invitations.count() == 2

    endings.volunteer_leaves(first, NOON)
    again = cast.help_request()
    dispatch.send_wave(again, NOON)
    assert [each.volunteer for each in again.invitations.all()] == [second]


def test_who_says_yes_too_late_waits_in_reserve_and_is_asked_first_when_it_is_free_again() -> None:
    people = crowd(12)
    row = cast.help_request()
    dispatch.send_wave(row, NOON)
    winner, late = row.invitations.order_by("km")[:2]
    match = claims.claim(winner, NOON)
    with pytest.raises(claims.AlreadyTaken):
        claims.claim(late, NOON)
    assert claims.reserve(late, NOON)

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON + HOUR)
    clock.sweep(NOON + HOUR)

    late.refresh_from_db()
    assert (late.answer, late.again_at) == (Answer.LATE, NOON + HOUR)
    assert Letter.objects.filter(kind="free_again", subject=late.uuid).count() == 1
    assert row.invitations.filter(asked_at=NOON + HOUR).count() == 2  # of the twelve, the two not asked yet
    assert claims.claim(late, NOON + HOUR).volunteer in people


def test_the_reserve_is_asked_once_and_three_at_most() -> None:
    row = cast.help_request()
    crowd(8)
    dispatch.send_wave(row, NOON)
    for each in row.invitations.all()[:5]:
        claims.reserve(each, NOON)

    for hour in range(1, 4):
        HelpRequest.objects.update(next_wave_at=NOON + hour * HOUR)
        row.refresh_from_db()
        dispatch.send_wave(row, NOON + hour * HOUR)

    assert Letter.objects.filter(kind="free_again").count() == 5
    assert row.invitations.filter(again_at=NOON + HOUR).count() == 3
