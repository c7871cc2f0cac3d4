"""What a volunteer changes about himself: kept when it is wrong, once when it is right, searched at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from catalogue import kinds
from matching import candidates
from privacy.models import Event
from requests_app.models import HelpRequest
from tests.cast import NOON
from tests.volunteers.conftest import in_step, url
from volunteers.forms import PreferencesForm
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
WISHES: dict[str, Any] = {
    "kinds": ["listening", "errand"],
    "languages": ["nl", "de"],
    "travel_km": "10",
    "letters_per_week": "7",
    "language": "nl",
    "news": "",
}


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def page(volunteer: Volunteer, view: str = "preferences") -> str:
    return url(view, volunteer.token("own"))


def test_all_wishes_are_written_down_and_searched_at_once(
    client: Client, victor: Volunteer, nadia: HelpRequest
) -> None:
    assert candidates.find(nadia, 3, NOON)

    answer = client.post(page(victor), WISHES)

    victor.refresh_from_db()
    assert answer["Location"] == url("own", victor.token("own"))
    assert victor.kinds == kinds.mask(["listening", "errand"])
    assert (victor.languages, victor.travel_km, victor.letters_per_week) == (["nl", "de"], 10, 7)
    assert victor.language == "nl"
    assert in_step(victor)
    assert candidates.find(nadia, 3, NOON) == []


def test_the_page_opens_with_what_he_wishes_and_without_number_and_address(
    client: Client, victor: Volunteer
) -> None:
    shown = client.get(page(victor)).content.decode()
    shown += client.get(page(victor, "reach_me")).content.decode()

    assert shown.count(" checked") == len(kinds.OFFERS) + 1 + 3
    assert victor.phone[3:] not in shown
    assert victor.email not in shown


def test_an_empty_number_keeps_the_old_one_and_a_new_one_is_found_by_its_fingerprint(
    client: Client, victor: Volunteer
) -> None:
    old, fingerprint = victor.phone, victor.phone_index
    client.post(page(victor, "reach_me"), {"phone": "", "email": ""})
    victor.refresh_from_db()
    assert victor.phone == old

    for _press in range(2):
        client.post(page(victor, "reach_me"), {"phone": "02 512 98 76"})
    victor.refresh_from_db()
    assert victor.phone == "+3225129876"
    assert victor.phone_index not in ("", fingerprint)
    assert Event.objects.filter(action="volunteer.phone").count() == 1


def test_sending_it_twice_or_again_after_back_changes_nothing_more(client: Client, victor: Volunteer) -> None:
    for _press in range(3):
        assert client.post(page(victor), WISHES).status_code == 302

    assert Event.objects.filter(action="volunteer.wishes").count() == 1


def test_every_error_is_told_twice_and_what_was_typed_stays(client: Client, victor: Volunteer) -> None:
    shown = client.post(page(victor), WISHES | {"kinds": [], "travel_km": "4"}, follow=True).content.decode()
    shown += client.post(
        page(victor, "reach_me"), {"phone": "12 34", "email": "v@@x"}, follow=True
    ).content.decode()

    for message in (
        "Choose at least one kind of help.",
        "Choose a distance.",
        "Write an e-mail address like name@example.org.",
        "Write a phone number with its prefix",
    ):
        assert shown.count(message) == 2, message
    for link in ("#id_kinds_0", "#id_travel_km_0", "#id_phone", "#id_email"):
        assert f'href="{link}"' in shown
    assert 'value="12 34"' in shown
    assert 'value="v@@x"' in shown
    assert shown.count(" checked") == 4  # the rest of the wishes as they were chosen
    victor.refresh_from_db()
    assert (victor.travel_km, victor.letters_per_week) == (5, 3)


@pytest.mark.parametrize("km", [1, 3, 5, 10, 20])
def test_every_distance_and_nothing_else_is_taken(km: int) -> None:
    assert PreferencesForm(WISHES | {"travel_km": str(km)}).is_valid()
    assert not PreferencesForm(WISHES | {"travel_km": str(km + 1)}).is_valid()


def test_a_link_that_has_served_its_time_opens_no_form(client: Client, victor: Volunteer) -> None:
    link = page(victor)
    Volunteer.objects.filter(pk=victor.pk).update(epoch=5)

    assert client.get(link).status_code == client.post(link, WISHES).status_code == 410
    victor.refresh_from_db()
    assert victor.travel_km == 5


def test_a_pause_to_a_chosen_day_ends_on_that_day(client: Client, victor: Volunteer) -> None:
    day = timezone.localdate() + timedelta(days=20)
    pause, own = (url(view, victor.token("own")) for view in ("pause", "own"))

    client.post(pause, {"length": "day", "day": day.isoformat()})

    victor.refresh_from_db()
    assert victor.paused_until
    assert timezone.localtime(victor.paused_until).date() == day
    assert not Volunteer.objects.available(victor.paused_until - timedelta(seconds=1)).exists()
    assert Volunteer.objects.available(victor.paused_until).exists()
    assert "It ends on" in client.get(own).content.decode()


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "31/12/2999"])
def test_a_day_that_cannot_be_is_told_beside_the_field_and_kept(
    client: Client, victor: Volunteer, day: str
) -> None:
    shown = client.post(
        url("pause", victor.token("own")), {"length": "day", "day": day}, follow=True
    ).content.decode()

    assert 'href="#id_day"' in shown
    assert f'value="{day}"' in shown or not day
    victor.refresh_from_db()
    assert victor.paused_until is None
