"""What a volunteer types, and what two of his tables must agree on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from volunteers import reach
from volunteers.models import Volunteer

REACH = ("language", "band", "lon", "lat", "travel_km", "kinds", "active")
FORM: dict[str, Any] = {
    "name": "Victor Horta",
    "email": "victor@example.org",
    "phone": "0470 12 34 56",
    "postcode": "1050 Ixelles",
    "street": "",
    "kinds": ["groceries", "errand"],
    "languages": ["fr", "nl"],
    "travel_km": "5",
    "charter": "on",
}


def in_step(volunteer: Volunteer) -> bool:
    """Whether the search rows are those that the volunteer should have."""
    current = Volunteer.objects.get(pk=volunteer.pk)
    wanted = [tuple(getattr(row, name) for name in REACH) for row in reach.rows(current)]
    return sorted(wanted) == sorted(current.reaches.values_list(*REACH))


def url(view: str, *arguments: str) -> str:
    return reverse(f"volunteers:{view}", args=arguments)


@pytest.fixture
def unconfirmed(client: Client, db: None) -> Volunteer:
    """Somebody who has just sent the page and not yet read the letter."""
    assert client.post(url("register"), FORM).status_code == 302
    return Volunteer.objects.get()
