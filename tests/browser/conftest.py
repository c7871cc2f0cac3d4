"""A real Chromium, and a house for it to walk in: letters are delivered when a test says so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, sync_playwright

from covidsol import dev_letters
from letters import send
from matching import clock
from tests.house import scenes
from tests.house.source import BASE_DIR
from tests.house.visitor import Shown

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--no-proxy-server",
]  # fmt: skip
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this folder, shut behind them.

    While it lives its event loop runs in our thread, so Django must be told that this is no harm.
    """
    if not CHROMIUM.exists():
        if os.environ.get("COVIDSOL_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"{CHROMIUM} is missing")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def window(browser: Browser, **choices: Any) -> Iterator[BrowserContext]:
    """A window of its own, which loses patience soon."""
    context = browser.new_context(**choices)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """An old phone: 320 px wide, without JavaScript."""
    with window(chromium, viewport=PHONE, java_script_enabled=False) as context:
        yield context


@pytest.fixture
def machine(chromium: Browser) -> Iterator[BrowserContext]:
    """A mail scanner that runs scripts."""
    with window(chromium, viewport=DESK) as context:
        yield context


@dataclass
class House:
    """The running house, seen from outside, and the hands of its clock."""

    url: str
    read: set[str] = field(default_factory=set)

    def work(self) -> None:
        """Do what the worker would do in the next minute: place, ask, deliver; at whatever hour this runs."""
        soon = timezone.now() + timedelta(minutes=1)
        clock.sweep(soon)
        send.deliver(lambda: soon)

    def letter(self, to: str) -> str:
        """The text of the newest unread letter to this address."""
        letters = [each for each in dev_letters.spool() if each.to == to and each.name not in self.read]
        assert letters, f"no letter to {to}"
        self.read.add(letters[0].name)
        return letters[0].text


@pytest.fixture
def house(live_server: Any, settings: Any) -> House:
    """The house at an address of its own, with a folder for its letters."""
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return House(live_server.url)


STATIC = {
    "/static/css/site.css": "text/css",
    "/static/css/paper.css": "text/css",
    "/static/css/desk.css": "text/css",
    "/static/css/queue.css": "text/css",
    "/static/js/desk.js": "text/javascript",
    "/static/favicon.svg": "image/svg+xml",
}


class Gallery:
    """Pages as the views made them, hung up for the browser at an address where nothing else is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://gallery.test")
        if path in STATIC:
            route.fulfill(path=BASE_DIR / path.lstrip("/"), content_type=STATIC[path])
        else:
            route.fulfill(body="", content_type="text/html; charset=utf-8")

    def show(self, html: str) -> Page:
        """Hang this page up. The window stays, and with it axe, which takes long to load."""
        if self.page.url == "about:blank":
            self.page.goto("http://gallery.test/")
        self.page.set_content(html)
        return self.page


def pages(language: str) -> list[Shown]:
    """Every page in every state."""
    return scenes.walk(language)
