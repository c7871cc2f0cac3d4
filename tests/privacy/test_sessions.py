"""A half-filled form is personal data: it waits behind a lock."""

import base64
import zlib
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

WHERE = {
    "ask_wizard-current_step": "where",
    "where-postcode": "1050 Ixelles",
    "where-street": "Rue du Canari 77",
}
WHAT = {"ask_wizard-current_step": "what", "what-kind": "groceries", "what-when": ""}


def url(step: str) -> str:
    return reverse("requests:ask_step", args=[step])


@pytest.fixture
def visitor(client: Client, db: None) -> Client:
    """Somebody who has filled in the first two pages."""
    client.post(url("what"), WHAT)
    assert client.post(url("where"), WHERE)["Location"] == url("who")
    return client


def opened(text: str) -> bytes:
    """Whatever can be read in a session's column without our keys: signature off, base64, deflate."""
    payload = text.split(":")[0].lstrip(".")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return zlib.decompress(raw) if text.startswith(".") else raw


def test_the_row_of_a_session_says_nothing_of_what_was_typed(visitor: Client) -> None:
    (row,) = Session.objects.all()

    for typed in ("Canari", "1050", "groceries"):
        assert typed not in row.session_data
        assert typed.encode() not in opened(row.session_data)
    assert b"Rue du Canari 77" in visitor.get(url("where")).content, "and yet it is there"


def test_the_same_look_inside_would_read_an_unlocked_session(settings: Any, visitor: Client) -> None:
    settings.SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
    other = Client()
    other.post(url("what"), WHAT)
    other.post(url("where"), WHERE)

    row = Session.objects.get(session_key=other.cookies[settings.SESSION_COOKIE_NAME].value)
    assert b"Canari" in opened(row.session_data)


@pytest.mark.parametrize("tampered", ["", "garbage", "a:b:c", ".eJw:1:x", "é", "x" * 10_000])
def test_a_tampered_session_is_an_empty_one(visitor: Client, tampered: str) -> None:
    Session.objects.update(session_data=tampered)

    page = visitor.get(url("where"), follow=True)

    assert page.redirect_chain == [(url("what"), 302)]
    assert page.status_code == 200
    assert b"Canari" not in page.content


def test_a_session_whose_key_is_lost_is_an_empty_one(visitor: Client, settings: Any) -> None:
    settings.PRIVACY_KEYS = [Fernet.generate_key().decode()]

    page = visitor.get(url("where"), follow=True)

    assert page.redirect_chain == [(url("what"), 302)]
    assert page.status_code == 200
    assert b"Canari" not in page.content


def test_a_session_outlives_a_change_of_keys(visitor: Client, settings: Any) -> None:
    settings.PRIVACY_KEYS = [Fernet.generate_key().decode(), *settings.PRIVACY_KEYS]

    assert b"Canari" in visitor.get(url("where")).content
