"""Another e-mail address: the new one says yes, the old one is told, nobody learns whose an address is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from letters.kinds import kind
from letters.models import Delivery, Letter, Suppression
from privacy.retention import CONFIRMATION_LINK, UNCONFIRMED_VOLUNTEER
from tests import cast
from tests.cast import NOON
from tests.volunteers.conftest import url
from tests.volunteers.test_preferences import page
from volunteers import mailbox, membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
NEW = "Victor.New@example.net"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def to(name: str, volunteer: Volunteer) -> str:
    """Where a letter of this kind goes."""
    message = kind(name).compose(volunteer.uuid)
    assert message
    return message.to


def written(name: str) -> int:
    return Letter.objects.filter(kind=name).count()


def test_the_old_address_stays_and_is_told_until_the_new_one_says_yes(victor: Volunteer) -> None:
    old = victor.email
    mailbox.ask(victor, NEW, NOON)

    assert victor.email == old
    assert (to("volunteer_email_changes", victor), to("volunteer_new_email", victor)) == (old, NEW)
    assert written("volunteer_email_changes") == written("volunteer_new_email") == 1

    assert mailbox.confirm(victor, NOON + HOUR)

    assert victor.email == NEW
    assert membership.find_by_email(NEW.lower()) == victor
    assert membership.find_by_email(old) is None
    assert to("volunteer_email_changes", victor) == old  # however late that letter goes out
    assert to("volunteer_welcome", victor) == NEW
    assert kind("volunteer_new_email").compose(victor.uuid) is None


def test_it_goes_from_the_page_to_the_letter_to_the_button(client: Client, victor: Volunteer) -> None:
    own = page(victor, "reach_me")
    answer = client.post(own, {"email": NEW})
    assert answer["Location"] == own
    shown = client.get(own).content.decode()
    assert "We have written to your new e-mail address." in shown
    assert NEW not in shown

    victor.refresh_from_db()
    link = url("new_email", mailbox.token(victor))
    assert "Yes, write to me here" in client.get(link).content.decode()
    victor.refresh_from_db()
    assert victor.email != NEW
    for _press in range(2):
        assert client.post(link)["Location"] == link
    victor.refresh_from_db()
    assert victor.email == NEW
    assert "Done: we write to you here" in client.get(link).content.decode()
    assert client.get(own).status_code == 410  # the links in letters to the old address


def test_a_link_makes_only_that_address_his_to_which_it_was_sent(client: Client, victor: Volunteer) -> None:
    mailbox.ask(victor, "first@example.net", NOON)
    first = mailbox.token(victor)
    mailbox.ask(victor, NEW, timezone.now())

    assert client.post(url("new_email", first)).status_code == 404
    victor.refresh_from_db()
    assert victor.email not in ("first@example.net", NEW)
    for other in (victor.token("own"), victor.token("confirm"), "A" * 43):
        assert client.get(url("new_email", other)).status_code == 404


def test_a_link_that_is_too_old_or_was_called_off_changes_nothing(client: Client, victor: Volunteer) -> None:
    mailbox.ask(victor, NEW, NOON)
    link = mailbox.token(victor)

    assert not mailbox.confirm(victor, NOON + CONFIRMATION_LINK)
    assert client.post(url("keep_email", victor.token("own"))).status_code == 302
    assert client.post(url("new_email", link)).status_code == 404
    victor.refresh_from_db()
    assert (victor.new_email, victor.email == NEW) == ("", False)


def test_a_known_address_is_answered_like_any_other_and_its_owner_is_written_to(
    client: Client, victor: Volunteer
) -> None:
    other = cast.volunteer()
    answers = []
    for email in (other.email.upper(), NEW):
        answer: Any = client.post(page(victor, "reach_me"), {"email": email}, follow=True)
        answers.append((answer.status_code, answer.content.decode().split("csrfmiddlewaretoken")[0]))

    assert answers[0] == answers[1]
    assert Letter.objects.filter(kind="volunteer_known", subject=other.uuid).count() == 1
    mailbox.ask(victor, other.email, timezone.now())
    assert not mailbox.confirm(victor, timezone.now())
    other.refresh_from_db()
    assert other.email_index


def test_somebody_who_signs_up_meanwhile_and_never_confirms_gives_way(victor: Volunteer) -> None:
    mailbox.ask(victor, NEW, NOON)
    membership.register(cast.sign_up(email=NEW), NOON)

    assert mailbox.confirm(victor, NOON + HOUR)
    assert list(Volunteer.objects.all()) == [victor]


def test_one_page_cannot_write_to_many_strangers(victor: Volunteer) -> None:
    for number in range(9):
        mailbox.ask(victor, f"stranger{number}@example.net", NOON)
        mailbox.ask(victor, f"stranger{number}@example.net", NOON)

    assert written("volunteer_new_email") == membership.LETTERS_AN_HOUR
    assert written("volunteer_email_changes") == 1


def test_who_was_out_of_reach_is_within_reach_with_a_new_address(victor: Volunteer) -> None:
    Suppression.objects.create(recipient=victor.email_index or "", reason=Delivery.BOUNCED, at=NOON)
    membership.mark_undeliverable(victor, NOON)
    mailbox.ask(victor, NEW, NOON)

    mailbox.confirm(victor, NOON)

    assert victor.is_searchable
    assert victor.reaches.filter(active=True).exists()


def test_other_addresses_are_forgotten_after_a_week_and_with_him(victor: Volunteer) -> None:
    mailbox.ask(victor, NEW, NOON)
    mailbox.confirm(victor, NOON)
    week = NOON + UNCONFIRMED_VOLUNTEER

    assert mailbox.forget_other_addresses(week - timedelta(seconds=1)) == 0
    assert mailbox.forget_other_addresses(week) == 1
    victor.refresh_from_db()
    assert (victor.new_email, victor.former_email, victor.email) == ("", "", NEW)
    mailbox.ask(victor, "third@example.net", NOON)
    membership.leave(victor, NOON)
    victor.refresh_from_db()
    assert (victor.new_email, victor.former_email, victor.email) == ("", "", "")
