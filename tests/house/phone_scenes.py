"""The door for those who want to take calls, as a visitor meets it, in every state."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from callcentre import joining
from callcentre.models import Operator
from tests.house.visitor import Visitor

WRONG: dict[str, dict[str, Any]] = {
    "empty": {},
    "wrong": {
        "name": "12",
        "email": "x@",
        "phone": "1",
        "languages": "xx",
        "hours": "night",
        "why": "x" * 600,
    },
}
_numbers = count(1)


def offered(language: str, now: datetime, **changes: Any) -> Operator:
    """Somebody who has sent the page and not read the letter yet."""
    facts: dict[str, Any] = {
        "name": "Rosalie Mertens",
        "email": f"rosalie{next(_numbers)}@example.org",
        "phone": "+32470123456",
        "language": language,
        "languages": ["fr", "nl"],
        "hours": "morning weekend",
        "why": "Je suis souvent chez moi.",
    }
    said = joining.Offer(**{**facts, **changes})
    joining.offer(said, now)
    made = joining.find_by_email(said.email)
    assert made
    return made


def waiting(language: str, now: datetime, **changes: Any) -> Operator:
    """Somebody whose offer a coordinator can see."""
    made = offered(language, now, **changes)
    joining.confirm(made, now)
    made.refresh_from_db()
    return made


def at_the_phone(language: str, now: datetime, **changes: Any) -> Operator:
    """Somebody who takes calls."""
    made = waiting(language, now, **changes)
    assert joining.approve(made, "staff:1", now)
    made.refresh_from_db()
    return made


def taking_calls(visitor: Visitor) -> None:
    """From the form to the goodbye."""
    now, language = timezone.now(), visitor.language
    page = visitor.path("phone:join")
    visitor.get("phone: join", page)
    for name, sent in WRONG.items():
        visitor.client.post(page, sent)
        visitor.get(f"phone: join, {name}", page)
    visitor.get("phone: letters", visitor.path("phone:check_mail"))
    for name, made in {
        "confirm": offered(language, now),
        "confirm, too old": offered(language, now - timedelta(days=4)),
        "confirmed": waiting(language, now),
        "approved": at_the_phone(language, now),
    }.items():
        visitor.get(f"phone: {name}", visitor.path("phone:confirm", made.token("confirm")))
    gone = at_the_phone(language, now)
    link = visitor.path("phone:confirm", gone.token("confirm"))
    joining.leave(gone, "staff:1", now)
    visitor.get("phone: spent", link, 410)
    visitor.get("phone: goodbye", visitor.path("phone:goodbye"))
