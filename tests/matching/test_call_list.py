"""When letters are not enough people ring, while there is still time; and what they write down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from letters.models import Letter
from letters.models import Status as LetterStatus
from letters.send import deliver
from matching import calls, candidates, claims, clock, dispatch
from matching.models import Answer, Outcome, Way
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.matching.test_dispatch import crowd
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven in Brussels
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def test_nobody_gets_the_sixty_first_letter_and_then_people_ring() -> None:
    crowd(70)
    row = cast.help_request(urgent=True)

    for step in range(8):
        dispatch.send_wave(row, NOON + step * HOUR / 2)
        row.refresh_from_db()

    assert row.invitations.count() == 60
    assert (row.next_wave_at, row.handed_over_at) == (None, NOON + 3 * HOUR)


def test_where_nobody_can_be_asked_people_ring_at_once_and_the_person_is_told() -> None:
    row = cast.help_request(email="nadia@example.org")

    clock.sweep(NOON)
    clock.sweep(NOON + HOUR)

    row.refresh_from_db()
    assert row.handed_over_at == NOON
    assert Letter.objects.filter(kind="calling", subject=row.uuid).count() == 1
    assert Event.objects.filter(action="request.call_list", subject=row.uuid).count() == 1
    cast.volunteer()
    clock.sweep(NOON + 2 * HOUR)
    assert row.invitations.count() == 1  # somebody who came since is asked all the same


def test_when_the_week_of_everybody_is_used_up_people_ring_and_letters_wait() -> None:
    people = crowd(3)
    for number in range(3):
        invite(cast.help_request(), people, now=NOON - timedelta(days=6 - number))
    row = cast.help_request()

    clock.sweep(NOON)
    row.refresh_from_db()
    assert (row.invitations.count(), row.handed_over_at) == (0, NOON)

    clock.sweep(NOON + timedelta(days=1, hours=1))
    assert row.invitations.count() == 3


def test_who_was_written_to_last_has_time_to_answer_before_people_ring(victor: Volunteer) -> None:
    row = cast.help_request()

    for hour in range(4):
        clock.sweep(NOON + hour * HOUR)
        row.refresh_from_db()
        assert bool(row.handed_over_at) is (hour == 3)


@pytest.mark.parametrize(("urgent", "hours"), [(False, 30), (True, 5)])
def test_people_ring_while_there_is_still_time(urgent: bool, hours: int) -> None:
    crowd(70)
    row = cast.help_request(urgent=urgent)
    HelpRequest.objects.update(next_wave_at=None)  # whatever letters do

    clock.sweep(NOON + hours * HOUR - timedelta(minutes=1))
    row.refresh_from_db()
    assert row.handed_over_at is None

    clock.sweep(NOON + hours * HOUR)
    row.refresh_from_db()
    assert row.handed_over_at == NOON + hours * HOUR


def test_what_comes_back_leaves_the_call_list_and_has_time_again(victor: Volunteer) -> None:
    row = cast.help_request()
    match = claims.claim(invite(row, [victor])[0], NOON)
    HelpRequest.objects.filter(pk=row.pk).update(handed_over_at=NOON)

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON + 40 * HOUR)

    row.refresh_from_db()
    assert (row.handed_over_at, row.due_at) == (None, NOON + 64 * HOUR)


def handed_over(**facts: Any) -> HelpRequest:
    """A request on the call list."""
    row = cast.help_request(**facts)
    dispatch.hand_over(row, NOON)
    row.refresh_from_db()
    return row


def test_rung_are_also_those_who_left_their_letter_unanswered_but_nobody_who_said_no() -> None:
    silent, no, fresh, full = crowd(4)
    row = handed_over()
    asked = invite(row, [silent, no], now=NOON - HOUR)
    claims.decline(asked[1], NOON)
    for number in range(3):
        invite(cast.help_request(), [full], now=NOON - timedelta(days=number + 1))

    listed = [each.volunteer_id for each in calls.to_ring(row, 12, NOON)]

    assert set(listed) == {silent.pk, fresh.pk, full.pk}
    assert row in HelpRequest.objects.to_ring_about()


def test_who_did_not_pick_up_is_rung_again_in_the_next_round(victor: Volunteer) -> None:
    row = handed_over()

    calls.rung(row, victor, "staff:1", NOON)

    assert calls.to_ring(row, 12, NOON + HOUR) == []
    assert [each.volunteer_id for each in calls.to_ring(row, 12, NOON + 5 * HOUR)] == [victor.pk]


def test_a_yes_on_the_phone_is_a_claim_with_its_letter_and_no_letter_of_a_wave(victor: Volunteer) -> None:
    row = handed_over()

    match = calls.take_on(row, victor, "staff:1", NOON)

    row.refresh_from_db()
    assert (row.status, match.volunteer, match.invitation and match.invitation.way) == (
        Status.MATCHED, victor, Way.PHONE,
    )  # fmt: skip
    assert Letter.objects.filter(kind="contact", subject=match.uuid).count() == 1
    assert not Letter.objects.filter(kind="invitation").exists()
    assert list(row.diary.values_list("by", flat=True)) == ["door:phone", "staff:1"]
    victor.refresh_from_db()
    assert victor.unanswered == 0


def test_a_yes_on_the_phone_that_comes_too_late_changes_nothing(victor: Volunteer, wim: Volunteer) -> None:
    row = handed_over()
    calls.take_on(row, victor, "staff:1", NOON)

    with pytest.raises(claims.AlreadyTaken):
        calls.take_on(row, wim, "staff:2", NOON)

    assert row.matches.count() == 1
    assert not row.invitations.filter(volunteer=wim).exists()


def test_a_no_on_the_phone_ends_it_for_this_request(victor: Volunteer) -> None:
    row = handed_over()

    calls.said_no(row, victor, "staff:1", NOON)

    assert calls.to_ring(row, 12, NOON + 10 * HOUR) == []
    assert candidates.find(row, 12, NOON) == []
    assert row.invitations.get().answer == Answer.NO


def test_for_a_talk_people_are_rung_wherever_they_live(victor: Volunteer, wim: Volunteer) -> None:
    row = handed_over(kind="listening", at=None, street="")
    calls.said_no(row, victor, "staff:1", NOON)

    assert [each.volunteer_id for each in calls.to_ring(row, 12, NOON)] == [wim.pk]


def test_the_letter_to_the_person_is_dropped_if_somebody_says_yes_before_it_goes(victor: Volunteer) -> None:
    row = handed_over(email="nadia@example.org")
    calls.take_on(row, victor, "staff:1", NOON)

    deliver(lambda: NOON)

    assert Letter.objects.get(kind="calling").status == LetterStatus.CANCELLED
