"""The page on which somebody becomes a volunteer."""

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from letters.models import Letter
from letters.send import deliver
from tests import cast
from tests.volunteers.conftest import FORM, url
from volunteers.forms import RegistrationForm
from volunteers.models import Status, Volunteer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
REQUIRED = ["name", "email", "phone", "postcode", "kinds", "languages", "travel_km", "charter"]
TYPED = ("name", "email", "phone", "postcode", "street")
WRONG: dict[str, Any] = {
    "name": "12345",
    "email": "victor@",
    "phone": "12",
    "postcode": "99999",
    "kinds": ["fly"],
    "languages": ["xx"],
    "travel_km": "7",
}


def beside(html: str, field: str) -> str:
    """The error that stands beside a field, as the reader gets it."""
    marker = f'id="id_{field}_error">'
    assert marker in html, f"{field} has no error beside it"
    return html.split(marker)[1].split("</span>")[1].split("</p>")[0]


def test_the_page_asks_eight_things_and_no_more(db: None) -> None:
    required = [name for name, field in RegistrationForm().fields.items() if field.required]

    assert required == REQUIRED
    assert [name for name in RegistrationForm().fields if name not in required] == ["street"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_says_beside_each_field_what_is_missing(
    client: Client, db: None, language: str
) -> None:
    with translation.override(language):
        html = client.post(url("register"), dict.fromkeys(TYPED, ""), follow=True).content.decode()
        expected = {name: RegistrationForm().fields[name].error_messages["required"] for name in REQUIRED}
        for name, message in expected.items():
            assert beside(html, name) == escape(str(message))
    assert f'<html lang="{language}">' in html
    assert html.count('class="error"') == len(REQUIRED)
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", WRONG)
def test_one_mistake_is_named_beside_its_field_and_all_else_is_kept(
    client: Client, db: None, field: str, language: str
) -> None:
    typed = FORM | {"street": "Rue O’Neill 3", field: WRONG[field]}
    with translation.override(language):
        html = client.post(url("register"), typed, follow=True).content.decode()
        (expected,) = RegistrationForm(typed).errors[field]

    assert beside(html, field) == escape(expected)
    assert html.count('class="error"') == 1
    for name in TYPED:
        assert f'value="{escape(typed[name])}"' in html
    kept = {name: typed[name] for name in ("kinds", "languages") if name != field}
    for values in kept.values():
        for value in values:
            assert f'value="{value}"' in html
            assert "checked" in html.split(f'value="{value}"')[1].split(">")[0]
    assert not Volunteer.objects.exists()


def test_what_was_written_well_is_taken_down_cleaned(client: Client, db: None) -> None:
    with translation.override("nl"):
        client.post(url("register"), FORM | {"name": "  Victor \u202e Horta\n", "phone": "0470/12.34.56"})

    made = Volunteer.objects.get()
    assert (made.name, made.phone, made.postcode, made.kinds) == ("Victor Horta", "+32470123456", "1050", 3)
    assert (made.status, made.language, made.languages) == (Status.UNCONFIRMED, "nl", ["fr", "nl"])
    assert not made.reaches.exists(), "nobody is found before he has confirmed"


def test_nothing_is_ticked_for_him_but_the_language_of_the_page(client: Client, db: None) -> None:
    with translation.override("de"):
        html = client.get(url("register")).content.decode()

    ticked = [part.split(">")[0] for part in html.split("<input")[1:] if "checked" in part.split(">")[0]]
    assert [part.split('value="')[1].split('"')[0] for part in ticked] == ["de", "5"]


def test_a_known_address_gets_the_very_same_answer_and_another_letter(client: Client, db: None) -> None:
    known = cast.volunteer(email="known@example.org")
    Letter.objects.all().delete()

    answers = []
    for address in ("known@example.org", "KNOWN@Example.org", "new@example.org"):
        response = Client().post(url("register"), FORM | {"email": address}, follow=True)
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        answers.append((response.status_code, response.redirect_chain, headers, response.content))

    assert answers[0] == answers[1] == answers[2]
    kinds = {letter.subject: letter.kind for letter in Letter.objects.all()}
    assert kinds[known.uuid] == "volunteer_known"
    assert sorted(kinds.values()) == ["volunteer_confirm", "volunteer_known"]
    known.refresh_from_db()
    assert (known.status, known.phone) == (Status.ACTIVE, known.phone)


def test_the_two_letters_go_to_the_same_place_and_say_different_things(client: Client, db: None) -> None:
    cast.volunteer(email="known@example.org")
    Letter.objects.all().delete()
    for address in ("known@example.org", "new@example.org"):
        client.post(url("register"), FORM | {"email": address})
    deliver()

    letters = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    assert set(letters) == {"known@example.org", "new@example.org"}
    assert letters["known@example.org"] != letters["new@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "=cmd@b.be", "+a@b.be", "-a@b.be", "@a@b.be", '"a b"@b.be', "<script>@b.be", "a@b.be,c@d.be",
        "a@b.be\nBcc: c@d.be",
        "a@b", "a b@c.be", "a\0@b.be", "é@b.be", "a@b.be;x", "a'@<b>.be", f"{'a' * 250}@b.be",
    ],
)  # fmt: skip
def test_an_address_that_carries_a_script_or_a_formula_is_refused(
    client: Client, db: None, address: str
) -> None:
    response = client.post(url("register"), FORM | {"email": address}, follow=True)

    assert response.context["form"].errors["email"]
    assert "<script>@" not in response.content.decode()
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("address", ["o'neill@b.be", "v.h+covid@mail.b.be", "Victor_H@B.BE", "7@b.be"])
def test_an_ordinary_address_is_taken(client: Client, db: None, address: str) -> None:
    assert client.post(url("register"), FORM | {"email": address}).status_code == 302


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_a_script_in_a_name_comes_back_as_words(client: Client, db: None, name: str) -> None:
    html = client.post(url("register"), FORM | {"name": name, "email": ""}, follow=True).content.decode()

    assert (name in html) is (name == escape(name)), "only what needs no escape stands as it was"
    assert f'value="{escape(name)}"' in html


@pytest.mark.parametrize("field", ["name", "email", "phone", "postcode", "street", "travel_km", "kinds"])
@pytest.mark.parametrize("junk", ["x" * 10_000, "\0", "\u202e", "٣٤٥٦", "-1", "1e9"])
def test_junk_in_any_field_is_an_answer_and_not_a_breakdown(
    client: Client, db: None, field: str, junk: str
) -> None:
    assert client.post(url("register"), FORM | {field: junk}, follow=True).status_code == 200


def test_an_offer_that_is_sent_twice_counts_once(client: Client, db: None) -> None:
    client.post(url("register"), FORM | {"kinds": ["groceries", "groceries"], "languages": ["fr", "fr"]})

    assert Volunteer.objects.get().kinds == 1
