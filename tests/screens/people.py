"""The few invented people of the pictures; no date and no number of theirs changes from day to day."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from letters import compose
from letters.kinds import kind
from matching import claims
from requests_app.models import HelpRequest
from tests import cast

FRIDAY = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)  # by when somebody has rung
WORDS = {"fr": "tulipe citron", "nl": "molen appel"}
LINKS = {"button_url": "https://covidsol.example/v/Tf3k", "own_url": "https://covidsol.example/p/Lq7s"}
NADIA: dict[str, Any] = {"name": "Nadia Zephirine", "notes": "2 l de lait\n6 œufs\n1 pain gris"}


@dataclass(frozen=True)
class Scene:
    """Where to take the pictures: addresses by name, and a letter as HTML."""

    paths: dict[str, str]
    letter: str


def _request(number: str, language: str, **facts: Any) -> HelpRequest:
    spoken = {"language": language, "languages": [language]}
    made = cast.help_request(now=timezone.now(), **{**NADIA, **spoken, **facts})
    made.reference, made.code_word, made.due_at = number, WORDS[language], FRIDAY
    made.save()
    return made


def invent(language: str) -> Scene:
    """Nadia has asked and is sure to be rung; Victor is asked, and is on his way to somebody else."""
    numbers = {"fr": ("271828", "314159", "161803"), "nl": ("577215", "141421", "173205")}[language]
    asked = _request(numbers[0], language, email="nadia@example.org")
    victor = cast.volunteer(now=timezone.now() - timedelta(days=40), language=language)
    mine = cast.invite(_request(numbers[1], language, kind="chemist"), [victor], timezone.now())[0]
    claims.claim(mine, timezone.now())
    open_one = cast.invite(_request(numbers[2], language, weekly=True), [victor], timezone.now())[0]
    message = kind("invitation").compose(open_one.uuid)
    assert message
    with translation.override(language):
        paths = {
            "home": reverse("home"),
            "where": reverse("requests:ask_step", args=["where"]),
            "what": reverse("requests:ask_step", args=["what"]),
            "how": reverse("pages:how"),
            "asked": reverse("requests:own", args=[asked.token()]),
            "invitation": reverse("matching:invitation", args=[open_one.token()]),
            "mine": reverse("volunteers:own", args=[victor.token("own")]),
        }
    shown = replace(message, context={**message.context, **LINKS})  # keys are new each time
    return Scene(paths, compose.render(shown)[2])
