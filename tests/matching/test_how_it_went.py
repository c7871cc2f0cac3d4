"""Did it work out? The person's answer, by a button, and what comes of "nobody came"."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from matching import afterwards, claims, endings, telling
from matching.models import Answer, Match, Outcome
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from volunteers.models import Volunteer

LATER = NOON + timedelta(hours=5)
pytestmark = pytest.mark.django_db


def done_by(volunteer: Volunteer, **facts: Any) -> Match:
    """A request that this volunteer has reported done."""
    match = claims.claim(invite(cast.help_request(**facts), [volunteer])[0], NOON)
    claims.done(match, "volunteer", NOON)
    match.refresh_from_db()
    return match


def the_request(match: Match) -> HelpRequest:
    return HelpRequest.objects.get(pk=match.help_request_id)


def test_who_has_an_address_is_asked_by_letter_some_hours_later_and_by_day(victor: Volunteer) -> None:
    match = done_by(victor, email="nadia@example.org")
    done_by(cast.volunteer())

    (question,) = Letter.objects.filter(kind="how_went")
    assert (question.subject, question.due_at) == (match.help_request.uuid, NOON + timedelta(hours=3))


def test_a_task_done_late_in_the_evening_is_asked_about_in_the_morning(victor: Volunteer) -> None:
    evening = NOON + timedelta(hours=9)  # nine o'clock in Brussels
    match = claims.claim(invite(cast.help_request(email="nadia@example.org"), [victor])[0], NOON)

    claims.done(match, "volunteer", evening)

    assert Letter.objects.get(kind="how_went").due_at.astimezone(cast.BRUSSELS).hour == 7


def test_it_went_well_is_written_down_once(victor: Volunteer) -> None:
    match = done_by(victor)

    assert afterwards.went_well(match.help_request, LATER)
    assert not afterwards.went_well(match.help_request, LATER + timedelta(hours=1))
    assert not afterwards.nobody_came(match.help_request, by="requester", now=LATER)

    match.refresh_from_db()
    assert (match.went_well_at, match.outcome) == (LATER, Outcome.DONE)
    assert the_request(match).status == Status.DONE


def test_nobody_came_asks_others_at_once_and_the_team_hears(victor: Volunteer) -> None:
    match = done_by(victor)
    before = the_request(match)

    assert afterwards.nobody_came(match.help_request, by="requester", now=LATER)
    assert not afterwards.nobody_came(match.help_request, by="requester", now=LATER)

    match.refresh_from_db()
    row = the_request(match)
    assert (row.status, row.taken, row.next_wave_at, row.ended_at) == (Status.OPEN, 0, LATER, None)
    assert (row.reference, row.code_word) == (before.reference, before.code_word)
    assert row.due_at >= LATER + timedelta(hours=24)
    assert match.outcome == Outcome.NOBODY_CAME
    assert Letter.objects.filter(kind="nobody_came", subject=match.uuid).count() == 1
    assert Event.objects.filter(action="match.nobody_came", subject=row.uuid).count() == 1


def test_who_reported_what_he_did_not_do_gets_neither_the_task_nor_a_paper(victor: Volunteer) -> None:
    match = done_by(victor)
    assert telling.certificate(victor)

    afterwards.nobody_came(match.help_request, by="requester", now=LATER)

    assert telling.certificate(victor) is None
    assert match.invitation
    with pytest.raises(claims.AlreadyTaken):
        claims.claim(match.invitation, LATER)


def test_who_was_too_late_is_asked_first(victor: Volunteer) -> None:
    late = cast.volunteer()
    match = done_by(victor)
    waiting = invite(match.help_request, [late])[0]
    waiting.answer, waiting.answered_at = Answer.LATE, NOON
    waiting.save()

    afterwards.nobody_came(match.help_request, by="requester", now=LATER)

    claims.claim(waiting, LATER)
    assert the_request(match).status == Status.MATCHED


def test_after_a_fortnight_and_where_nothing_was_done_there_is_nothing_to_say(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = done_by(victor)
    endings.cancel(nadia, by="requester", now=NOON)

    assert not afterwards.nobody_came(nadia, by="requester", now=LATER)
    assert not afterwards.nobody_came(match.help_request, by="requester", now=NOON + timedelta(days=14))
    assert afterwards.nobody_came(match.help_request, by="requester", now=NOON + timedelta(days=13))


def test_who_was_done_again_is_asked_again(victor: Volunteer) -> None:
    match = done_by(victor, email="nadia@example.org")
    afterwards.nobody_came(match.help_request, by="requester", now=LATER)

    second = claims.claim(invite(the_request(match), [cast.volunteer()], LATER)[0], LATER)
    claims.done(second, "volunteer", LATER)

    assert Letter.objects.filter(kind="how_went").count() == 2
    assert afterwards.went_well(match.help_request, LATER)
    assert list(Match.objects.filter(went_well_at=LATER)) == [second]


@pytest.mark.parametrize("answer", ["well", "nobody", "", "x"])
def test_two_buttons_on_the_persons_own_page_and_a_look_changes_nothing(
    client: Client, victor: Volunteer, answer: str
) -> None:
    match = done_by(victor)
    row, now = match.help_request, Match.objects.get().claimed_at
    HelpRequest.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    page = reverse("requests:own", args=[row.token()])
    button = reverse("requests:how_it_went", args=[row.token()])
    assert button in client.get(page).content.decode()
    assert client.get(button).status_code == 405

    for _press in range(2):
        assert client.post(button, {"how": answer}).headers["Location"] == page

    match.refresh_from_db()
    is_said = answer in ("well", "nobody")
    assert (button in client.get(page).content.decode()) is not is_said
    assert bool(match.went_well_at) is (answer == "well")
    assert (the_request(match).status == Status.OPEN) is (answer == "nobody")
    assert match.claimed_at == now
