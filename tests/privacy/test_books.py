"""The two books: events that nobody changes, and who agreed to which words."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from catalogue import consents
from privacy.models import Consent, Event
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON
from volunteers.models import Volunteer


@pytest.fixture
def event(db: None) -> Event:
    return Event.objects.create(at=NOON, actor="clock", action="x", subject=uuid4())


def test_an_event_is_not_saved_twice(event: Event) -> None:
    event.actor = "somebody else"
    with pytest.raises(TypeError):
        event.save()


def test_the_database_refuses_to_change_an_event(event: Event) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(actor="somebody else")
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE privacy_event SET actor = %s", ["somebody else"])

    event.refresh_from_db()
    assert event.actor == "clock"


def test_a_consent_row_may_be_corrected_so_the_refusal_is_the_events_own(db: None) -> None:
    given = Consent.objects.create(
        subject=uuid4(), text="ask", version="1", language="fr", channel="web", given_at=NOON
    )

    assert Consent.objects.filter(pk=given.pk).update(channel="phone") == 1


def _given(subject: Any) -> set[tuple[str, str, str, str]]:
    rows = Consent.objects.filter(subject=subject)
    return set(rows.values_list("text", "version", "language", "channel"))


def test_a_confirmed_volunteer_has_agreed_to_the_charter_of_the_day(victor: Volunteer) -> None:
    assert _given(victor.uuid) == {("charter", consents.CHARTER.version, "fr", "web")}


def test_a_request_has_agreed_to_what_is_shown(nadia: HelpRequest) -> None:
    assert _given(nadia.uuid) == {("ask", consents.ASK.version, "fr", "phone")}


def test_who_asks_for_somebody_has_said_that_this_person_knows(db: None) -> None:
    made = cast.help_request(asked_by="Karim Zephirine", language="nl")

    assert _given(made.uuid) == {
        ("ask", consents.ASK.version, "nl", "phone"),
        ("ask-for-other", consents.ASK_FOR_OTHER.version, "nl", "phone"),
    }


def test_neither_book_names_anybody(nadia: HelpRequest, victor: Volunteer) -> None:
    books = [str(row) for model in (Event, Consent) for row in model.objects.values()]

    assert books
    for personal in ("Nadia", "Zephirine", "Victor", "Horta", victor.email, victor.phone):
        assert not any(personal in row for row in books)
