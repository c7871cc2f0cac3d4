"""What stands on a sheet, and what never does."""

import pytest
from django.test import Client
from django.urls import reverse

from paper import codes
from paper.models import Code
from requests_app.models import HelpRequest
from tests.cast import NOON
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
TICKS = {"other": "nl", "with_list": "on", "with_name": "on"}


def choose(row: HelpRequest) -> str:
    return reverse("paper:poster", args=[row.token()])


def test_looking_at_the_choice_makes_no_code_and_a_press_makes_one(
    client: Client, nadia: HelpRequest
) -> None:
    client.get(choose(nadia))
    assert client.get(reverse("paper:poster_sheet", args=[nadia.token()]))["Location"] == choose(nadia)
    assert not Code.objects.exists()

    sheet = client.post(choose(nadia), TICKS)["Location"]

    assert client.get(sheet).status_code == 200
    assert codes.of(nadia)


@pytest.mark.parametrize(
    ("ticked", "name", "listed"),
    [({}, False, False), ({"with_name": "on"}, True, False), ({"with_list": "on"}, False, True)],
)
def test_first_name_and_list_stand_there_only_if_she_ticks_them(
    client: Client, nadia: HelpRequest, ticked: dict[str, str], name: bool, listed: bool
) -> None:
    html = client.get(client.post(choose(nadia), {"other": "nl", **ticked})["Location"]).content.decode()

    assert ("Nadia" in html, "du lait" in html, "des oeufs" in html) == (name, listed, listed)
    for never in (
        "Zephirine",
        "Canari",
        "512 34 99",
        "+3225123499",
        nadia.code_word,
        nadia.reference,
        "1050",
    ):
        assert never not in html


def test_a_sheet_speaks_both_languages_and_any_nonsense_gets_the_usual_two(client: Client) -> None:
    with_dutch = client.get(reverse("paper:blank"), {"other": "nl"}).content.decode()

    assert "J’ai besoin d’aide" in with_dutch
    assert '<span lang="nl">Ik heb hulp nodig</span>' in with_dutch
    for other in ("fr", "xx", "", "<b>"):
        assert client.get(reverse("paper:blank"), {"other": other}).content.decode() == with_dutch
    assert "I need help" in client.get(reverse("paper:blank"), {"other": "en"}).content.decode()


def test_a_poster_that_was_ended_is_printed_no_more_until_she_makes_another(
    client: Client, nadia: HelpRequest
) -> None:
    sheet = client.post(choose(nadia), TICKS)["Location"]
    old = codes.of(nadia)
    client.post(choose(nadia), {"end": "on"})

    assert client.get(sheet)["Location"] == choose(nadia)
    client.post(choose(nadia), TICKS)
    assert client.get(sheet).status_code == 200
    assert codes.of(nadia) != old


def test_a_request_that_has_ended_hangs_up_no_poster(client: Client, nadia: HelpRequest) -> None:
    codes.make(nadia, NOON)
    HelpRequest.objects.filter(pk=nadia.pk).update(status="cancelled", ended_at=NOON)

    own = reverse("requests:own", args=[nadia.token()])
    assert client.get(choose(nadia))["Location"] == own
    assert client.post(choose(nadia), TICKS)["Location"] == own
    assert client.get(reverse("paper:poster_sheet", args=[nadia.token()]))["Location"] == choose(nadia)


def test_a_note_shows_the_volunteers_number_only_if_he_ticks_it(client: Client, victor: Volunteer) -> None:
    page = reverse("paper:note", args=[victor.token("own")])
    number = victor.phone[-4:]
    without, with_it = (
        client.get(client.post(page, {"other": "de", **ticks})["Location"]).content.decode()
        for ticks in ({}, {"with_phone": "on"})
    )

    assert without.count("Victor") == with_it.count("Victor") == 4
    assert "Horta" not in without + with_it
    assert victor.email not in without + with_it
    assert (number in without.replace(" ", ""), number in with_it.replace(" ", "")) == (False, True)


def test_the_papers_are_linked_from_where_people_are(
    client: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    papers = reverse("paper:papers")
    links = {
        reverse("home"): papers,
        reverse("pages:how"): papers,
        reverse("requests:own", args=[nadia.token()]): choose(nadia),
        reverse("volunteers:own", args=[victor.token("own")]): reverse(
            "paper:note", args=[victor.token("own")]
        ),
    }
    for page, link in links.items():
        assert f'href="{link}"' in client.get(page).content.decode()
