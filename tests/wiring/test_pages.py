"""The first page, the house's health, the language bar, and errors in style."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.utils import translation
from django.utils.html import escape

from covidsol import urls, views
from covidsol.context import language_bar
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PHONE = settings.SERVICE["phone"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fr", "fr"),
        ("nl;q=0.9", "nl"),
        ("fr;q=0.3, nl;q=0.8", "nl"),
        ("de-AT,de;q=0.9", "de"),
        ("EN-gb", "en"),
        ("pl, tr;q=0.9, de;q=0.1", "de"),
        ("nl-BE, fr-BE;q=0.9", "nl"),
    ],
)
def test_the_bare_address_leads_to_the_first_language_that_we_have(
    client: Client, asked: str, language: str
) -> None:
    response = client.get("/", headers={"accept-language": asked})

    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("asked", ["", "pl", "tr,ar;q=0.5", "*", "garbage;;;", "x" * 5000, "fr_FR\0", ";q=1"])
def test_whoever_speaks_none_of_ours_sees_four_names(client: Client, asked: str) -> None:
    response = client.get("/", headers={"accept-language": asked})
    html = response.content.decode()

    assert response.status_code == 200
    assert "Accept-Language" in response["Vary"]
    for code, name in settings.LANGUAGES:
        assert f'href="/{code}/" lang="{code}"' in html
        assert name in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_of_each_language_has_the_number_and_all_three_ways_in(
    client: Client, language: str
) -> None:
    with translation.override(language):
        html = client.get(reverse("home")).content.decode()
        ways = [
            f"{reverse('requests:ask')}?start=me",
            f"{reverse('requests:ask')}?start=other",
            f"{reverse('volunteers:register')}?start=me",
        ]

    assert f'<html lang="{language}">' in html
    assert html.count(settings.SERVICE["phone_href"]) >= 2
    for way in ways:
        assert f'href="{way}"' in html


def test_the_house_says_that_it_is_up_without_its_database(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405
    assert "Set-Cookie" not in response


# Errors


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret of the house")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("break/", break_down), path("refuse/", refuse), *urls.urlpatterns]
handler500, handler400 = urls.handler500, urls.handler400
no_debug = pytest.mark.urls(__name__)


def in_style(response: Any) -> str:
    html: str = response.content.decode()
    assert PHONE in html
    assert settings.SERVICE["phone_href"] in html
    assert "css/site.css" in html
    assert "<h1>" in html
    assert '<meta name="robots" content="noindex">' in html
    return html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_is_one_in_the_readers_language(
    client: Client, db: None, language: str
) -> None:
    response = client.get(f"/{language}/nothing/here/")

    html = in_style(response)
    assert response.status_code == 404
    assert f'<html lang="{language}">' in html
    with translation.override(language):
        assert escape(translation.gettext("This page is not here")) in html
    for code in LANGUAGES:
        assert f'href="/{code}/"' in html or code == language


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/fr", "//evil.example", "//evil.example/fr/", "/fr/%00/", "/%FF", "/fr/<script>/", "/xx/"],
)
def test_no_address_breaks_the_house(client: Client, db: None, address: str) -> None:
    response = client.get("/", PATH_INFO=unquote(address, "iso-8859-1"))

    assert response.status_code in (301, 302, 404)
    assert not response.get("Location", "").startswith("//")
    assert b"<script>/" not in response.content


@no_debug
def test_a_forbidden_page_is_one_of_ours(client: Client, db: None) -> None:
    response = client.get("/refuse/", headers={"accept-language": "nl"})

    assert response.status_code == 403
    assert '<html lang="nl">' in in_style(response)


@no_debug
def test_a_breakdown_says_so_in_four_languages_and_nothing_of_the_cause(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/break/")
    html = in_style(response)

    assert response.status_code == 500
    assert '<html lang="fr">' in html
    for code in ("nl", "de", "en"):
        assert f'<div lang="{code}">' in html
    assert "secret of the house" not in html
    assert "Traceback" not in html


def test_what_is_no_request_is_answered_in_four_languages(client: Client, db: None) -> None:
    response = client.post(
        reverse("volunteers:register"), {"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    )
    html = in_style(response)

    assert response.status_code == 400
    for code in ("nl", "de", "en"):
        assert f'<div lang="{code}">' in html


@pytest.mark.parametrize(
    "page", [views.server_error, lambda request: views.bad_request(request, ValueError())]
)
def test_the_last_pages_need_no_database_and_no_session(page: Callable[[HttpRequest], HttpResponse]) -> None:
    in_style(page(RequestFactory().get("/")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_cookie_is_told_what_to_do(db: None, language: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    with translation.override(language):
        response = careful.post(reverse("volunteers:register"), {"name": "x"})
        expected = escape(translation.gettext("Your answers were not sent"))

    assert response.status_code == 403
    assert expected in in_style(response)
    assert not Volunteer.objects.exists()


def test_no_error_page_shows_what_its_address_holds(client: Client, nadia: HelpRequest) -> None:
    broken = nadia.token()[:-3] + "AAA"

    assert nadia.spoken_reference not in client.get(reverse("requests:own", args=[broken])).content.decode()


# The language bar


@pytest.mark.parametrize("view", ["requests:own", "requests:cancel"])
def test_the_language_bar_keeps_the_page_and_its_token(client: Client, nadia: HelpRequest, view: str) -> None:
    with translation.override("fr"):
        html = client.get(reverse(view, args=[nadia.token()])).content.decode()
    for code in LANGUAGES:
        with translation.override(code):
            there = reverse(view, args=[nadia.token()])
        if code == "fr":
            continue
        assert f'href="{there}" lang="{code}"' in html
        assert client.get(there).status_code == 200


def test_the_language_bar_leads_home_where_a_page_has_only_one_language() -> None:
    with translation.override("fr"):
        bar: list[dict[str, Any]] = language_bar("/admin/")

    assert [each["url"] for each in bar if not each["current"]] == ["/nl/", "/de/", "/en/"]


@pytest.mark.parametrize("address", ["/", "/fr/", "/healthz"])
def test_every_answer_carries_what_keeps_strangers_out(client: Client, db: None, address: str) -> None:
    response = client.get(address)

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert (response["X-Frame-Options"], response["Referrer-Policy"]) == ("DENY", "same-origin")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_no_page_for_reading_sets_a_cookie(client: Client, db: None) -> None:
    for name in ("home", "pages:how", "pages:safety", "pages:privacy", "volunteers:check_mail"):
        assert not client.get(reverse(name)).cookies, name
    assert client.get(reverse("volunteers:register")).cookies, "a form needs one, and the look finds it"
