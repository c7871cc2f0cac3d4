"""Whoever reads the books in the office reads words: each kind of letter and each event has its own."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from letters import kinds
from letters.outbox import letter, post
from office import words
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import staff
from tests.house.source import BASE_DIR, ROOMS

NAME = r'"([a-z]+\.[a-z_]+)"'
WRITES = re.compile(rf"action={NAME}|_book\(\w+, {NAME}|{NAME}, (?:by|now)\b")


def written() -> set[str]:
    """What the source calls the events that it writes down."""
    text = "\n".join(
        file.read_text()
        for room in ROOMS
        for file in (BASE_DIR / room).rglob("*.py")
        if "migrations" not in file.parts and file.name != "words.py"
    )
    return {name for names in WRITES.findall(text) for name in names if name}


def test_every_event_that_the_source_writes_has_words() -> None:
    found = written()

    assert len(found) > 40, found
    assert found - set(words.EVENTS) == set()


def test_every_kind_of_letter_has_words() -> None:
    assert set(kinds.names()) - set(words.LETTERS) == set()


@pytest.mark.django_db
def test_the_lists_say_it_in_words_and_are_called_by_what_they_hold(nadia: HelpRequest) -> None:
    desk = staff.browser_of(staff.member("coordinator"))
    Event.objects.create(at=timezone.now(), actor="clock", action="request.call_list", subject=nadia.uuid)
    Event.objects.create(at=timezone.now(), actor="staff:1", action="request.moved", subject=nadia.uuid)
    post([letter("request_received", nadia.uuid, now=timezone.now())])

    events = desk.get(reverse("admin:privacy_event_changelist"), {"action": "request.moved"}).content.decode()
    outbox = reverse("admin:letters_letter_changelist")
    every, letters = (
        desk.get(outbox, {"kind": kind}).content.decode() for kind in ("request_received", "matched")
    )

    with translation.override("fr"):
        moved, ring = words.event("request.moved"), words.event("request.call_list")
        received, who = words.letter("request_received"), words.actor("staff:1")
    assert "<h1>Événements</h1>" in events
    assert re.search(rf"<td[^>]*>{moved}</td><td[^>]*>{who}</td>", events)
    assert not re.search(rf"<td[^>]*>{ring}", events)
    row = rf'<a href="[^"]*/change/[^"]*">{received}</a>'
    assert re.search(row, every)
    assert not re.search(row, letters)
