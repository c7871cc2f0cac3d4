"""Double opt-in: a letter, a press, a volunteer; and every other way that story goes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from letters.models import Letter
from letters.send import deliver
from privacy import tokens
from privacy.models import Consent
from privacy.retention import CONFIRMATION_LINK, UNCONFIRMED_VOLUNTEER
from tests import cast
from tests.cast import NOON
from tests.volunteers.conftest import FORM, in_step, url
from volunteers import membership
from volunteers.models import Status, Volunteer


def confirm_url(volunteer: Volunteer) -> str:
    return url("confirm", volunteer.token("confirm"))


def registered_ago(volunteer: Volunteer, ago: timedelta) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(registered_at=timezone.now() - ago)


def as_stored(volunteer: Volunteer) -> Any:
    return Volunteer.objects.filter(pk=volunteer.pk).values().get()


def test_the_letter_carries_the_link_and_the_link_makes_a_volunteer(
    client: Client, unconfirmed: Volunteer
) -> None:
    deliver()
    path = confirm_url(unconfirmed)
    assert f"{path}\n" in str(mail.outbox[0].body)

    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.ACTIVE
    assert Letter.objects.filter(kind="volunteer_welcome", subject=unconfirmed.uuid).count() == 1
    assert in_step(unconfirmed)


@pytest.mark.parametrize("method", ["get", "head"])
def test_to_open_the_link_changes_nothing(client: Client, unconfirmed: Volunteer, method: str) -> None:
    before = as_stored(unconfirmed)

    for _time in range(3):
        assert getattr(client, method)(confirm_url(unconfirmed)).status_code == 200

    assert as_stored(unconfirmed) == before
    assert not Consent.objects.exists()


def test_the_second_press_is_harmless(client: Client, unconfirmed: Volunteer) -> None:
    client.post(confirm_url(unconfirmed))
    before = as_stored(unconfirmed)

    assert client.post(confirm_url(unconfirmed))["Location"] == confirm_url(unconfirmed)
    assert client.get(confirm_url(unconfirmed)).status_code == 200

    assert as_stored(unconfirmed) == before
    assert Consent.objects.count() == 1
    assert Letter.objects.filter(kind="volunteer_welcome").count() == 1


def test_two_presses_at_once_confirm_once(unconfirmed: Volunteer) -> None:
    stale = Volunteer.objects.get(pk=unconfirmed.pk)
    membership.confirm(unconfirmed, NOON)
    membership.confirm(stale, NOON + timedelta(seconds=1))

    unconfirmed.refresh_from_db()
    assert unconfirmed.confirmed_at == NOON
    assert Consent.objects.count() == 1


def test_an_old_link_offers_a_new_one_and_confirms_nothing(client: Client, unconfirmed: Volunteer) -> None:
    registered_ago(unconfirmed, CONFIRMATION_LINK + timedelta(seconds=1))
    Letter.objects.all().delete()

    assert client.get(confirm_url(unconfirmed)).context["expired"] is True
    assert client.post(confirm_url(unconfirmed))["Location"] == url("check_mail")

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.UNCONFIRMED
    assert Letter.objects.filter(kind="volunteer_confirm", subject=unconfirmed.uuid).count() == 1
    assert not membership.link_has_expired(unconfirmed, timezone.now()), "the new letter's link works"


def test_a_link_works_until_its_third_day_is_over(client: Client, unconfirmed: Volunteer) -> None:
    registered_ago(unconfirmed, CONFIRMATION_LINK - timedelta(minutes=1))

    assert client.get(confirm_url(unconfirmed)).context["expired"] is False
    client.post(confirm_url(unconfirmed))

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.ACTIVE


def test_a_link_that_has_served_its_time_says_so_kindly(client: Client, victor: Volunteer) -> None:
    confirm, own = confirm_url(victor), url("own", victor.token("own"))
    membership.leave(victor, NOON)

    for path in (confirm, own, url("leave", victor.token("own"))):
        response = client.get(path)
        assert response.status_code == 410
        assert url("register") in response.content.decode()
        assert victor.first_name not in response.content.decode()


def test_a_forged_link_is_a_page_that_is_not_there(client: Client, unconfirmed: Volunteer) -> None:
    forged = tokens.make("volunteer.own", unconfirmed.uuid, 0)

    for method in (client.get, client.post):
        assert method(url("confirm", forged)).status_code == 404
    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.UNCONFIRMED


def test_signing_up_again_before_confirming_writes_over_what_was_there(
    client: Client, unconfirmed: Volunteer
) -> None:
    client.post(
        url("register"),
        FORM | {"name": "Victor H.", "postcode": "3000", "kinds": ["other"], "languages": ["nl"]},
    )

    made = Volunteer.objects.get()
    assert made.pk == unconfirmed.pk
    assert (made.name, made.postcode, made.kinds, made.languages) == ("Victor H.", "3000", 8, ["nl"])
    assert made.located_at is None


def test_signing_up_again_after_confirming_changes_nothing_of_him(client: Client, victor: Volunteer) -> None:
    before = as_stored(victor)

    client.post(
        url("register"), FORM | {"email": victor.email, "name": "Somebody Else", "phone": "0499 99 99 99"}
    )

    assert as_stored(victor) == before


def test_an_hour_brings_one_letter_however_often_the_button_is_pressed(db: None) -> None:
    wanted = cast.sign_up()
    for minute in range(0, 60, 7):
        membership.register(wanted, NOON + timedelta(minutes=minute))
    assert Letter.objects.count() == 1

    membership.register(wanted, NOON + timedelta(minutes=61))
    assert Letter.objects.count() == 2

    made = membership.find_by_email(wanted.email)
    assert made
    membership.confirm(made, NOON)
    Letter.objects.all().delete()
    for minute in range(0, 60, 7):
        membership.register(wanted, NOON + timedelta(minutes=minute))
    assert [letter.kind for letter in Letter.objects.all()] == ["volunteer_known"]


def test_who_never_confirms_is_forgotten_after_a_week_and_not_before(victor: Volunteer) -> None:
    membership.register(cast.sign_up(), NOON)
    assert Volunteer.objects.count() == 2

    assert membership.forget_unconfirmed(NOON + UNCONFIRMED_VOLUNTEER - timedelta(seconds=1)) == 0
    assert membership.forget_unconfirmed(NOON + UNCONFIRMED_VOLUNTEER) == 1
    assert Volunteer.objects.get() == victor
