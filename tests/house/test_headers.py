"""What every page says to the browser: trust nobody, keep nothing, tell nobody where you come from."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse

from geo.links import MAP
from tests.house.desk_scenes import OPERATOR
from tests.house.scenes import walk
from tests.house.visitor import Shown, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = re.compile(r'\b(?:src|href|action|srcset|poster|data|formaction)\s*=\s*["\']([^"\']*)', re.IGNORECASE)
# The one address elsewhere: the claimer's link to a map, followed only when it is pressed.
MAP_LINK = re.compile(rf'<a [^>]*href="{re.escape(MAP)}\?[^"]*"[^>]*rel="noreferrer"[^>]*>')
# Staff pages may have one, in a file of ours; they work without it.
OWN_SCRIPT = re.compile(r'<script src="/static/js/[a-z]+\.js" defer></script>')
COOKIES = {"sessionid", "csrftoken"}
POLICY = {
    "default-src": "'self'", "img-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
    "form-action": "'self'", "frame-ancestors": "'none'",
}  # fmt: skip


def policy(header: str) -> dict[str, str]:
    """A content security policy, directive by directive."""
    parts = (part.strip().partition(" ") for part in header.split(";") if part.strip())
    return {name: value for name, _space, value in parts}


def faults(page: Shown) -> list[str]:
    """What this answer should have said and did not, or said and should not."""
    headers, wrong = page.response.headers, []
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    wrong += [f"{name}: {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value]
    if policy(headers.get("Content-Security-Policy", "")) != POLICY:
        wrong.append(f"policy: {headers.get('Content-Security-Policy')}")
    if set(page.response.cookies) - COOKIES:
        wrong.append(f"cookies: {list(page.response.cookies)}")
    if has_key(page) and "no-store" not in headers.get("Cache-Control", ""):
        wrong.append(f"kept by the browser: {headers.get('Cache-Control')}")
    html = OWN_SCRIPT.sub("", page.html) if page.holder == OPERATOR else page.html
    return [f"{page.name}: {each}" for each in [*wrong, *foreign(html), *risky(html)]]


def has_key(page: Shown) -> bool:
    """Whether the address opens a door that only one person has."""
    return any(len(part) == 43 for part in page.path.split("/"))


def foreign(html: str) -> list[str]:
    """Addresses in a page that lead to others."""
    own = {"", urlsplit(django_settings.BASE_URL).netloc}
    urls = (urlsplit(url) for url in LINK.findall(MAP_LINK.sub("", html)))
    return [url.geturl() for url in urls if url.scheme not in ("mailto", "tel") and url.netloc not in own]


def risky(html: str) -> list[str]:
    """What a strict policy forbids and a page should not even try; and addresses that count."""
    words = ("<script", " style=", "<style", " onclick=", " onload=", "javascript:", "<iframe", "<form get")
    counted = [url for url in LINK.findall(html) if re.search(r"/\d+(/|$)", url)]
    return [word for word in words if word in html.lower()] + counted


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_every_page_protects_who_reads_it(language: str) -> None:
    pages = [page for page in walk(language) if page.framed]
    wrong = [fault for page in pages for fault in faults(page)]

    assert not wrong, "\n".join(wrong)
    assert len([page for page in pages if has_key(page)]) > 25


def test_no_page_that_needs_no_database_leads_elsewhere() -> None:
    assert [foreign(page.html) + risky(page.html) for page in walk("fr") if not page.framed] == [
        [],
        [],
        [],
        [],
    ]


def test_a_page_with_what_somebody_typed_is_not_kept_by_the_browser() -> None:
    typed = [page for page in walk("fr") if page.name.startswith("ask ")]

    kept = [page.name for page in typed if "no-store" not in page.response.headers.get("Cache-Control", "")]

    assert kept == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}, "policy"),
        ({"X-Frame-Options": "SAMEORIGIN"}, "X-Frame-Options"),
        ({"Referrer-Policy": "unsafe-url"}, "Referrer-Policy"),
        ({"Cache-Control": "max-age=60"}, "kept by the browser"),
    ],
)
def test_a_planted_header_is_found(change: dict[str, str], fault: str) -> None:
    visitor = Visitor("fr")
    visitor.get("own", visitor.path("requests:own", visitor.request().token()))
    (page,) = visitor.seen
    assert faults(page) == []

    for name, value in change.items():
        page.response.headers[name] = value

    assert [each for each in faults(page) if fault in each]


def test_planted_strangers_in_a_page_are_found() -> None:
    html = '<img src="https://pixel.example/1.gif"><a href="mailto:a@b.example">x</a><a href="/fr/">x</a>'
    answer: Any = HttpResponse(html)
    answer.set_cookie("visitor", "1")

    found = faults(Shown("planted", "/", answer))

    assert foreign(html) == ["https://pixel.example/1.gif"]
    assert "planted: cookies: ['visitor']" in found
    assert risky('<p style="x"><a href="/fr/request/12/">') == [" style=", "/fr/request/12/"]
