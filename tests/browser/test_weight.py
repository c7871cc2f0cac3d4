"""What a page costs on an old phone: a cold visit is small, asks nobody else, and runs nothing."""

from typing import Any

import pytest
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils.text import compress_string
from playwright.sync_api import Browser, Page, Request, Response

from tests.browser.conftest import House, window
from tests.house.desk_scenes import OPERATOR
from tests.house.impact_scenes import figures
from tests.house.paper_scenes import code
from tests.house.scenes import walk
from tests.house.source import BASE_DIR
from tests.house.visitor import Shown, Visitor

pytestmark = pytest.mark.browser
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGE_BYTES, CSS_BYTES, REQUESTS = 14 * 1024, 6 * 1024, 3
MAP_BYTES = 60 * 1024  # the one page with a map in it
WITH_A_MAP = ("impact:impact", "impact: figures")
RAW_BYTES = 12 * 1024  # of the page alone before it is compressed: what a phone must read and keep
HEAD = 500  # of an answer with a file


def addresses() -> dict[str, str]:
    """Pages that somebody may open first, by name."""
    visitor = Visitor("fr")
    asked, match = visitor.invitation(), visitor.match()
    figures()
    views = [
        "home",
        "pages:how",
        "pages:safety",
        "pages:privacy",
        "volunteers:register",
        "paper:papers",
        "paper:blank",
        "paper:flyer",
        "impact:impact",
        "impact:wanted",
    ]
    doors: dict[str, tuple[str, Any]] = {
        "ask": ("requests:ask_step", "what"),
        "invitation": ("matching:invitation", asked.token()),
        "contact": ("matching:contact", match.token()),
        "own page": ("volunteers:own", asked.volunteer.token("own")),
        "request": ("requests:own", asked.help_request.token()),
    }
    opened = {name: visitor.path(view, key) for name, (view, key) in doors.items()}
    poster = {"poster": visitor.path("paper:code", code(asked.help_request))}
    return {view: visitor.path(view) for view in views} | opened | poster | {"not found": "/fr/nowhere/"}


def most(name: str) -> int:
    """How many bytes this page may cost."""
    return MAP_BYTES if name in WITH_A_MAP else PAGE_BYTES


def received(answer: Response) -> int:
    """Bytes that came over the line, head and body."""
    sizes = answer.request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def fault(page: Page, url: str, home: str, bytes_at_most: int = PAGE_BYTES) -> list[str]:
    """What a first visit to this address costs too much."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(url)
    # A browser asks for the icon when it likes, so it is left out here and always counted once.
    icon = BASE_DIR / (page.locator("link[rel=icon]").get_attribute("href") or "").lstrip("/")
    asked = [each for each in asked if not each.url.endswith(icon.name)]
    answers = [response for each in asked if (response := each.response())]
    size, count = sum(map(received, answers)) + icon.stat().st_size + HEAD, len(asked) + 1
    wrong = [f"from elsewhere: {each.url}" for each in asked if not each.url.startswith(home)]
    wrong += [f"{size} bytes"] if size > bytes_at_most else []
    wrong += [f"{count} requests"] if count > REQUESTS else []
    return wrong + (["a script"] if page.locator("script").count() else [])


@pytest.mark.django_db(transaction=True)
def test_a_cold_page_is_small_and_asks_nobody_else(chromium: Browser, house: House) -> None:
    wrong = []
    for name, path in addresses().items():
        with window(chromium, java_script_enabled=False) as phone:
            wrong += [
                f"{name}: {each}" for each in fault(phone.new_page(), house.url + path, house.url, most(name))
            ]

    assert not wrong, "\n".join(wrong)


def test_a_planted_heavy_page_is_found(chromium: Browser) -> None:
    html = f"""<link rel="icon" href="/static/favicon.svg"><script src="https://count.example/c.js"></script>
    <img src="/a.png"><img src="/b.png">{"x" * PAGE_BYTES}"""
    with window(chromium) as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))

        found = fault(page, "http://house.test/", "http://house.test")

    assert [each.partition(" ")[2] for each in found] == [
        "elsewhere: https://count.example/c.js",
        "bytes",
        "requests",
        "script",
    ]


def on_the_line(page: Shown) -> int:
    """Bytes of the answer, head and body; compressed as Django does it, with its longest padding by chance.

    What is asked for with a query is not compressed, see `covidsol.smaller`.
    """
    body: bytes = page.response.content
    if "?" not in page.path:
        body = compress_string(body) + b"x" * GZipMiddleware.max_random_bytes
    head = sum(len(f"{name}: {value}\r\n".encode()) for name, value in page.response.headers.items())
    return len(body) + head


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_state_is_small_with_its_style_and_its_icon(language: str) -> None:
    """Also those with a fault, and with a style sheet that nothing has compressed."""
    files = (BASE_DIR / "static" / name for name in ("css/site.css", "favicon.svg"))
    rest = sum(each.stat().st_size + HEAD for each in files)
    shown = [page for page in walk(language) if page.holder != OPERATOR]

    assert {page.name: size for page in shown if (size := on_the_line(page) + rest) > most(page.name)} == {}
    raw = {page.name: len(page.response.content) for page in shown if page.name not in WITH_A_MAP}
    assert {name: size for name, size in raw.items() if size > RAW_BYTES} == {}
    assert len(shown) > 100
    assert {page.method for page in shown} == {"GET", "POST"}


@pytest.mark.django_db
def test_a_page_really_goes_over_the_line_like_that() -> None:
    visitor, asks = Visitor("fr"), {"accept-encoding": "gzip, deflate, br"}
    path = visitor.path("volunteers:register")
    visitor.get("register", path)
    answer = visitor.client.get(path, headers=asks)

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) <= on_the_line(visitor.seen[0]) < len(visitor.seen[0].response.content)
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.django_db
def test_no_page_is_compressed_that_was_asked_for_with_somebodys_words() -> None:
    visitor, asks = Visitor("fr"), {"accept-encoding": "gzip"}

    assert not visitor.client.get(visitor.path("paper:flyer") + "?other=xx", headers=asks).has_header(
        "Content-Encoding"
    )


@pytest.mark.once
def test_the_style_sheet_is_small_and_asks_for_nothing() -> None:
    css = (BASE_DIR / "static" / "css" / "site.css").read_bytes()

    assert len(css) <= CSS_BYTES
    assert b"url(" not in css
    assert b"@import" not in css
    assert [each.name for each in (BASE_DIR / "static").rglob("*.js")] == ["desk.js"]  # the operators' own
    assert not list((BASE_DIR / "static").rglob("*.woff*"))
