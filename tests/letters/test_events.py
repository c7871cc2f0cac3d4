"""What a provider tells: twice, late, in any order, or falsely; and what follows for the address."""

import base64
import json
from datetime import timedelta
from importlib import reload
from typing import Any
from uuid import uuid4

import pytest
from django.core.checks import Error
from django.test import Client
from django.urls import clear_url_caches

from covidsol import urls
from letters import checks, events, ledger, send
from letters.models import LEASE, Delivery, DeliveryEvent, Letter, Status, Suppression
from matching import claims, clock, silence
from matching.models import Match
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.letters.conftest import Post
from volunteers.models import Reach, Volunteer

SECRET = "postman:a-long-and-random-word"


def fate(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.status, letter.delivery


@pytest.mark.parametrize(
    "told",
    [
        ["sent", "delivered"],
        ["delivered", "sent"],
        ["queued", "deferred", "delivered", "delivered"],
        ["delivered", "deferred", "queued", "sent"],
    ],
)
def test_events_may_come_twice_and_in_any_order(post: Post, told: list[str]) -> None:
    letter = post()

    for kind in told:
        assert events.record(letter.uuid, Delivery(kind), NOON)

    assert fate(letter)[1] == Delivery.DELIVERED
    assert letter.events.count() == len(set(told))
    assert not Suppression.objects.exists()


def test_an_event_about_no_letter_of_ours_changes_nothing(db: None) -> None:
    assert not events.record(uuid4(), Delivery.BOUNCED, NOON)
    assert not DeliveryEvent.objects.exists()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("kind", [Delivery.BOUNCED, Delivery.COMPLAINED])
def test_a_bounced_or_complaining_address_gets_no_more_letters(post: Post, kind: Delivery) -> None:
    letter = post(recipient="f" * 64)
    events.record(letter.uuid, kind, NOON)
    events.record(letter.uuid, kind, NOON)
    same, other = post("to_f"), post()

    send.deliver(lambda: NOON)

    assert Suppression.objects.get().reason == kind
    assert fate(same)[0] == Status.CANCELLED
    assert fate(other)[0] == Status.SENT


def test_a_full_mailbox_is_no_reason_never_to_write_again(post: Post) -> None:
    letter = post(recipient="f" * 64)

    events.record(letter.uuid, Delivery.BOUNCED, NOON, hard=False)

    assert fate(letter)[1] == Delivery.BOUNCED
    assert not Suppression.objects.exists()


def test_what_the_provider_has_told_of_is_not_sent_again(post: Post, settings: Any) -> None:
    settings.MAIL_EVENTS = True
    told, silent = post(), post()
    ledger.take(NOON)
    events.record(told.uuid, Delivery.SENT, NOON)
    later = NOON + LEASE + timedelta(seconds=1)

    assert ledger.settle_left_behind(later) == 0
    assert (fate(told)[0], fate(silent)[0]) == (Status.SENT, Status.SENDING)

    assert ledger.settle_left_behind(later + ledger.EVENTS_TAKE) == 1
    assert fate(silent)[0] == Status.PENDING


def test_a_cut_line_is_settled_by_the_sweeper_alone_where_a_provider_tells(
    post: Post, serve: Any, settings: Any
) -> None:
    letter = post()
    serve(ConnectionResetError())
    settings.MAIL_EVENTS = True
    send.deliver(lambda: NOON)
    assert fate(letter)[0] == Status.SENDING

    events.record(letter.uuid, Delivery.DELIVERED, NOON)
    ledger.settle_left_behind(NOON + 2 * LEASE)

    assert fate(letter)[0] == Status.SENT


def bounce(volunteer: Volunteer) -> None:
    """A letter to this volunteer has come back."""
    events.suppress(volunteer.email_index or "", Delivery.BOUNCED, NOON)


def test_a_volunteer_whose_letters_come_back_is_asked_no_more_until_the_team_allows_it(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    bounce(victor)

    clock.sweep(NOON)

    victor.refresh_from_db()
    assert victor.undeliverable_at == NOON
    assert not Reach.objects.filter(volunteer=victor, active=True).exists()
    assert nadia.invitations.count() == 0

    Suppression.objects.all().delete()
    clock.sweep(NOON + timedelta(hours=1))
    assert nadia.invitations.count() == 1


def test_a_claimer_whose_letters_come_back_is_told_of_to_the_team(
    nadia: HelpRequest, victor: Volunteer, settings: Any
) -> None:
    settings.COORDINATORS_EMAIL = "team@example.org"
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    bounce(victor)

    clock.sweep(NOON)
    clock.sweep(NOON + timedelta(minutes=1))

    letter = Letter.objects.get(kind="claimer_unreachable")
    assert letter.subject == match.uuid
    assert Match.objects.live().get() == match
    assert silence.overdue(NOON).count() == 0


def webhook(client: Client, letter: Letter, event: str, auth: str | None = SECRET) -> int:
    """A call as Postmark makes it; gives the status of our answer."""
    body = {
        "RecordType": event, "MessageID": str(uuid4()), "Recipient": "x@example.org", "Type": "HardBounce",
        "Metadata": {"letter": str(letter.uuid)}, "DeliveredAt": "2026-11-23T11:00:00Z",
        "BouncedAt": "2026-11-23T11:00:00Z", "Tag": "", "ID": 1, "TypeCode": 1,
    }  # fmt: skip
    headers = {"Authorization": f"Basic {base64.b64encode(auth.encode()).decode()}"} if auth else {}
    path = "/anymail/postmark/tracking/"
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers).status_code


@pytest.fixture
def door(settings: Any) -> Any:
    """The provider's door, open with a secret."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    settings.MAIL_EVENTS = True
    clear_url_caches()
    reload(urls)
    yield
    settings.MAIL_EVENTS = False
    clear_url_caches()
    reload(urls)


@pytest.mark.usefixtures("door")
def test_a_provider_tells_over_http_with_the_secret(client: Client, post: Post) -> None:
    letter = post()

    assert webhook(client, letter, "Delivery") == 200
    assert webhook(client, letter, "Delivery") == 200

    assert fate(letter)[1] == Delivery.DELIVERED
    assert letter.events.count() == 1


@pytest.mark.usefixtures("door")
@pytest.mark.parametrize("auth", [None, "postman:wrong", "wrong:a-long-and-random-word"])
def test_nobody_else_can_tell_anything(client: Client, post: Post, auth: str | None) -> None:
    letter = post()

    assert webhook(client, letter, "Bounce", auth) == 400

    assert fate(letter)[1] == ""
    assert not Suppression.objects.exists()


def test_without_a_secret_the_door_is_not_there(client: Client, post: Post) -> None:
    assert webhook(client, post(), "Bounce") == 404


@pytest.mark.parametrize(
    ("anymail", "backend", "found"),
    [
        ({}, "django.core.mail.backends.smtp.EmailBackend", []),
        ({}, "anymail.backends.mailgun.EmailBackend", ["letters.E002"]),
        ({"WEBHOOK_SECRET": "short"}, "anymail.backends.mailgun.EmailBackend", ["letters.E001"]),
        ({"WEBHOOK_SECRET": [SECRET, "x:y"]}, "anymail.backends.mailgun.EmailBackend", ["letters.E001"]),
        ({"WEBHOOK_SECRET": [SECRET]}, "anymail.backends.mailgun.EmailBackend", []),
    ],
)
def test_an_open_or_missing_door_is_refused_before_the_house_opens(
    settings: Any, anymail: dict[str, Any], backend: str, found: list[str]
) -> None:
    settings.PRODUCTION, settings.ANYMAIL, settings.EMAIL_BACKEND = True, anymail, backend

    errors = checks.webhooks(None)

    assert [each.id for each in errors] == found
    assert all(isinstance(each, Error) for each in errors)


def test_the_address_is_only_a_fingerprint(victor: Volunteer) -> None:
    cast.help_request(email="nadia@example.org")
    send.deliver(lambda: NOON)

    for letter in Letter.objects.filter(status=Status.SENT):
        assert len(letter.recipient) == 64
    assert Letter.objects.filter(recipient=victor.email_index).exists()
