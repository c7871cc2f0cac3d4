"""The page of one request: how things stand, and the way out."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from letters.models import Letter
from matching import afterwards, claims
from privacy.models import Event
from requests_app import erasure
from requests_app.models import ENDED, HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.requests_app.conftest import own
from tests.requests_app.test_lifecycle import standing_at
from volunteers.models import Volunteer

SAYS = {
    Status.HELD: "Somebody of our team looks at your request first and rings you.",
    Status.OPEN: "We write to volunteers near you. They do not see your name or your address.",
    Status.MATCHED: "Somebody will help you",
    Status.REFERRED: "Another organisation near you takes care of it and will ring you.",
    Status.DONE: "We have heard that it is done. We hope that all is well.",
    Status.CANCELLED: "It was cancelled. Nobody will ring you about it any more.",
}


def cancel(help_request: HelpRequest) -> str:
    return reverse("requests:cancel", args=[help_request.token()])


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("status", Status)
def test_the_page_says_how_things_stand(client: Client, db: None, status: Status, language: str) -> None:
    made = standing_at(status)
    with translation.override(language):
        html = client.get(own(made)).content.decode()
        way_out = f'href="{cancel(made)}"'
        said = {each for each, words in SAYS.items() if escape(translation.gettext(words)) in html}

    assert said == {status} & set(SAYS)
    assert made.spoken_reference in html
    assert (made.code_word in html) is (status not in ENDED)
    assert (way_out in html) is (status not in ENDED)


def test_a_person_whom_nobody_could_help_is_told_whom_to_ring(client: Client, db: None) -> None:
    html = client.get(own(standing_at(Status.EXPIRED))).content.decode()

    assert html.count(settings.SERVICE["phone"]) >= 2, "in the frame and in the sentence"


def test_the_page_names_the_volunteer_by_first_name_only(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)

    html = client.get(own(nadia)).content.decode()

    assert "Victor" in html
    for personal in ("Horta", victor.email, victor.phone):
        assert personal not in html


def test_the_page_shows_nothing_of_the_person_to_whoever_finds_the_link(
    client: Client, nadia: HelpRequest
) -> None:
    html = client.get(own(nadia)).content.decode()

    for personal in ("Nadia", "Zephirine", "Canari", "3499", "34 99", "lait"):
        assert personal not in html.replace(nadia.token(), "").replace(nadia.spoken_reference, "")


def test_no_copy_of_the_page_is_kept_and_no_robot_lists_it(client: Client, nadia: HelpRequest) -> None:
    response = client.get(own(nadia))

    assert "no-store" in response["Cache-Control"]
    assert b'name="robots" content="noindex"' in response.content


def test_to_look_at_the_way_out_changes_nothing_and_a_press_cancels(
    client: Client, nadia: HelpRequest
) -> None:
    assert client.get(cancel(nadia)).status_code == 200
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN

    assert client.post(cancel(nadia))["Location"] == own(nadia)
    nadia.refresh_from_db()
    assert nadia.status == Status.CANCELLED


def test_cancelling_twice_or_too_late_is_harmless(client: Client, db: None) -> None:
    for status in ENDED:
        made = standing_at(status)
        assert client.post(cancel(made), follow=True).status_code == 200
        made.refresh_from_db()
        assert made.status == status


def test_who_was_on_it_is_told(client: Client, nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    client.post(cancel(nadia))

    assert Letter.objects.filter(kind="no_longer_needed", subject=match.uuid).count() == 1
    match.refresh_from_db()
    assert not match.is_live


def test_a_forgotten_request_has_no_page(client: Client, db: None) -> None:
    made = standing_at(Status.DONE)
    assert client.get(own(made)).status_code == 200

    erasure.forget_ended(NOON + timedelta(days=31))

    assert client.get(own(made)).status_code == client.post(cancel(made)).status_code == 404


def test_one_persons_link_is_not_anothers(client: Client, nadia: HelpRequest) -> None:
    other = cast.help_request()

    assert nadia.spoken_reference not in client.get(own(other)).content.decode()
    assert client.post(own(nadia)).status_code == 405


def test_the_two_numbers_open_the_two_buttons_too(client: Client, db: None) -> None:
    match = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], timezone.now())
    claims.done(match, "volunteer", timezone.now())
    button = reverse("requests:found_how_it_went")
    assert client.post(button, {"how": "nobody"}).headers["Location"] == reverse("requests:status")
    row = match.help_request
    numbers = {"reference": row.reference, "phone": row.phone[-4:]}
    html = client.post(reverse("requests:status"), numbers, follow=True).content.decode()
    assert button in html

    client.post(button, {"how": "nobody"})

    row.refresh_from_db()
    assert row.status == Status.OPEN


def test_who_has_ended_it_may_be_forgotten_at_once(client: Client, nadia: HelpRequest) -> None:
    page = reverse("requests:forget", args=[nadia.token()])
    client.post(cancel(nadia))
    assert f'href="{page}"' in client.get(own(nadia)).content.decode()
    assert client.get(page).status_code == 200

    answers = [client.post(page)["Location"] for _press in range(2)]

    nadia.refresh_from_db()
    assert answers == [reverse("requests:forgotten")] * 2
    assert [getattr(nadia, name) for name in erasure.PERSONAL] == [""] * len(erasure.PERSONAL)
    assert nadia.erased_at is not None
    assert nadia.lat is None
    assert Event.objects.filter(action="request.forgotten", subject=nadia.uuid).count() == 1
    assert client.get(own(nadia)).status_code == 404


def test_what_is_under_way_is_not_forgotten(client: Client, nadia: HelpRequest) -> None:
    page = reverse("requests:forget", args=[nadia.token()])

    assert client.get(page)["Location"] == client.post(page)["Location"] == cancel(nadia)

    nadia.refresh_from_db()
    assert nadia.name
    assert nadia.erased_at is None


def test_nobody_asks_how_it_went_of_whom_nobody_knows(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    claims.done(match, "volunteer", NOON)
    assert afterwards.may_be_answered(nadia, NOON)

    client.post(reverse("requests:forget", args=[nadia.token()]))

    assert not afterwards.may_be_answered(nadia, NOON)
    assert not afterwards.nobody_came(nadia, by="requester", now=NOON)
