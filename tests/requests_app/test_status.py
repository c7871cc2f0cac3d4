"""How a request stands, for who knows its number and the end of a phone number by heart."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from matching import claims
from requests_app import erasure, finding
from requests_app.intake import take_down
from requests_app.models import Channel, HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.requests_app.test_lifecycle import standing_at
from volunteers.models import Volunteer

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def page() -> str:
    return reverse("requests:status")


def shown() -> str:
    return reverse("requests:found")


def look(client: Client, reference: str, phone: str = "3499", **extra: Any) -> Any:
    return client.post(page(), {"reference": reference, "phone": phone}, **extra)


def another(reference: str) -> str:
    """A number that no request has."""
    return f"{(int(reference) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("status", Status)
def test_both_numbers_show_how_things_stand(client: Client, db: None, status: Status, language: str) -> None:
    made = standing_at(status)
    with translation.override(language):
        response = look(client, made.spoken_reference, "34 99")
        assert response["Location"] == shown(), "no number and no name in the address"
        html = client.get(shown()).content.decode()

    assert made.spoken_reference in html
    assert made.code_word not in html
    for personal in ("Nadia", "Zephirine", "Canari", "lait", made.token()):
        assert personal not in html


def test_one_who_asked_by_phone_and_has_no_address_finds_his_request_too(client: Client, db: None) -> None:
    made = take_down(cast.ask(email=""), channel=Channel.PHONE, now=NOON)

    assert look(client, made.reference)["Location"] == shown()


def test_the_volunteer_who_said_yes_is_named_by_first_name(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)
    look(client, nadia.reference)
    html = client.get(shown()).content.decode()

    assert "Victor" in html
    assert "Horta" not in html


@pytest.mark.parametrize(
    "written",
    ["{0}", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} ", "{0[0]}-{0[1]}.{0[2]} {0[3]} {0[4]}/{0[5]}"],
)
@pytest.mark.parametrize("phone", ["3499", "34 99", "02 512 34 99", "+32 2 512 34.99", "٣٤٩٩"])
def test_numbers_are_read_as_people_write_them(
    client: Client, nadia: HelpRequest, written: str, phone: str
) -> None:
    assert look(client, written.format(nadia.reference), phone)["Location"] == shown()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("reference", ""),
        ("reference", "12345"),
        ("reference", "abcdef"),
        ("phone", ""),
        ("phone", "349"),
        ("phone", "x"),
    ],
)
def test_what_cannot_be_a_number_is_told_beside_its_field_and_stays(
    client: Client, nadia: HelpRequest, field: str, text: str
) -> None:
    response = client.post(page(), {"reference": nadia.reference, "phone": "3499", field: text})
    form = client.get(response["Location"]).context["form"]

    assert response["Location"] == page()
    assert list(form.errors) == [field]
    assert form[field].value() == text


def answer(client: Client, reference: str, phone: str) -> tuple[Any, list[str], bytes]:
    """What a wrong pair of numbers is answered with: status and headers, statements, the page."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        posted = look(client, reference, phone)
    html = client.get(page()).content.replace(reference.encode(), b"").replace(phone.encode(), b"")
    statements = [query["sql"].split(" ")[0] for query in seen]
    return (posted.status_code, posted["Location"]), statements, TOKEN.sub(b"", html)


def test_a_wrong_number_and_a_wrong_phone_have_the_same_answer(nadia: HelpRequest) -> None:
    wrong_number = answer(Client(), another(nadia.reference), "3499")
    wrong_phone = answer(Client(), nadia.reference, "3490")
    both = answer(Client(), another(another(nadia.reference)), "3490")

    assert wrong_number == wrong_phone == both
    assert b'id="id_reference_error"' in wrong_phone[2]
    assert look(Client(), nadia.reference)["Location"] == shown(), "the control: the right pair opens"


def test_an_erased_request_is_answered_like_one_that_never_was(nadia: HelpRequest) -> None:
    HelpRequest.objects.update(status=Status.DONE, ended_at=NOON)
    erasure.forget_ended(NOON + timedelta(days=31))

    assert answer(Client(), nadia.reference, "3499") == answer(Client(), another(nadia.reference), "3499")
    assert answer(Client(), nadia.reference, "")[0] == (302, page())


def test_a_phone_number_is_opened_also_where_there_is_no_request(
    nadia: HelpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def decrypt(text: str) -> str:
        opened.append(text)
        return "+00000000000"

    monkeypatch.setattr(finding, "decrypt", decrypt)

    finding.find(another(nadia.reference), "3499", "", timezone.now())

    assert len(opened) == 1


def test_ten_wrong_guesses_at_one_number_are_the_last_of_the_day_wherever_they_come_from(
    nadia: HelpRequest,
) -> None:
    for guess in range(10):
        assert look(Client(REMOTE_ADDR=f"10.0.0.{guess}"), nadia.reference, f"{guess:04d}").status_code == 302

    late = look(Client(REMOTE_ADDR="10.0.1.1"), nadia.reference)

    assert (late.status_code, late["Retry-After"]) == (429, "3600")
    other = Client(REMOTE_ADDR="10.0.1.1")
    for _guess in range(10):
        look(other, another(nadia.reference))
    assert look(other, another(nadia.reference)).status_code == 429, "also for a number that nobody has"


def test_the_right_answer_does_not_count_against_the_number(nadia: HelpRequest) -> None:
    for visit in range(15):
        assert look(Client(REMOTE_ADDR=f"10.0.2.{visit}"), nadia.reference)["Location"] == shown()


def test_one_address_tries_thirty_times_an_hour(nadia: HelpRequest) -> None:
    numbers = [f"{number:06d}" for number in range(31) if f"{number:06d}" != nadia.reference]
    codes = [look(Client(), number).status_code for number in numbers[:30]]

    assert set(codes) == {302}
    assert look(Client(), nadia.reference).status_code == 429
    assert look(Client(REMOTE_ADDR="10.0.0.9"), nadia.reference).status_code == 302


def test_what_was_found_is_shown_again_after_back_and_not_to_whoever_comes_later(
    client: Client, nadia: HelpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(client, nadia.reference)
    assert client.get(page()).status_code == client.get(shown()).status_code == 200
    assert Client().get(shown())["Location"] == page()

    session = client.session
    session["status_found"]["until"] -= 16 * 60
    session.save()

    assert client.get(shown())["Location"] == page()
    assert client.post(reverse("requests:found_cancel"))["Location"] == page()
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN


def test_a_press_cancels_and_a_second_one_is_harmless(client: Client, nadia: HelpRequest) -> None:
    look(client, nadia.reference)
    way_out = reverse("requests:found_cancel")
    assert f'href="{way_out}"' in client.get(shown()).content.decode()
    assert client.get(way_out).status_code == 200
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN

    for _press in range(2):
        assert client.post(way_out)["Location"] == shown()
    nadia.refresh_from_db()
    assert nadia.status == Status.CANCELLED
    assert client.get(shown()).status_code == 200
