"""Somebody offers to take calls: one page for all, a letter that asks, one yes of the team, one letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import joining
from callcentre.models import Operator
from letters import send
from letters.models import Letter
from privacy import retention
from privacy.models import Consent, Event
from tests.cast import NOON
from tests.house.phone_scenes import at_the_phone, offered, waiting
from tests.privacy.test_crypto import raw

pytestmark = pytest.mark.django_db
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
FORM: dict[str, Any] = {
    "name": "Rosalie Mertens",
    "email": "Rosalie@example.org",
    "phone": "0470 12 34 56",
    "languages": ["fr", "nl"],
    "hours": ["morning", "weekend"],
    "why": "J’ai le temps.",
    "undertaking": "on",
}


def page() -> str:
    return reverse("phone:join")


def letters(kind: str) -> int:
    return Letter.objects.filter(kind=kind).count()


def test_an_offer_is_taken_down_locked_and_asks_by_letter(client: Client) -> None:
    response = client.post(page(), FORM)

    made = Operator.objects.get()
    assert response["Location"] == reverse("phone:check_mail")
    assert (made.name, made.languages, made.hours_label) == (
        "Rosalie Mertens", ["fr", "nl"], "le matin, le week-end",
    )  # fmt: skip
    assert not [
        each for each in raw(Operator, made.pk).values() if "Rosalie" in str(each) or "3247" in str(each)
    ]
    assert letters("operator_confirm") == 1
    assert not made.confirmed_at


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    answers = []
    for make in (None, offered, waiting, at_the_phone):
        email = make("fr", timezone.now()).email if make else "nobody@example.org"
        response = Client().post(page(), {**FORM, "email": email.upper()})
        answers.append((response.status_code, response["Location"], response.content))

    assert len(set(answers)) == 1
    assert letters("operator_known") == 2
    assert Operator.objects.count() == 4


def test_who_is_known_keeps_what_she_has_and_is_written_to_once_an_hour(client: Client) -> None:
    known = waiting("fr", timezone.now())
    for _press in range(3):
        client.post(page(), {**FORM, "email": known.email, "name": "Somebody Else"})

    known.refresh_from_db()
    assert known.name == "Rosalie Mertens"
    assert letters("operator_known") == 1


def test_what_is_wrong_is_shown_by_a_get_with_all_that_was_typed(client: Client) -> None:
    response = client.post(page(), {**FORM, "email": "x@", "why": "Parce que."})
    html = client.get(page()).content.decode()

    assert response.status_code == 302
    assert html.count("Écrivez une adresse e-mail") == 2, "in the summary and beside the field"
    for kept in ("Rosalie Mertens", "x@", "Parce que.", "0470 12 34 56"):
        assert kept in html
    assert html.count("checked") == 5
    assert not Operator.objects.exists()
    assert client.post(page(), FORM).status_code == 302
    assert "Rosalie" not in client.get(page()).content.decode(), "sent, so forgotten"


def test_a_double_press_is_one_offer_and_one_letter(client: Client) -> None:
    for _press in range(4):
        client.post(page(), FORM)

    assert (Operator.objects.count(), letters("operator_confirm")) == (1, 1)


def test_the_link_confirms_by_a_press_and_writes_down_what_was_agreed_to(client: Client) -> None:
    made = offered("fr", timezone.now())
    link = reverse("phone:confirm", args=[made.token("confirm")])
    client.get(link)
    made.refresh_from_db()
    assert made.confirmed_at is None

    for _press in range(2):
        client.post(link)

    made.refresh_from_db()
    assert made.confirmed_at
    consent = Consent.objects.get()
    assert (consent.subject, consent.text, consent.channel) == (made.uuid, "operator", "web")


def test_an_old_link_asks_for_a_new_one_and_then_opens_nothing(client: Client) -> None:
    made = offered("fr", timezone.now() - 4 * DAY)
    link = reverse("phone:confirm", args=[made.token("confirm")])

    for _press in range(2):
        client.post(link)

    assert letters("operator_confirm") == 2
    assert client.get(link).status_code == 410
    made.refresh_from_db()
    assert made.confirmed_at is None
    assert client.get(reverse("phone:confirm", args=[made.token("shifts")])).status_code == 404


def test_a_yes_opens_one_account_and_writes_one_letter_however_many_press() -> None:
    made = waiting("nl", NOON)

    answers = [joining.approve(Operator.objects.get(), f"staff:{each}", NOON) for each in (1, 2)]

    made.refresh_from_db()
    assert answers == [True, False]
    assert (made.approved_by, made.user) == ("staff:1", User.objects.get())
    assert letters("operator_welcome") == 1
    assert Event.objects.filter(action="operator.approved").count() == 1


def test_the_one_letter_opens_the_account_and_leads_to_the_first_shift() -> None:
    at_the_phone("nl", timezone.now())

    send.deliver()

    (welcome,) = (each for each in mail.outbox if each.subject == "Welkom aan de telefoon")
    html = str(welcome.alternatives[0][0])  # type: ignore[attr-defined]
    for text in (str(welcome.body), html):
        assert reverse("callcentre:shifts") in text
        assert "Kies daarna uw eerste uren" in text


def test_nobody_is_approved_who_has_not_confirmed() -> None:
    made = offered("fr", NOON)

    assert not joining.approve(made, "staff:1", NOON)
    assert not joining.refuse(made, "staff:1", NOON)
    assert not User.objects.exists()


def test_not_now_is_one_letter_and_may_be_thought_over_or_asked_again() -> None:
    made = waiting("fr", NOON)
    assert [joining.refuse(made, "staff:1", NOON) for _press in range(2)] == [True, False]
    assert letters("operator_no") == 1

    again = joining.Offer("Rosalie M.", made.email, made.phone, "fr", ["fr"], "evening", "")
    joining.offer(again, NOON + DAY)
    made.refresh_from_db()
    assert (made.name, made.confirmed_at, made.refused_at) == ("Rosalie M.", None, None)

    joining.confirm(made, NOON + DAY)
    assert joining.refuse(made, "staff:1", NOON + DAY)
    assert joining.approve(made, "staff:2", NOON + 2 * DAY)


def test_offers_are_forgotten_on_the_day_that_is_promised() -> None:
    offered("fr", NOON)
    refused, kept = waiting("fr", NOON), waiting("fr", NOON)
    joining.refuse(refused, "staff:1", NOON)
    one_of_us = at_the_phone("fr", NOON)
    week, month = NOON + retention.UNCONFIRMED_OPERATOR, NOON + retention.REFUSED_OPERATOR

    assert [joining.forget_offers(week - MOMENT), joining.forget_offers(week)] == [0, 1]
    assert [joining.forget_offers(month - MOMENT), joining.forget_offers(month)] == [0, 1]
    assert set(Operator.objects.all()) == {kept, one_of_us}
