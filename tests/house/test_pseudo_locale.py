"""No page and no letter holds a text that cannot be translated: read in a language that nobody speaks."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import get_resolver
from django.utils.translation import trans_real

from catalogue import languages
from covidsol import accessibility
from covidsol.service import LISTENING
from geo.postcodes import place_label
from requests_app.models import HelpRequest
from tests.house.impact_scenes import names_of_places
from tests.house.post import letters
from tests.house.pseudo import CLOSE, OPEN, Pseudo, literals, page_literals
from tests.house.scenes import walk
from tests.house.visitor import CODE_WORD, NAME, PERSON

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Shown in all languages at once: when these are needed nobody knows which one is read.
FOUR_TONGUES = {"bad request", "fault", "closed"}
# The bare address has no language of its own.
NO_LANGUAGE = {"front"}


SOURCES = (
    "countries-states-cities-database (ODbL), © Statbel (CC BY 4.0), © NGI (CC BY 4.0), "
    "GeoNames (CC BY 4.0), INSEE, IGN, DILA, DGFiP, La Poste (Licence Ouverte 2.0, ODbL)"
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Switches English to the pseudo-language; gives the names that are the same in every language."""
    assert (
        get_resolver().url_patterns
    )  # imports all pages first: a label that is fixed at import is found out
    for code, _name in django_settings.LANGUAGES:  # all: a printed sheet speaks two of them at once
        monkeypatch.setitem(vars(trans_real)["_translations"], code, Pseudo(code))
    written = [word for code, name in django_settings.LANGUAGES for word in (name, f"{code.upper()}")]
    return [
        *PERSON.values(), *NAME.split(), CODE_WORD, "Victor Horta", "Victor", "example.org", "victor",
        *languages.SPOKEN.values(), *written, place_label("BE", "1050", "en"),
        "1050 Ixelles / Elsene", "1050 Bruxelles / Brussel, Ixelles / Elsene", "Ixelles / Elsene",
        "Bruxelles / Brussel", "Ixelles", *names_of_places(), "© NGI, Statbel (CC BY 4.0)",
        django_settings.SERVICE_EMAIL, django_settings.BASE_URL, "02 512 98 76", SOURCES,
        accessibility.COMPLAINTS["BE"], "WCAG 2.2 AA", *(who for _number, who, _for_whom in LISTENING["BE"]),
    ]  # fmt: skip


def test_every_word_of_every_page_can_be_translated(known: list[str]) -> None:
    pages = [page for page in walk("en") if page.name not in FOUR_TONGUES | NO_LANGUAGE]
    known += [word for row in HelpRequest.objects.all() for word in row.code_word.split()]  # at the desk
    found = {page.name: page_literals(page.html, known) for page in pages}

    wrong = [f"{name}: {words}" for name, words in found.items() if words]
    assert not wrong, "\n".join(wrong)
    assert all(OPEN in page.html and CLOSE in page.html for page in pages)


def test_every_word_of_every_letter_can_be_translated(known: list[str], settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"  # the team's letters too
    found: dict[str, Any] = {}
    for letter in letters("en"):
        assert OPEN in letter.subject or letter.kind == "to_many", "a coordinator has written that one"
        text = " ".join(word for word in letter.text.split() if not word.startswith(django_settings.BASE_URL))
        in_clear = str(letter.message.context["button_url"])
        shown = page_literals(letter.html, [*known, in_clear])
        words = literals(letter.subject, known) + literals(text, known) + shown
        found |= {letter.kind: words} if words else {}

    assert found == {}


def test_a_planted_literal_is_found() -> None:
    good = f"<p>{OPEN}Ask <b>the code</b> word{CLOSE} Victor, 12 km</p><textarea>milk</textarea>"

    assert page_literals(good, ["Victor", "km"]) == []
    assert page_literals(f"<p>{OPEN}Ask{CLOSE} now</p>", []) == ["now"]
    assert page_literals(f"<svg aria-label='A door'></svg>{OPEN}x{CLOSE}", []) == ["door"]
    assert page_literals("<meta name='description' content='Help'>", []) == ["Help"]
