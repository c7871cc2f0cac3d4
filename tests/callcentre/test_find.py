"""Finding a request for a caller: masked until it is opened, written down when it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import finding
from matching import claims, dispatch, endings
from privacy.models import Event
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """An operator's browser."""
    browser = Client(headers={"Accept-Language": "nl"})
    return staff.log_in(browser, staff.member("operator"))


@pytest.fixture
def nadia() -> HelpRequest:
    """Nadia's request, of today."""
    row = cast.help_request(now=timezone.now())
    Event.objects.all().delete()
    return row


def opened(client: Client, row: HelpRequest) -> str:
    """The page that comes after the press that opens it."""
    told = reverse("callcentre:told")
    return str(client.post(told, {"uuid": row.uuid.hex}, follow=True).content.decode())


def look(client: Client, what: str) -> Any:
    """Type it and press Enter."""
    return client.post(reverse("callcentre:find"), {"what": what})


@pytest.mark.parametrize("what", ["reference", "02 512 34 99", "zephirine", "Nadia Zefirine", "nad"])
def test_it_is_found_by_number_phone_or_name_and_shown_masked(
    client: Client, nadia: HelpRequest, what: str
) -> None:
    response = look(client, nadia.spoken_reference if what == "reference" else what)
    html = response.content.decode().replace(f'value="{what}"', "")  # what was typed stands there again

    assert [each.row for each in response.context["hits"]] == [nadia]
    assert "N… Z…" in html
    assert not [word for word in ("Nadia", "Zephirine</", "Canari", "512 34 99<") if word in html]
    assert [event.action for event in Event.objects.filter(subject=nadia.uuid)] == ["request.found"]


@pytest.mark.parametrize("what", ["999999", "02 512 34 98", "Dupont", "Nadia Dupont", "-"])
def test_what_is_not_there_is_not_found(client: Client, nadia: HelpRequest, what: str) -> None:
    assert look(client, what).context["hits"] == []


@pytest.mark.parametrize("facts", [{"erased_at": cast.NOON}, {"created_at": cast.NOON - timedelta(days=90)}])
def test_erased_and_old_names_are_not_found(
    client: Client, nadia: HelpRequest, facts: dict[str, Any]
) -> None:
    HelpRequest.objects.filter(pk=nadia.pk).update(**facts)

    assert look(client, "Zephirine").context["hits"] == []


def test_nobody_goes_through_the_list_name_by_name(client: Client, nadia: HelpRequest) -> None:
    for _search in range(finding.NAMES_AN_HOUR.most):
        assert look(client, "Zephirine").status_code == 200

    assert look(client, "Zephirine").status_code == 429
    assert look(client, nadia.reference).status_code == 200


def test_who_opens_it_sees_all_and_stands_in_the_books(client: Client, nadia: HelpRequest) -> None:
    html = opened(client, nadia)

    for fact in ("Nadia Zephirine", "02 512 34 99", "Rue du Canari 77", nadia.code_word):
        assert fact in html
    (event,) = Event.objects.filter(subject=nadia.uuid)
    assert (event.action, event.actor.partition(":")[0]) == ("request.revealed", "staff")


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "../" * 9])
def test_what_is_no_request_cannot_be_opened(client: Client, key: str) -> None:
    assert client.post(reverse("callcentre:told"), {"uuid": key}).status_code == 404
    assert client.get(reverse("callcentre:told")).status_code == 405


def test_the_sentence_to_tell_is_in_the_callers_language_in_every_state(client: Client) -> None:
    now = timezone.now()
    states: dict[str, Any] = {
        "Nous demandons": lambda row: None,
        "notre équipe téléphone": lambda row: dispatch.hand_over(row, now),
        "Victor a dit oui": lambda row: claims.claim(cast.invite(row, [cast.volunteer()])[0], now),
        "personne n’a répondu": lambda row: lifecycle.move(
            row, Status.HELD, by="staff:1", now=now, hold=Hold.NOT_REACHED
        ),
        "votre adresse": lambda row: lifecycle.move(
            row, Status.HELD, by="staff:1", now=now, hold=Hold.NO_PLACE
        ),
        "D’abord, quelqu’un": lambda row: lifecycle.move(
            row, Status.HELD, by="staff:1", now=now, hold=Hold.STAFF
        ),
        "annulée": lambda row: endings.cancel(row, by="requester", now=now),
        "désolés": lambda row: endings.expire(row, now=now),
        "autre organisation": lambda row: lifecycle.move(row, Status.REFERRED, by="staff:1", now=now),
    }
    for words, act in states.items():
        row = cast.help_request(now=now)
        act(row)
        html = opened(client, row)
        assert words in html.partition('class="said" lang="fr"')[2].partition("</p>")[0], words


def test_a_name_that_is_not_found_says_that_only_what_goes_on_is_looked_through(
    client: Client, nadia: HelpRequest
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    endings.cancel(nadia, by="requester", now=timezone.now())

    assert "By name only requests that go on" in look(client, "Zephirine").content.decode()
    assert "By name only requests that go on" not in look(client, "999999").content.decode()
