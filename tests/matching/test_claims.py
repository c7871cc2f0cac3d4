"""Saying yes, and what comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from letters.models import Letter
from matching import claims, dispatch, policy
from matching.models import Answer, Invitation, Match, Outcome
from privacy.models import Event
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.cast import NOON, invite
from volunteers import membership
from volunteers.models import Volunteer


def test_the_second_to_claim_is_told_and_nothing_changes(
    nadia: HelpRequest, victor: Volunteer, wim: Volunteer
) -> None:
    first, second = invite(nadia, [victor, wim])

    claims.claim(first, NOON)
    with pytest.raises(claims.AlreadyTaken):
        claims.claim(second, NOON)

    nadia.refresh_from_db()
    assert [match.volunteer for match in nadia.matches.all()] == [victor]
    assert (nadia.status, nadia.taken) == (Status.MATCHED, 1)


def test_a_double_click_gives_one_match(nadia: HelpRequest, victor: Volunteer) -> None:
    (invitation,) = invite(nadia, [victor])

    assert claims.claim(invitation, NOON) == claims.claim(invitation, NOON)

    assert Match.objects.count() == 1


def test_a_request_for_two_is_matched_when_both_places_are_taken(victor: Volunteer, wim: Volunteer) -> None:
    request = cast.help_request(places=2)
    first, second = invite(request, [victor, wim])

    claims.claim(first, NOON)
    request.refresh_from_db()
    assert (request.status, request.taken) == (Status.OPEN, 1)

    claims.claim(second, NOON)
    request.refresh_from_db()
    assert (request.status, request.taken) == (Status.MATCHED, 2)


def test_a_request_for_two_is_done_when_both_have_said_so(victor: Volunteer, wim: Volunteer) -> None:
    request = cast.help_request(places=2)
    first, second = (claims.claim(each, NOON) for each in invite(request, [victor, wim]))

    claims.done(first, "volunteer", NOON)
    request.refresh_from_db()
    assert request.status == Status.MATCHED

    claims.done(second, "volunteer", NOON)
    request.refresh_from_db()
    assert (request.status, request.ended_at) == (Status.DONE, NOON)


def test_a_claim_is_written_in_the_log_as_a_reveal_without_personal_data(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)

    (event,) = Event.objects.filter(action="contact.revealed")
    assert (event.subject, event.actor) == (nadia.uuid, f"volunteer:{victor.uuid}")
    assert event.detail == {}


def test_what_is_given_back_is_open_again_and_the_next_letters_go_at_once(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    later = NOON + timedelta(hours=47)

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", later)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.taken, nadia.next_wave_at) == (Status.OPEN, 0, later)
    assert nadia.due_at == later + timedelta(hours=policy.current().due_again_hours)
    assert nadia.expires_at > nadia.due_at


def test_giving_back_twice_frees_one_place(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON)
    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON)

    nadia.refresh_from_db()
    assert nadia.taken == 0


def test_who_could_not_be_reached_is_looked_for_by_the_team_before_others_try(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    claims.not_reached(match, "volunteer", NOON)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.hold, nadia.next_wave_at) == (Status.HELD, Hold.NOT_REACHED, None)


def test_nobody_holds_three_tasks_at_a_time(victor: Volunteer) -> None:
    invitations = [invite(cast.help_request(), [victor])[0] for _number in range(3)]
    for invitation in invitations[: policy.current().max_open_tasks]:
        claims.claim(invitation, NOON)

    with pytest.raises(claims.TooMany):
        claims.claim(invitations[-1], NOON)


def test_nobody_sees_more_than_three_new_addresses_in_a_day(victor: Volunteer) -> None:
    def claim_and_finish(now: Any) -> None:
        claims.done(claims.claim(invite(cast.help_request(now=now), [victor])[0], now), "volunteer", now)

    for _number in range(policy.current().max_claims_a_day):
        claim_and_finish(NOON)

    with pytest.raises(claims.TooManyToday):
        claim_and_finish(NOON + timedelta(hours=23))
    claim_and_finish(NOON + timedelta(hours=25))


def test_where_the_house_asks_for_approval_nobody_claims_without_it(
    nadia: HelpRequest, victor: Volunteer, settings: Any
) -> None:
    settings.REQUIRE_APPROVAL = True
    (invitation,) = invite(nadia, [victor])
    with pytest.raises(claims.NotApproved):
        claims.claim(invitation, NOON)

    membership.approve(victor, "staff:1", "by phone", NOON)

    assert claims.claim(invitation, NOON).volunteer == victor


def test_a_paused_volunteer_claims_nothing(nadia: HelpRequest, victor: Volunteer) -> None:
    (invitation,) = invite(nadia, [victor])
    membership.pause(victor, NOON + timedelta(days=7))

    with pytest.raises(claims.NotAvailable):
        claims.claim(invitation, NOON)


def test_a_no_is_kept_and_a_later_yes_counts_more(nadia: HelpRequest, victor: Volunteer) -> None:
    (invitation,) = invite(nadia, [victor])

    claims.decline(invitation, NOON)
    invitation.refresh_from_db()
    assert invitation.answer == Answer.NO

    claims.claim(invitation, NOON)
    invitation.refresh_from_db()
    assert invitation.answer == Answer.YES


@pytest.mark.parametrize(("urgent", "hours"), [(False, 36), (True, 12)])
def test_a_silent_claim_lapses_after_the_wanted_day(victor: Volunteer, urgent: bool, hours: int) -> None:
    soon = claims.claim(invite(cast.help_request(urgent=urgent), [victor])[0], NOON)
    assert soon.lapses_at == NOON + timedelta(hours=hours)

    wanted = (NOON + timedelta(days=3)).date()
    dated = claims.claim(invite(cast.help_request(urgent=urgent, wanted_on=wanted), [victor])[0], NOON)
    assert timezone.localtime(dated.lapses_at - timedelta(hours=hours)).isoformat()[:16] == f"{wanted}T00:00"


def test_a_letter_that_was_never_sent_is_no_asking(nadia: HelpRequest, victor: Volunteer) -> None:
    second = cast.volunteer()
    dispatch.send_wave(nadia, NOON)
    match = claims.claim(Invitation.objects.get(volunteer=victor), NOON)
    Letter.objects.filter(kind="invitation").update(status="cancelled")

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", NOON)
    nadia.refresh_from_db()

    assert dispatch.send_wave(nadia, NOON) == 1
    assert Invitation.objects.get(volunteer=second).wave == 2
    assert Letter.objects.filter(kind="invitation", status="pending").count() == 1


def test_the_claimers_letter_is_sent_again_at_most_once_an_hour(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    for minutes in (0, 10, 61):
        claims.contact_again(match, NOON + timedelta(minutes=minutes))

    assert Letter.objects.filter(kind="contact", subject=match.uuid).count() == 3
