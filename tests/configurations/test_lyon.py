"""The same code for a heat wave in Lyon: other names, number, country, languages, kinds and sentences."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.configurations.lyon import Browser, House, lyon, unfolded

pytestmark = pytest.mark.once
# Names, number, kinds and words of the first service, as its pages say them in French and English.
FIRST_ONE = (
    "covid", "512 34 56", "51234", "Four digits, like", "Quatre chiffres, comme 1030", "1030", "Courses",
    "Shopping", "Pharmacie", "Chemist", "Ixelles", "Belg", "Nederlands", "Deutsch",
    "Accueil", "Onthaal", "Telefonhilfe", "0800", "1813",
)  # fmt: skip
# Spoken languages, and where a list of postcodes comes from, are the same for everybody.
SPOKEN = r'<label class="choice"><input type="checkbox" name="[^"]*languages".*?</label>'
SAME_FOR_ALL = re.compile(rf'{SPOKEN}|<p class="soft">[^<]*©.*?</p>', re.DOTALL)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One service for all tests of this module."""
    with lyon(tmp_path_factory.mktemp("lyon")) as open_house:
        yield open_house


def words(page: str) -> str:
    """A page without what all services have in common."""
    return html.unescape(SAME_FOR_ALL.sub(" ", page))


def of_the_first(page: str) -> list[str]:
    """What a page says that belongs to the first service."""
    return [each for each in FIRST_ONE if each.casefold() in words(page).casefold()]


def test_no_page_of_the_second_service_names_the_first(house: House) -> None:
    pages = {
        path: page
        for start in ("/", "/fr/", "/en/")
        for path, page in Browser(house).everything(start).items()
    }

    found = {path: named for path, page in pages.items() if (named := of_the_first(page))}
    assert not found, found
    assert len(pages) > 14
    front = pages["/fr/"]
    for said in (
        "Lyon au frais",
        "04\xa072\xa000\xa011\xa022",
        "tel:+33472001122",
        "Il fait trop chaud",
        "comités",
    ):
        assert said in front
    assert "SAMU" in pages["/fr/securite/"]
    assert Browser(house).open("/nl/")[0] == 404


def test_what_belongs_to_the_first_service_would_be_found() -> None:
    assert of_the_first("<p>Covid-Solidarity, 02 512 34 56</p>") == ["covid", "512 34 56"]


def test_its_questions_are_its_own(house: House) -> None:
    visitor = Browser(house)
    _status, page, _location = visitor.open("/fr/demander/what/")
    assert re.findall(r'name="what-kind" value="([^"]+)"', page) == [
        "water",
        "fan",
        "cool-room",
        "daily-call",
    ]
    visitor.send("/fr/demander/what/", **{"what-kind": "water"})
    assert "Cinq chiffres" in visitor.open("/fr/demander/where/")[1]
    visitor.send("/fr/demander/where/", **{"where-postcode": "6900", "where-street": "Rue Bonnel 7"})
    wrong = visitor.open("/fr/demander/where/")[1]
    assert 'class="errors"' in wrong
    assert of_the_first(wrong) == []


def test_the_whole_walk_from_asking_to_done(house: House) -> None:
    volunteer, person = Browser(house), Browser(house)
    volunteer.send(
        "/fr/benevole/", name="Louise Labé", email="louise@example.org", phone="06 12 34 56 78",
        postcode="69003", kinds=["water"], languages=["fr"], travel_km="5", charter="on",
    )  # fmt: skip
    volunteer.send(house.letter_link("confirm"))

    answers: dict[str, dict[str, Any]] = {
        "what": {"what-kind": "fan", "what-when": "today"},
        "where": {"where-postcode": "69003", "where-street": "Rue Bonnel 7"},
        "who": {"who-name": "Pierrette Dupuy", "who-phone": "04 72 33 44 55", "who-languages": ["fr"]},
        "list": {"list-notes": ""},
        "check": {"check-consent": "on"},
    }
    for step, given in answers.items():
        own = person.send(f"/fr/demander/{step}/", **{"ask_wizard-current_step": step}, **given)
    page = person.open(own)[1]
    reference = re.findall(r"\d{3} \d{3}", words(page))[0]
    assert "Un ventilateur" in page

    asked = house.letter_link("/v/")
    assert "Une livraison" in volunteer.open(asked)[1]
    contact = volunteer.send(asked, promise="on")
    page = words(volunteer.open(contact)[1])
    for said in ("Pierrette Dupuy", "04 72 33 44 55", "Rue Bonnel 7", "Un ventilateur", "69003"):
        assert said in page
    assert "Louise" in person.open(own)[1]
    status_page = person.send("/fr/suivi/", reference=reference, phone="4455")
    assert "Louise" in person.open(status_page)[1]
    (done,) = re.findall(r'action="([^"]+/done/)"', volunteer.open(contact)[1])
    volunteer.send(contact, to=done)
    assert "c’est fait" in words(person.open(own)[1])
    assert of_the_first(unfolded(house.letters())) == []
