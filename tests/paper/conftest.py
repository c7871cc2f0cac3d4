"""A neighbour before a door, with a phone in his hand."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from paper import codes
from requests_app.models import HelpRequest
from tests.cast import NOON

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"}
PAGE: dict[str, Any] = {
    "name": "Noor Peeters",
    "email": "noor@example.org",
    "phone": "0470 12 34 56",
    "postcode": "1030",
    "kinds": ["groceries"],
    "languages": ["fr"],
    "charter": "on",
}
TICK = {"promise": "on"}


@pytest.fixture
def code(nadia: HelpRequest) -> str:
    """What is printed on Nadia's door."""
    return codes.make(nadia, NOON).spoken


@pytest.fixture
def door(code: str) -> str:
    """The page that the code leads to."""
    return reverse("paper:code", args=[code])


@pytest.fixture
def neighbour() -> Client:
    """A browser on a phone."""
    return Client(headers=PHONE)
