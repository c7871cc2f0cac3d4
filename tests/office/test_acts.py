"""What a coordinator does to a request: each act asks, is done once, and says so when somebody was faster."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geo.points import Point
from letters.models import Letter
from letters.outbox import letter, post
from matching import calls, claims, dispatch, steering
from matching.models import Match, Outcome
from office import acts
from privacy.models import Event
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast, staff
from tests.cast import NOON, invite
from volunteers.models import Volunteer


def url(row: HelpRequest, code: str) -> str:
    """The address of one act."""
    return reverse("admin:requests_app_helprequest_act", args=[row.pk, code])


def press(desk: Client, row: HelpRequest, code: str, **data: Any) -> str:
    """Press the button of an act as it stands there now; gives the page that follows, as one reads it."""
    row.refresh_from_db()
    sent = {"seen": acts.state(row, acts.BY_CODE[code]), **data}
    page = html.unescape(desk.post(url(row, code), sent, follow=True).content.decode())
    row.refresh_from_db()
    return page


def codes(row: HelpRequest) -> set[str]:
    """The acts that are possible."""
    return {act.code for act in acts.possible(row)}


def test_the_acts_follow_the_life_of_the_request(nadia: HelpRequest, victor: Volunteer) -> None:
    assert codes(nadia) == {"again", "ring", "widen", "hold", "refer", "merge", "cancel"}
    claims.claim(invite(nadia, [victor])[0], NOON)
    nadia.refresh_from_db()
    assert codes(nadia) == {"release", "merge", "done", "cancel"}
    held, talk = cast.help_request(), cast.help_request(kind="listening")
    lifecycle.move(held, Status.HELD, by="staff:1", now=NOON, hold=Hold.STAFF)
    assert codes(held) == {"release", "merge", "cancel"}
    assert "widen" not in codes(talk), "where no place matters there is nothing wider"
    lifecycle.move(held, Status.CANCELLED, by="staff:1", now=NOON)
    assert codes(held) == set()


def test_what_ends_something_asks_first(desk: Client, nadia: HelpRequest) -> None:
    page = desk.get(url(nadia, "cancel")).content.decode()
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN
    assert "The request is closed" in page

    assert "Cancel: done." in press(desk, nadia, "cancel")
    assert nadia.status == Status.CANCELLED
    assert nadia.diary.last().by.startswith("staff:")  # type: ignore[union-attr]


def test_a_press_on_what_has_changed_meanwhile_does_nothing_and_says_so(
    desk: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    seen = acts.state(nadia, acts.BY_CODE["cancel"])
    claims.claim(invite(nadia, [victor])[0], NOON)

    page = desk.post(url(nadia, "cancel"), {"seen": seen}, follow=True).content.decode()

    nadia.refresh_from_db()
    assert nadia.status == Status.MATCHED
    assert "Nothing was done: the request is “matched” now." in html.unescape(page)


@pytest.mark.parametrize("code", ["cancel", "hold", "widen", "ring", "again"])
def test_the_second_press_changes_nothing(desk: Client, nadia: HelpRequest, code: str) -> None:
    sent = {"seen": acts.state(nadia, acts.BY_CODE[code])}
    desk.post(url(nadia, code), sent)
    before = (HelpRequest.objects.values().get(pk=nadia.pk), Event.objects.count(), nadia.diary.count())

    desk.post(url(nadia, code), sent)

    assert (
        HelpRequest.objects.values().get(pk=nadia.pk),
        Event.objects.count(),
        nadia.diary.count(),
    ) == before


def test_hold_takes_waiting_letters_back_and_release_asks_again(
    desk: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    (asked,) = invite(nadia, [victor])
    post([letter("invitation", asked.uuid, now=NOON)])

    press(desk, nadia, "hold")
    assert (nadia.status, nadia.hold, nadia.next_wave_at) == (Status.HELD, Hold.STAFF, None)
    assert not nadia.invitations.exists()
    assert not Letter.objects.filter(kind="invitation").exists()

    press(desk, nadia, "release")
    assert (nadia.status, nadia.hold) == (Status.OPEN, "")
    assert nadia.next_wave_at


def test_a_referral_keeps_the_name_of_the_organisation_and_can_be_taken_back(
    desk: Client, nadia: HelpRequest
) -> None:
    assert "Write the name of the organisation." in press(desk, nadia, "refer")
    assert nadia.status == Status.OPEN

    press(desk, nadia, "refer", to="CPAS d’Ixelles")
    assert nadia.status == Status.REFERRED
    assert Event.objects.get(action="request.referred").detail == {"to": "CPAS d’Ixelles"}
    assert nadia.verified_by == ""

    press(desk, nadia, "release")
    assert nadia.status == Status.OPEN
    press(desk, nadia, "refer", to="CPAS d’Ixelles")
    press(desk, nadia, "done")
    assert nadia.status == Status.DONE


def test_nothing_is_held_or_referred_while_somebody_is_on_it(victor: Volunteer) -> None:
    row = cast.help_request(places=2)
    claims.claim(invite(row, [victor])[0], NOON)
    row.refresh_from_db()
    assert row.status == Status.OPEN

    with pytest.raises(lifecycle.IllegalMove):
        steering.hold(row, by="x", now=NOON)
    with pytest.raises(lifecycle.IllegalMove):
        steering.refer(row, "y", by="x", now=NOON)
    row.refresh_from_db()
    assert (row.status, Event.objects.filter(action="request.referred").count()) == (Status.OPEN, 0)


def test_ring_puts_it_on_the_call_list_and_names_who_did(desk: Client, nadia: HelpRequest) -> None:
    press(desk, nadia, "ring")

    assert nadia.handed_over_at
    assert Event.objects.get(action="request.ring").actor.startswith("staff:")
    assert list(HelpRequest.objects.to_ring_about()) == [nadia]


def test_wider_is_by_phone_and_twice_as_far(nadia: HelpRequest) -> None:
    near, far, farther = (
        cast.volunteer(at=Point(cast.FLAGEY.lat + km / 111.2, cast.FLAGEY.lon)) for km in (4, 8, 12)
    )
    now = timezone.now()
    dispatch.hand_over(nadia, now)
    assert [each.volunteer_id for each in calls.to_ring(nadia, 9, now)] == [near.pk]

    steering.widen(nadia, by="staff:1", now=now)
    nadia.refresh_from_db()

    assert [each.volunteer_id for each in calls.to_ring(nadia, 9, now)] == [near.pk, far.pk]
    HelpRequest.objects.filter(pk=nadia.pk).update(next_wave_at=NOON)
    nadia.refresh_from_db()
    dispatch.send_wave(nadia, NOON)
    assert [each.volunteer for each in nadia.invitations.all()] == [near], (
        "a letter goes no farther than before"
    )
    assert farther.travel_km == far.travel_km == 5


def test_ask_again_lets_the_next_letters_go_and_a_silent_volunteer_is_released(
    desk: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    later = timezone.now() + timedelta(hours=1)
    HelpRequest.objects.update(next_wave_at=later)
    press(desk, nadia, "again")
    assert nadia.next_wave_at
    assert nadia.next_wave_at < later
    claims.claim(invite(nadia, [victor])[0], NOON)

    press(desk, nadia, "release")

    assert (nadia.status, Match.objects.get().outcome) == (Status.OPEN, Outcome.RELEASED)
    assert Letter.objects.filter(kind="no_longer_needed").count() == 1


def test_only_who_may_change_requests_acts(nadia: HelpRequest, coordinator: User) -> None:
    reader = User.objects.create_user("otto", is_staff=True)
    browser = staff.browser_of(reader)

    assert [
        browser.get(url(nadia, "cancel")).status_code,
        browser.post(url(nadia, "cancel")).status_code,
    ] == [403] * 2
    assert staff.browser_of(coordinator).get(url(nadia, "nonsense")).status_code == 404
    assert Client().get(url(nadia, "cancel")).status_code == 302
