"""An operator's hands: every key of a call counted, no mouse, and no script needed.

Times are those of the keystroke-level model: Card, Moran and Newell, "The keystroke-level model for user
performance time with interactive systems", Communications of the ACM 23(7), 1980: a key 0.2 s (a skilled
typist), a mental preparation 1.35 s, here one for each thing that is typed or read out; no pointing (1.1 s)
and no homing (0.4 s), for the hands never leave the keys. What the house takes to answer is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from callcentre.models import Call
from covidsol.telephony import Account
from matching import endings
from requests_app.models import HelpRequest, Status
from tests import cast, staff
from tests.browser.conftest import DESK, House, window
from tests.browser.keys import MOST, Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY_SECONDS, MENTAL_SECONDS = 0.2, 1.35
LIST = "lait, pain, 6 oeufs"
POLL = "**/operator/ringing/"
HIDDEN = "now => Object.defineProperty(document, 'hidden', {configurable: true, get: () => now})"


@dataclass
class Hands:
    """Ten fingers at the desk; a chord counts each of its keys."""

    page: Page
    typed: int = 0
    control: list[str] = field(default_factory=list)
    thoughts: int = 0

    def type(self, text: str) -> None:
        """One thing that the caller says."""
        self.page.keyboard.type(text)
        self.typed += len(text)
        self.thoughts += 1

    def press(self, *keys: str) -> None:
        """Tab, Space and the like: part of the thought before."""
        for key in keys:
            self.page.keyboard.press(key)
            self.control += key.split("+")

    def enter(self, chord: str = "Enter") -> None:
        """Enter, and the next page is there."""
        with self.page.expect_navigation():
            self.press(chord)
        ready(self.page)

    @property
    def keys(self) -> int:
        """All that was pressed."""
        return self.typed + len(self.control)

    @property
    def seconds(self) -> float:
        """By the model."""
        return self.keys * KEY_SECONDS + self.thoughts * MENTAL_SECONDS

    def __str__(self) -> str:
        return f"{self.keys} keys, {len(self.control)} of them control keys, {self.seconds:.1f} s"


def sit_down(context: BrowserContext, house: House, language: str) -> Hands:
    """An operator at her desk, logged in."""
    session = staff.browser_of(staff.member("operator")).cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": house.url}])
    context.set_extra_http_headers({"Accept-Language": language})
    page = context.new_page()
    page.goto(house.url + reverse("callcentre:desk"))
    ready(page)
    return Hands(page)


def ready(page: Page) -> None:
    """Somebody who types looks where the cursor is; on a busy machine it is there after the page."""
    page.locator("input:focus").wait_for()


@pytest.fixture(params=[False, True], ids=["no script", "script"])
def seat(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A wide window, with JavaScript and without."""
    with window(chromium, viewport=DESK, java_script_enabled=request.param) as context:
        yield context


def focused(page: Page) -> str:
    """Where the next key lands."""
    return page.locator(":focus").get_attribute("name") or ""


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_new_caller_takes_75_keys_and_30_seconds_at_most(
    seat: BrowserContext, house: House, language: str
) -> None:
    hands = sit_down(seat, house, language)
    hands.type("0470556677")
    hands.enter()
    for number, text in enumerate(("Nadia Dumont", "1030", "Rue Gallait 12", "1", LIST)):
        if number:
            hands.press("Tab")
        hands.type(text)
    hands.enter()
    assert focused(hands.page) == "consent"
    hands.thoughts += 1  # reads the sentence out, hears the yes
    hands.press("Space")
    hands.enter()

    row = HelpRequest.objects.get()
    assert (row.name, row.street, row.notes) == ("Nadia Dumont", "Rue Gallait 12", LIST)
    assert hands.page.locator("[role=status] .spoken").inner_text() == " ".join(row.reference)
    assert focused(hands.page) == "phone"
    print(f"a new caller: {hands}")
    assert hands.keys <= 75
    assert len(hands.control) <= 8
    assert hands.seconds <= 30


def test_a_known_caller_takes_15_keys_and_10_seconds_at_most(seat: BrowserContext, house: House) -> None:
    old = cast.help_request(now=timezone.now() - timedelta(days=3), phone="+32470556677", postcode="1030")
    endings.cancel(old, by="requester", now=timezone.now() - timedelta(days=2))
    hands = sit_down(seat, house, "fr")
    hands.type("0470556677")
    hands.enter()
    assert focused(hands.page) == "kind"
    hands.type("1")
    hands.enter()
    hands.thoughts += 1
    hands.press("Space")
    hands.enter()

    assert HelpRequest.objects.count() == 2
    print(f"a known caller: {hands}")
    assert hands.keys <= 15
    assert hands.seconds <= 10


def test_a_call_without_a_request_takes_three_keys(seat: BrowserContext, house: House) -> None:
    hands = sit_down(seat, house, "nl")
    hands.press("Tab")
    hands.type("2")
    hands.enter()

    assert Call.objects.get().outcome == "information"
    assert focused(hands.page) == "phone"
    print(f"a call without a request: {hands}")
    assert hands.keys == 3


def test_a_postcode_is_told_where_it_is_and_how_many_could_be_asked_before_enter(
    chromium: Browser, house: House
) -> None:
    cast.volunteer(now=timezone.now(), travel_km=10)
    with window(chromium, viewport=DESK) as context:
        hands = sit_down(context, house, "fr")
        hands.type("0470556677")
        hands.enter()
        hands.type("Nadia Dumont")
        hands.press("Tab")
        hands.type("1030")
        hands.press("Tab")
        said = hands.page.locator("#around p")
        said.wait_for()

        assert "1030 Schaerbeek" in said.inner_text()
        assert focused(hands.page) == "street"
        assert "1030" not in hands.page.url
        hands.page.locator("[name=postcode]").fill("99")
        hands.page.keyboard.press("Tab")
        said.wait_for(state="detached")


def test_ctrl_enter_saves_from_anywhere(chromium: Browser, house: House) -> None:
    with window(chromium, viewport=DESK) as context:
        hands = sit_down(context, house, "fr")
        hands.type("0470556677")
        hands.enter()
        for text in ("Nadia Dumont", "1030", "Rue Gallait 12", "1"):
            hands.type(text)
            hands.press("Tab")
        hands.page.locator("[name=consent]").check()
        hands.enter("Control+Enter")

    assert HelpRequest.objects.get().name == "Nadia Dumont"


def test_a_window_that_nobody_sees_asks_for_nothing_until_it_is_seen(
    chromium: Browser, house: House, settings: Any
) -> None:
    settings.TELEPHONY = Account(provider="aircall", tokens=("x" * 16,))
    asked: list[str] = []
    with window(chromium, viewport=DESK) as context:
        page = sit_down(context, house, "fr").page
        with page.expect_response(POLL):
            pass
        page.evaluate(HIDDEN, True)
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(7_000)  # it would have asked twice

        assert asked == []
        page.evaluate(HIDDEN, False)
        with page.expect_response(POLL):
            pass
    assert asked


def test_a_callers_request_is_cancelled_without_a_mouse(seat: BrowserContext, house: House) -> None:
    row = cast.help_request(now=timezone.now(), phone="+32470556677", postcode="1030")
    hands = sit_down(seat, house, "fr")
    hands.type("0470556677")
    hands.enter()
    keys = Keys(hands.page)
    for _press in range(MOST):
        if "/cancel/" in hands.page.evaluate("document.activeElement.href || ''"):
            break
        keys.tab()
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    keys.go(tag="BUTTON", cls="go warn")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")

    row.refresh_from_db()
    assert row.status == Status.CANCELLED
    print(f"cancelled for the caller: {keys.presses + 2} keys after the number")
    keys.go(tag="BUTTON", cls="go plain")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    assert focused(hands.page) == "outcome"
