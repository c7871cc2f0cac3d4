"""Pausing, being blocked, leaving: what stops, what is given back, what is forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from letters import kinds
from letters.models import Letter
from matching import claims, clock, endings
from matching.models import Match, Outcome
from privacy.models import Event
from privacy.retention import CONFIRMATION_LINK
from requests_app.models import HelpRequest
from requests_app.models import Status as RequestStatus
from tests import cast
from tests.cast import NOON, invite
from tests.privacy.test_crypto import raw
from tests.volunteers.conftest import in_step, url
from volunteers import membership, whereabouts
from volunteers.models import Reach, Status, Volunteer

MONTH = timedelta(days=30)
VERBS: dict[str, Callable[[Volunteer], object]] = {
    "place": lambda each: whereabouts.place(each, NOON),
    "pause": lambda each: membership.pause(each, NOON + MONTH),
    "resume": lambda each: membership.pause(each, None),
    "block": lambda each: membership.block(each, "staff:1", NOON),
    "approve": lambda each: membership.approve(each, "staff:1", "by phone", NOON),
    "confirm": lambda each: membership.confirm(each, NOON),
    "leave": lambda each: membership.leave(each, NOON),
}


def own(volunteer: Volunteer) -> str:
    return url("own", volunteer.token("own"))


def active(volunteer: Volunteer) -> set[bool]:
    return set(Reach.objects.filter(volunteer=volunteer).values_list("active", flat=True))


@pytest.mark.parametrize("first", VERBS)
@pytest.mark.parametrize("second", VERBS)
def test_the_search_rows_are_in_step_after_every_verb(victor: Volunteer, first: str, second: str) -> None:
    for verb in (first, second):
        VERBS[verb](victor)
        assert in_step(victor), verb


def test_rows_that_are_out_of_step_are_noticed(victor: Volunteer) -> None:
    assert in_step(victor)
    Reach.objects.update(active=False)

    assert not in_step(victor)


def test_a_pause_stops_letters_and_coming_back_starts_them(client: Client, victor: Volunteer) -> None:
    path = url("pause", victor.token("own"))

    assert client.post(path, {"length": "week"})["Location"] == own(victor)
    victor.refresh_from_db()
    assert victor.paused_until
    assert abs(victor.paused_until - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert active(victor) == {False}
    assert client.get(own(victor)).context["paused"] is True

    client.post(path, {"resume": "1"})
    victor.refresh_from_db()
    assert victor.paused_until is None
    assert active(victor) == {True}
    assert client.get(own(victor)).context["paused"] is False


@pytest.mark.parametrize("typed", [{}, {"length": "for ever"}, {"length": ""}])
def test_a_pause_without_a_length_is_asked_again(
    client: Client, victor: Volunteer, typed: dict[str, str]
) -> None:
    response = client.post(url("pause", victor.token("own")), typed, follow=True)

    assert b'id="id_length_error"' in response.content
    assert active(victor) == {True}


def test_pauses_and_pages_are_not_changed_by_looking(client: Client, victor: Volunteer) -> None:
    assert client.get(url("pause", victor.token("own"))).status_code == 405
    for path in (own(victor), url("leave", victor.token("own"))):
        assert client.get(path).status_code == 200

    victor.refresh_from_db()
    assert victor.status == Status.ACTIVE


def test_who_paused_until_yesterday_is_found_again_by_the_clock(victor: Volunteer) -> None:
    membership.pause(victor, NOON)
    assert active(victor) == {False}

    clock.sweep(NOON)

    assert active(victor) == {True}


def test_who_leaves_is_a_row_without_a_person(client: Client, db: None) -> None:
    victor = cast.volunteer(street="Rue Américaine 25", email="victor@example.org")
    index = raw(Volunteer, victor.pk)["email_index"]
    assert index

    assert client.post(url("leave", victor.token("own")))["Location"] == url("goodbye")

    row = raw(Volunteer, victor.pk)
    for name in ("name", "email", "phone", "street", "phone_index"):
        assert row[name] == "", name
    assert row["email_index"] is None
    assert (row["status"], Reach.objects.count()) == (Status.LEFT, 0)
    assert membership.find_by_email("victor@example.org") is None
    assert client.get(own(victor)).status_code == 410
    assert client.post(url("leave", victor.token("own"))).status_code == 410
    assert Event.objects.filter(action="volunteer.left").count() == 1


def test_who_has_left_may_come_back_as_somebody_new(victor: Volunteer) -> None:
    membership.leave(victor, NOON)
    membership.register(cast.sign_up(email=victor.email), NOON)

    assert Volunteer.objects.count() == 2
    assert Volunteer.objects.filter(status=Status.UNCONFIRMED).count() == 1


@pytest.mark.parametrize(
    ("go", "outcome"),
    [
        (lambda each: endings.volunteer_leaves(each, NOON), Outcome.GIVEN_BACK),
        (lambda each: endings.block_volunteer(each, by="staff:1", now=NOON), Outcome.RELEASED),
    ],
)
def test_what_he_had_taken_on_is_offered_to_others(
    nadia: HelpRequest, victor: Volunteer, go: Callable[[Volunteer], None], outcome: Outcome
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)

    go(victor)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.taken, nadia.next_wave_at) == (RequestStatus.OPEN, 0, NOON)
    assert Match.objects.get().outcome == outcome
    assert not active(victor) - {False}


def test_who_is_blocked_opens_nothing_with_any_of_his_links(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    (asked,) = invite(cast.help_request(), [victor])
    paths = [own(victor), url("leave", victor.token("own")), f"/v/{asked.token()}/", f"/c/{match.token()}/"]
    paths[2:] = [f"/fr{path}" for path in paths[2:]]
    assert [client.get(path).status_code for path in paths] == [200] * 4

    endings.block_volunteer(victor, by="staff:1", now=NOON)

    assert [client.get(path).status_code for path in paths] == [410, 410, 404, 404]
    assert client.post(url("pause", victor.token("own")), {"resume": "1"}).status_code == 410
    assert active(victor) == {False}


def test_his_own_page_shows_his_tasks_and_not_their_persons(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    html = client.get(own(victor)).content.decode()

    assert nadia.spoken_reference in html
    assert match.token() not in html, "this page may be forwarded; the claimer's letter leads to the person"
    for personal in ("Nadia", "Zephirine", "Canari", nadia.code_word):
        assert personal not in html


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "gone"},
        {"status": "active", "confirmed_at": None},
        {"status": "left", "left_at": None},
        {"status": "left", "left_at": NOON},
        {"travel_km": 0},
        {"travel_km": 21},
        {"lat": None},
        {"located_at": None},
    ],
)
def test_the_database_refuses_impossible_volunteers(victor: Volunteer, facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=victor.pk).update(**facts)


def test_the_list_of_the_office_shows_initials_only(victor: Volunteer) -> None:
    assert str(victor) == "V… H…, 1050"


def test_leaving_takes_the_point_too(victor: Volunteer) -> None:
    membership.leave(victor, NOON)

    victor.refresh_from_db()
    assert (victor.lat, victor.lon, victor.located_at) == (None, None, None)
    assert (victor.precision, victor.source) == ("", "")


def test_a_sign_up_at_the_moment_of_the_confirmation_does_not_undo_it(
    unconfirmed: Volunteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = membership.find_by_email

    def confirmed_meanwhile(email: str) -> Volunteer | None:
        found = find(email)
        membership.confirm(Volunteer.objects.get(pk=unconfirmed.pk), NOON)
        return found

    monkeypatch.setattr(membership, "find_by_email", confirmed_meanwhile)
    membership.register(cast.sign_up(email=unconfirmed.email), NOON)

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.ACTIVE


def test_who_was_blocked_before_confirming_gets_no_letter_and_no_way_in(unconfirmed: Volunteer) -> None:
    membership.block(unconfirmed, "staff:1", NOON)
    before = Letter.objects.count()

    membership.register(cast.sign_up(email=unconfirmed.email), NOON + timedelta(hours=2))

    assert Letter.objects.count() == before
    assert kinds.kind("volunteer_confirm").compose(unconfirmed.uuid) is None


def test_an_old_link_cannot_renew_itself(client: Client, unconfirmed: Volunteer) -> None:
    Volunteer.objects.update(registered_at=timezone.now() - CONFIRMATION_LINK)
    old = url("confirm", unconfirmed.token("confirm"))

    assert client.post(old).status_code == 302
    assert client.post(old).status_code == 410

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.UNCONFIRMED
