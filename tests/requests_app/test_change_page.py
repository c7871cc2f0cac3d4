"""The person changes the list by the link of her own page; two numbers do not show it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from matching import changes, claims, endings
from privacy.models import Event
from requests_app.models import HelpRequest
from tests.cast import NOON, invite
from tests.requests_app.conftest import own
from volunteers.models import Volunteer


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def path(row: HelpRequest) -> str:
    return reverse("requests:change", args=[row.token()])


def send(client: Client, row: HelpRequest, notes: str, was: str = "") -> str:
    """The page that follows."""
    data = {"notes": notes, "was": was or changes.seen(row)}
    return client.post(path(row), data, follow=True).content.decode()


def test_her_page_leads_to_the_list_and_does_not_show_it(client: Client, nadia: HelpRequest) -> None:
    shown = client.get(own(nadia)).content.decode()
    assert f'href="{path(nadia)}"' in shown
    assert escape(nadia.notes) not in shown, "who passes by the screen sees no list"
    assert escape(nadia.notes) in client.get(path(nadia)).content.decode()

    send(client, nadia, "one bread\r\ntwo lemons")

    nadia.refresh_from_db()
    assert nadia.notes == "one bread\ntwo lemons"
    assert Event.objects.get(subject=nadia.uuid, action="request.list_changed").actor == "requester"


def test_pressed_twice_it_is_one_change(client: Client, nadia: HelpRequest) -> None:
    was = changes.seen(nadia)

    pages = [send(client, nadia, "one bread", was) for _press in range(2)]

    assert all("There is a problem" not in page for page in pages)
    assert Event.objects.filter(subject=nadia.uuid, action="request.list_changed").count() == 1


def test_who_did_not_see_the_last_list_sees_it_and_keeps_what_was_typed(
    client: Client, nadia: HelpRequest
) -> None:
    was = changes.seen(nadia)
    changes.change(nadia, notes="of the daughter", phone=nadia.phone, was=was, by="staff:1", now=NOON)

    asked = send(client, nadia, "of the mother", was)

    assert "It was changed a moment ago." in asked
    assert "of the daughter" in asked
    assert "of the mother" in asked
    nadia.refresh_from_db()
    assert nadia.notes == "of the daughter"
    send(client, nadia, "of the mother")
    nadia.refresh_from_db()
    assert nadia.notes == "of the mother"


@pytest.mark.parametrize("notes", ["x" * 60_000, "x" * 2001])
def test_too_much_is_said_beside_the_field_and_kept(client: Client, nadia: HelpRequest, notes: str) -> None:
    asked = send(client, nadia, notes)

    assert "This is too long. Write 2000 letters at most." in asked
    assert "x" * 2001 in asked
    nadia.refresh_from_db()
    assert nadia.notes == "du lait, des oeufs"


def test_nothing_is_no_list_and_hostile_words_stay_words(client: Client, nadia: HelpRequest) -> None:
    send(client, nadia, "<script>alert(1)</script>")
    assert "&lt;script&gt;" in client.get(path(nadia)).content.decode()

    nadia.refresh_from_db()
    send(client, nadia, "  \u202e ")

    nadia.refresh_from_db()
    assert nadia.notes == ""


def test_she_cannot_change_the_number_by_it(client: Client, nadia: HelpRequest) -> None:
    before = nadia.phone

    client.post(path(nadia), {"notes": "x", "phone": "0470 99 99 99", "was": changes.seen(nadia)})

    nadia.refresh_from_db()
    assert (nadia.notes, nadia.phone) == ("x", before)


def test_what_has_ended_leads_back(client: Client, nadia: HelpRequest) -> None:
    endings.cancel(nadia, by="requester", now=NOON)

    assert client.get(path(nadia))["Location"] == own(nadia)
    assert client.post(path(nadia), {"notes": "x"})["Location"] == own(nadia)

    nadia.refresh_from_db()
    assert nadia.notes == "du lait, des oeufs"


def test_the_volunteer_sees_the_list_of_now(client: Client, nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    send(client, nadia, "one bread")

    page = client.get(reverse("matching:contact", args=[match.token()])).content.decode()
    assert "one bread" in page
    assert "du lait" not in page
