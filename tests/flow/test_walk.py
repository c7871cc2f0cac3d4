"""One row walks through the whole house: web pages, a real worker, real letters, to the word done."""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from letters.models import Letter
from letters.models import Status as LetterStatus
from matching.models import Match, Outcome
from requests_app.models import HelpRequest, Status, StatusChange
from tests.flow.conftest import MailServer, wait_for
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://testserver(/\S+)")


def body(letter: EmailMessage) -> str:
    """The text part of a letter."""
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def first_link(letter: EmailMessage) -> str:
    """The path behind a letter's button."""
    found = LINK.search(body(letter))
    assert found, body(letter)
    return found.group(1)


def register(client: Client, email: str, language: str) -> None:
    """Somebody fills in the volunteers' page."""
    with translation.override(language):
        page = reverse("volunteers:register")
    answers = {
        "name": "Victor Horta", "email": email, "phone": "0470 12 34 56", "postcode": "1050 Ixelles",
        "kinds": ["groceries", "errand"], "languages": ["fr", "nl"], "travel_km": "5", "charter": "on",
    }  # fmt: skip
    assert client.post(page, answers).status_code == 302


def ask(client: Client, language: str) -> str:
    """Somebody fills in the questions; gives the address of the confirmation."""
    steps: list[tuple[str, dict[str, Any]]] = [
        ("what", {"kind": "chemist"}),
        ("where", {"postcode": "1050 Ixelles", "street": "Rue du Canari 77"}),
        ("who", {"name": "Nadia Zephirine", "phone": "02 512 34 99", "languages": ["fr"]}),
        ("list", {"notes": "sirop"}),
    ]
    with translation.override(language):
        paths = {
            step: reverse("requests:ask_step", args=[step])
            for step in ("what", "where", "who", "list", "check")
        }
    for step, answers in steps:
        posted = {f"{step}-{name}": value for name, value in answers.items()}
        response = client.post(paths[step], posted | {"ask_wizard-current_step": step})
        assert response.status_code == 302, response.context["form"].errors
    check = client.get(paths["check"])
    key = str(check.context["form"]["form_key"].value())
    last = {"check-consent": "on", "check-form_key": key, "ask_wizard-current_step": "check"}
    response = client.post(paths["check"], last)
    assert response.status_code == 302
    return str(response["Location"])


def become_volunteer(ledger: MailServer, email: str, language: str) -> Volunteer:
    """Register, open the letter, press the button, and wait until the map room has seen the place."""
    client = Client()
    register(client, email, language)
    (letter,) = wait_for(lambda: ledger.to(email))
    client.post(first_link(letter))
    placed = Volunteer.objects.filter(located_at__isnull=False, reaches__active=True)
    volunteer: Volunteer = wait_for(placed.first)
    return volunteer


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_from_a_form_to_done(worker: MailServer, language: str) -> None:
    become_volunteer(worker, "victor@example.org", language)
    own_page = ask(Client(), "fr")
    assert HelpRequest.objects.get().spoken_reference in Client().get(own_page).content.decode()

    invitation = wait_for(lambda: worker.to("victor@example.org")[2:3])[0]
    for secret in ("Zephirine", "Canari", "34 99", "sirop", "harmacie", "poth"):
        assert secret not in body(invitation) + invitation["Subject"]
    assert "1050" in body(invitation)

    phone = Client()
    page = first_link(invitation)
    assert phone.post(page, {})["Location"].endswith(page)  # no promise, no claim
    assert Match.objects.count() == 0
    contact_page = phone.post(page, {"promise": "on"})["Location"]
    assert "Zephirine" in phone.get(contact_page).content.decode()
    contact = wait_for(lambda: worker.to("victor@example.org")[3:4])[0]
    request = HelpRequest.objects.get()
    for fact in ("Nadia Zephirine", "Rue du Canari 77", "02 512 34 99", "sirop", request.code_word):
        assert fact in body(contact)
    assert first_link(contact) == contact_page

    phone.post(f"{contact_page}done/")

    request.refresh_from_db()
    assert request.status == Status.DONE
    assert Match.objects.get().outcome == Outcome.DONE
    assert "Zephirine" not in phone.get(contact_page).content.decode()
    moves = StatusChange.objects.filter(help_request=request).values_list("old", "new")
    assert list(moves) == [("", "open"), ("open", "matched"), ("matched", "done")]
    assert set(Letter.objects.values_list("status", flat=True)) == {LetterStatus.SENT}


def test_what_is_given_back_goes_to_the_next_volunteer_at_once(worker: MailServer) -> None:
    become_volunteer(worker, "victor@example.org", "fr")
    ask(Client(), "fr")
    invitation = wait_for(lambda: worker.to("victor@example.org")[2:3])[0]
    contact_page = Client().post(first_link(invitation), {"promise": "on"})["Location"]
    client = Client()
    register(client, "wim@example.org", "nl")
    (letter,) = wait_for(lambda: worker.to("wim@example.org"))
    client.post(first_link(letter))
    wait_for(lambda: Volunteer.objects.filter(located_at__isnull=False).count() == 2)

    Client().post(f"{contact_page}back/")

    second = wait_for(lambda: worker.to("wim@example.org")[2:3])[0]
    assert Client().post(first_link(second), {"promise": "on"}).status_code == 302
    request = HelpRequest.objects.get()
    assert request.status == Status.MATCHED
    assert request.next_wave_at is None
    outcomes = Match.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.GIVEN_BACK, Outcome.LIVE]
    assert request.due_at > timezone.now() + timedelta(hours=20)
