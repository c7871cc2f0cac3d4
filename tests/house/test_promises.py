"""What the privacy page promises is what the house does; what people agreed to is what stands there."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone, translation

from catalogue.consents import TEXTS, Text
from privacy import retention
from requests_app import erasure, finding
from tests import cast
from tests.cast import NOON
from tests.house.source import BASE_DIR
from tests.house.visitor import Visitor
from volunteers import membership
from volunteers.models import Volunteer

# Changing a sentence, change its version too; then add its line, and leave the old ones standing.
AGREED = {
    ("ask", "2026-11"): "c980139cd4e1c29a",
    ("ask", "2026-11-24"): "b8fb2a57aebec79d",
    ("ask-for-other", "2026-11"): "e8acf38971449722",
    ("charter", "2026-11"): "cb9457599ff3b7f1",
    ("news", "2026-11"): "434236f0423a70ce",
    ("operator", "2026-11"): "23a6de241dfda491",
    ("promise", "2026-11"): "3e3e6eb4089d1ad7",
}


def fingerprint(text: Text) -> str:
    """A hash of the sentence as it stands in the source."""
    with translation.override(None):
        return hashlib.sha256(str(text.words).encode()).hexdigest()[:16]


def changed(texts: tuple[Text, ...]) -> list[str]:
    """Texts that are not word for word what was agreed to under this version."""
    return [text.name for text in texts if AGREED.get((text.name, text.version)) != fingerprint(text)]


def test_no_consent_changes_its_words_without_its_version() -> None:
    assert changed(TEXTS) == []
    assert len({text.name for text in TEXTS}) == len(TEXTS) == 6


def test_a_planted_change_of_a_consent_is_found() -> None:
    sneaky = Text("ask", "2026-11", "You may show my name to everybody.")

    assert changed((sneaky,)) == ["ask"]
    assert changed((Text("ask", "2027-01", TEXTS[0].words),)) == ["ask"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_the_privacy_page_names_the_numbers_of_the_retention_rules(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(language)
    page = visitor.path("pages:privacy")
    usual = visitor.client.get(page).content.decode()

    monkeypatch.setattr(retention, "ENDED_REQUEST", timedelta(days=8123))
    monkeypatch.setattr(retention, "UNCONFIRMED_VOLUNTEER", timedelta(days=8456))
    monkeypatch.setattr(retention, "EVENTS", timedelta(days=8789))
    monkeypatch.setattr(retention, "TRACE", timedelta(days=8321))
    other = visitor.client.get(page).content.decode()

    for number in (30, 7, 365):
        assert re.search(rf"[> ]{number} ", usual)
    for changed_to in ("8123", "8456", "8789", "8321"):
        assert changed_to not in usual
        assert changed_to in "".join(
            character for character in other if character not in " .,\N{NO-BREAK SPACE}"
        )


@pytest.mark.parametrize(
    ("template", "words", "held", "promised"),
    [
        ("pages/privacy.html", "erased after two hours", "SESSION_COOKIE_AGE", timedelta(hours=2)),
        ("pages/privacy.html", "the count after a day", "status-number", timedelta(days=1)),
        ("volunteers/email/confirm.txt", "works for three days", "CONFIRMATION_LINK", timedelta(days=3)),
        ("volunteers/email/new_email.txt", "works for three days", "CONFIRMATION_LINK", timedelta(days=3)),
        ("volunteers/confirm.html", "worked for three days", "CONFIRMATION_LINK", timedelta(days=3)),
    ],
)
def test_times_written_in_words_are_those_that_are_kept(
    template: str, words: str, held: str, promised: timedelta
) -> None:
    value: Any = getattr(retention, held, None) or timedelta(seconds=getattr(django_settings, held, 0))
    if held == finding.OF_ONE_NUMBER.name:
        value = max(finding.OF_ONE_NUMBER.within, finding.OF_ONE_ADDRESS.within)

    assert words in (BASE_DIR / "templates" / template).read_text()
    assert value == promised


@pytest.mark.django_db
def test_what_the_page_promises_to_erase_is_erased_that_day_and_not_before() -> None:
    row = Visitor("fr").request()
    type(row).objects.filter(pk=row.pk).update(status="cancelled", ended_at=NOON)
    membership.register(cast.sign_up(), NOON)
    week, month = NOON + retention.UNCONFIRMED_VOLUNTEER, NOON + retention.ENDED_REQUEST
    moment = timedelta(seconds=1)

    assert (erasure.forget_ended(month - moment), erasure.forget_ended(month)) == (0, 1)
    membership.forget_unconfirmed(week - moment)
    assert Volunteer.objects.exists()
    membership.forget_unconfirmed(week)
    assert not Volunteer.objects.exists()
    row.refresh_from_db()
    assert [row.name, row.phone, row.street, row.notes, row.email, row.asked_by, row.code_word] == [""] * 7
    assert row.erased_at is not None
    assert row.erased_at < timezone.now() + timedelta(days=60)
