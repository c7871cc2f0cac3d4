"""A volunteer sees where we think he lives, on every page of his, and is asked where that is not clear."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import staff
from tests.volunteers.conftest import FORM, url
from volunteers.models import Volunteer

IXELLES = "Ixelles / Elsene"


def test_the_question_comes_back_with_everything_that_was_typed(client: Client, db: None) -> None:
    page = client.post(url("register"), FORM | {"postcode": "1050"}, follow=True).content.decode()

    assert not Volunteer.objects.exists()
    for typed in (
        "Victor Horta",
        "victor@example.org",
        "0470 12 34 56",
        'value="1050"',
        f'value="{IXELLES}"',
    ):
        assert typed in page
    client.post(url("register"), FORM | {"postcode": "1050", "municipality": IXELLES})
    volunteer = Volunteer.objects.get()
    assert (volunteer.postcode, volunteer.municipality) == ("1050", IXELLES)
    assert volunteer.municipality_label("nl") == "1050 Elsene"


@pytest.mark.parametrize(
    ("language", "echo"), [("fr", "1030 Schaerbeek / Schaarbeek"), ("nl", "1030 Schaarbeek / Schaerbeek")]
)
def test_the_place_is_echoed_on_every_page_from_the_first_mistake_on(
    client: Client, db: None, language: str, echo: str
) -> None:
    with translation.override(language):
        assert (
            echo
            in client.post(
                url("register"), FORM | {"postcode": "1030", "name": ""}, follow=True
            ).content.decode()
        )
        client.post(url("register"), FORM | {"postcode": "1030"})
        volunteer = Volunteer.objects.get()
        link = url("confirm", volunteer.token("confirm"))
        assert echo in client.get(link).content.decode()
        client.post(link)
        assert echo in client.get(link).content.decode()
        volunteer.refresh_from_db()
        assert echo in client.get(url("own", volunteer.token("own"))).content.decode()


def test_a_sign_up_that_changes_only_the_municipality_is_a_new_one(client: Client, db: None) -> None:
    for name in (IXELLES, "Bruxelles / Brussel"):
        client.post(url("register"), FORM | {"postcode": "1050", "municipality": name})

    assert Volunteer.objects.get().municipality == "Bruxelles / Brussel"


def test_who_moves_is_asked_too(client: Client, victor: Volunteer) -> None:
    page = url("address", victor.token("own"))

    asked = client.post(page, {"postcode": "1040", "street": "Rue Gray 1"}, follow=True).content.decode()
    assert 'value="Etterbeek"' in asked
    client.post(page, {"postcode": "1040", "street": "Rue Gray 1", "municipality": "Etterbeek"})
    victor.refresh_from_db()
    assert (victor.postcode, victor.municipality) == ("1040", "Etterbeek")

    client.post(page, {"postcode": "1030", "street": ""})
    victor.refresh_from_db()
    assert (victor.postcode, victor.municipality) == ("1030", "")


def test_the_office_sees_and_corrects_where_a_volunteer_lives(victor: Volunteer) -> None:
    office = staff.browser_of(staff.member("coordinator"))
    page = reverse("admin:volunteers_volunteer_address", args=[victor.pk])
    Volunteer.objects.filter(pk=victor.pk).update(municipality=IXELLES)
    office.post(reverse("admin:volunteers_volunteer_show", args=[victor.pk]))
    assert "1050 Ixelles / Elsene" in office.get(page).content.decode()

    office.post(page, {"postcode": "1804 Zemst", "street": "Bosdelle 3"})
    victor.refresh_from_db()
    assert (victor.postcode, victor.municipality) == ("1804", "Zemst")
