"""The page of a second place, and the claimer's page with its map: what is asked, shown and kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation

from geo.links import MAP, map_of
from matching import claims
from privacy.models import Event
from requests_app.models import HelpRequest
from tests.cast import NOON, invite
from tests.volunteers.conftest import in_step, url
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def test_a_postcode_is_enough_and_his_page_says_both_places(client: Client, victor: Volunteer) -> None:
    page, own = (url(view, victor.token("own")) for view in ("work", "own"))

    for _press in range(2):
        assert client.post(page, {"postcode": "1000 Bruxelles"})["Location"] == own

    victor.refresh_from_db()
    assert (victor.work_postcode, victor.postcode) == ("1000", "1050")
    assert victor.work_point
    assert in_step(victor)
    assert "and from 1000 Bruxelles / Brussel" in " ".join(client.get(own).content.decode().split())
    assert "No second place any more" in client.get(page).content.decode()


def test_it_is_taken_back_by_a_press(client: Client, victor: Volunteer) -> None:
    page = url("work", victor.token("own"))
    client.post(page, {"postcode": "1000"})

    for _press in range(2):
        assert client.post(page, {"none": "1"}).status_code == 302

    victor.refresh_from_db()
    assert (victor.work_postcode, victor.work_point) == ("", None)
    assert in_step(victor)
    assert Event.objects.filter(action="volunteer.second_place").count() == 3


@pytest.mark.parametrize("typed", ["", "99999", "1050"])
def test_what_is_wrong_or_unclear_is_asked_about_and_kept(
    client: Client, victor: Volunteer, typed: str
) -> None:
    shown = client.post(url("work", victor.token("own")), {"postcode": typed}, follow=True).content.decode()

    assert "There is a problem" in shown
    assert f'value="{typed}"' in shown or not typed
    victor.refresh_from_db()
    assert victor.work_postcode == ""


def test_the_municipality_that_was_chosen_is_kept(client: Client, victor: Volunteer) -> None:
    page = url("work", victor.token("own"))
    client.post(page, {"postcode": "1050", "municipality": "Ixelles / Elsene"})

    victor.refresh_from_db()
    assert victor.work_municipality == "Ixelles / Elsene"
    assert "1050 Ixelles / Elsene" in client.get(page).content.decode()


def test_the_claimer_gets_a_map_without_box_and_name_and_says_his_own(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    nadia.street = "Rue du Canari 77 bte 3"
    nadia.save()
    match = claims.claim(invite(nadia, [victor])[0], NOON)

    shown = client.get(f"/en/c/{match.token()}/").content.decode()
    link = map_of(nadia, nadia.street)

    assert f'href="{link}"' in shown
    assert parse_qs(urlsplit(link).query) == {"query": ["Rue du Canari 77, 1050"]}
    assert link.startswith(MAP)
    assert "Give your name too: Victor." in " ".join(shown.split())


def test_without_a_street_there_is_no_map(nadia: HelpRequest) -> None:
    assert map_of(nadia, "") == map_of(nadia, "77") == ""
