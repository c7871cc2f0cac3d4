"""Days as people say them: the first of a month is "1er" in French, and nothing else changes."""

from datetime import date

import pytest
from django.template import engines
from django.utils import translation

from catalogue.days import in_words, spoken

FIRST, ELEVENTH = date(2026, 12, 1), date(2026, 12, 11)


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", FIRST, "mardi 1er décembre 2026"),
        ("fr", ELEVENTH, "vendredi 11 décembre 2026"),
        ("fr", date(2026, 12, 21), "lundi 21 décembre 2026"),
        ("nl", FIRST, "dinsdag 1 december 2026"),
        ("de", FIRST, "Dienstag 1 Dezember 2026"),
        ("en", FIRST, "Tuesday 1 December 2026"),
    ],
)
def test_only_the_first_and_only_in_french(language: str, day: date, said: str) -> None:
    with translation.override(language):
        assert in_words(day, "l j F Y") == said


@pytest.mark.parametrize("engine", ["django", "text"])
def test_every_template_says_so_pages_and_letters(engine: str) -> None:
    template = engines[engine].from_string(
        "{{ day|date:'l j F' }}, {{ day|date:'j/n/Y' }}, {{ none|date:'j F' }}"
    )
    with translation.override("fr"):
        assert template.render({"day": FIRST, "none": None}) == "mardi 1er décembre, 1/12/2026, "


def test_other_text_stays_as_it_is() -> None:
    with translation.override("fr"):
        assert spoken("1 pain, 1 mars, 11 mars, 1 h") == "1 pain, 1er mars, 11 mars, 1 h"
