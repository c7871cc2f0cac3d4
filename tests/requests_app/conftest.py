"""The walk through the questions, page by page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.models import HelpRequest

ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"kind": "groceries", "when": ""},
    "where": {"postcode": "1050 Ixelles", "street": "Rue du Canari 77"},
    "who": {"name": "Nadia Zephirine", "phone": "02 512 34 99", "languages": ["fr", "ar"], "email": ""},
    "list": {"notes": "du lait\ndes oeufs"},
    "check": {"consent": "on"},
}
STEPS = list(ANSWERS)


def url(step: str) -> str:
    return reverse("requests:ask_step", args=[step])


def own(help_request: HelpRequest) -> str:
    return reverse("requests:own", args=[help_request.token()])


def typed(step: str, **changes: Any) -> dict[str, Any]:
    """One page as a browser sends it."""
    fields = {f"{step}-{name}": value for name, value in {**ANSWERS[step], **changes}.items()}
    return {"ask_wizard-current_step": step, **fields}


class Visitor:
    """Somebody who answers the questions with a browser."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def answer(self, step: str, **changes: Any) -> Any:
        """Send one page, with the hidden key that the check page holds."""
        if step == "check" and "form_key" not in changes:
            changes["form_key"] = self.key()
        return self.shown(step, self.client.post(url(step), typed(step, **changes)))

    def shown(self, step: str, response: Any) -> Any:
        """What a browser shows: the same page by a GET, where a post has led back to it."""
        return self.client.get(url(step)) if response.get("Location") == url(step) else response

    def key(self) -> str:
        return str(self.client.get(url("check")).context["form"]["form_key"].value())

    def until(self, last: str, **changes: dict[str, Any]) -> Any:
        """Answer all pages up to this one, each leading to the next."""
        for step in STEPS[: STEPS.index(last)]:
            response = self.answer(step, **changes.get(step, {}))
            assert response["Location"] == url(STEPS[STEPS.index(step) + 1]), step
        return self.answer(last, **changes.get(last, {}))


@pytest.fixture
def visitor(client: Client, db: None) -> Visitor:
    return Visitor(client)
