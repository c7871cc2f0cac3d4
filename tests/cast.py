"""A small cast: Nadia asks in Brussels, Victor lives near her, Wim in Leuven; and how they come to be."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from catalogue import kinds
from geo.points import Place, Point
from matching.models import Invitation
from requests_app import intake
from requests_app.models import Channel, HelpRequest
from volunteers import membership, reach
from volunteers.models import Volunteer

BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
FLAGEY = Point(50.828, 4.372)
MATONGE = Point(50.835, 4.366)
LEUVEN = Point(50.880, 4.700)
_numbers = count(1)


def sign_up(**changes: Any) -> membership.SignUp:
    """What a new volunteer writes, each with an address of his own."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": "Victor Horta",
        "email": f"victor{number}@example.org",
        "phone": f"+3247012{number:04d}",
        "street": "",
        "postcode": "1050",
        "language": "fr",
        "languages": ["fr"],
        "kinds": kinds.mask([offer.code for offer in kinds.OFFERS]),
        "travel_km": 5,
    }
    return membership.SignUp(**{**facts, **changes})


def volunteer(at: Point | None = MATONGE, now: datetime = NOON, **changes: Any) -> Volunteer:
    """A confirmed volunteer who lives at this point."""
    wanted = sign_up(**changes)
    membership.register(wanted, now - timedelta(days=30))
    made = membership.find_by_email(wanted.email)
    assert made
    membership.confirm(made, now - timedelta(days=30))
    made.refresh_from_db()
    if at:
        made.place_at(Place(at, "house", "test"), now)
        reach.save(made)
    return made


def ask(**changes: Any) -> intake.Ask:
    """What somebody asks for, each time on a new form."""
    facts: dict[str, Any] = {
        "form_key": uuid4(),
        "kind": "groceries",
        "name": "Nadia Zephirine",
        "phone": "+3225123499",
        "postcode": "1050",
        "street": "Rue du Canari 77",
        "language": "fr",
        "languages": ["fr"],
        "notes": "du lait, des oeufs",
    }
    return intake.Ask(**{**facts, **changes})


def help_request(at: Point | None = FLAGEY, now: datetime = NOON, **changes: Any) -> HelpRequest:
    """An open request at this point, made by phone: however many a test makes, none is held."""
    made = intake.take_down(ask(**changes), channel=Channel.PHONE, now=now)
    if at:
        made.place_at(Place(at, "house", "test"), now)
        made.save()
    return made


def invite(made: HelpRequest, people: list[Volunteer], now: datetime = NOON) -> list[Invitation]:
    """Ask these volunteers by hand."""
    return [
        Invitation.objects.create(help_request=made, volunteer=each, wave=1, asked_at=now, km=1.0)
        for each in people
    ]
