"""A closed site says so in every language and says when to come back; a statement says what is true."""

import re
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from covidsol import broken
from tests.house.source import BASE_DIR

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


def in_all_languages(html: str, words: tuple[Any, Any]) -> bool:
    """Whether both sentences stand there in each language."""
    said = []
    for code in LANGUAGES:
        with translation.override(code):
            said += [escape(str(each)) for each in words]
    return len(set(said)) == 2 * len(LANGUAGES) and all(each in html for each in said)


@pytest.mark.parametrize("path", ["/", "/fr/", "/nl/nowhere/", "/admin/", "/u/x/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_site_answers_everybody_without_a_database(settings: Any, path: str, method: str) -> None:
    settings.MAINTENANCE = 20
    response = getattr(Client(), method)(path)

    assert (response.status_code, response["Retry-After"]) == (503, "1200")
    html = response.content.decode()
    assert in_all_languages(html, broken.CLOSED)
    assert django_settings.SERVICE["phone_href"] in html
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_a_closed_house_is_still_watched_and_an_open_one_is_open(settings: Any, db: None) -> None:
    assert Client().get("/fr/").status_code == 200
    settings.MAINTENANCE = 20

    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("words", [broken.FAULT, broken.BAD_REQUEST, broken.CLOSED])
def test_what_is_broken_is_said_in_every_language(words: tuple[Any, Any]) -> None:
    assert in_all_languages(broken.page(words), words)


def test_the_page_for_the_proxy_needs_no_other_file() -> None:
    out = StringIO()
    call_command("closed_page", stdout=out)
    html = out.getvalue()

    assert "<style>" in html
    assert "<link" not in html
    assert in_all_languages(html, broken.CLOSED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("country", "where"), [("BE", "unia.be"), ("FR", "defenseurdesdroits.fr")])
def test_the_statement_names_who_hears_complaints_and_no_day_that_grows_old(
    language: str, country: str, where: str, settings: Any
) -> None:
    settings.COUNTRY = country
    with translation.override(language):
        html = Client().get(reverse("pages:accessibility")).content.decode()

    assert where in html
    assert not re.search(r"\b20\d\d\b", html)


def test_the_whole_browser_suite_is_what_the_statement_speaks_of() -> None:
    tests = "\n".join(path.read_text() for path in (BASE_DIR / "tests" / "browser").glob("*.py"))

    for proof in ("axe", "keyboard", "java_script_enabled"):
        assert proof in tests, proof
