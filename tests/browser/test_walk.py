"""From two strangers to a full shopping bag: real pages, real letters, no JavaScript, a phone of 320 px."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from matching.models import Match
from requests_app.models import HelpRequest, Status
from tests.browser.conftest import House
from volunteers.models import Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VICTOR, NADIA = "victor@example.org", "nadia@example.org"


@dataclass
class Thumb:
    """One person's thumb on one phone: counts what it must do."""

    page: Page
    taps: int = 0
    ticks: int = 0
    required: int = 0

    def start(self) -> None:
        """Count anew."""
        self.taps = self.ticks = self.required = 0

    def open(self, url: str) -> None:
        """Tap a link in a letter."""
        self.taps += 1
        answer = self.page.goto(url)
        assert answer
        assert answer.status == 200, url

    def tap(self, selector: str) -> None:
        """Tap the one such link or button of this page."""
        self.taps += 1
        self.page.locator(selector).click()

    def write(self, name: str, text: str, needed: bool = True) -> None:
        """Fill in a field."""
        self.required += needed
        self.page.locator(f"[name={name}]").fill(text)

    def choose(self, name: str, value: str) -> None:
        """Pick one of the answers that must be given."""
        self.required += 1
        self.page.locator(f"[name={name}][value={value}]").check()

    def tick(self, name: str) -> None:
        """Tick a box that somebody must read first."""
        self.ticks += 1
        self.page.locator(f"[name={name}]").check()


def link(letter: str, number: int = 0) -> str:
    """The address of a letter's button; the next is the volunteer's own page."""
    return str(re.findall(r"http://\S+", letter)[number])


def become_volunteer(thumb: Thumb, house: House, language: str) -> None:
    """From the first page to the confirmed address."""
    thumb.open(f"{house.url}/{language}/")
    thumb.tap(".two .card:first-child a.go")
    thumb.write("name", "Victor Horta")
    thumb.write("email", VICTOR)
    thumb.write("phone", "0470 12 34 56")
    thumb.write("postcode", "1050 Ixelles")
    thumb.choose("kinds", "groceries")
    assert thumb.page.locator(f"[name=languages][value={language}]").is_checked()
    assert thumb.page.locator("[name=travel_km]:checked").count() == 1
    thumb.tick("charter")
    thumb.tap("main form button")
    assert thumb.page.locator(".errors").count() == 0
    house.work()
    thumb.open(link(house.letter(VICTOR)))
    thumb.tap("main form button")
    house.work()
    house.letter(VICTOR)
    assert Volunteer.objects.get().is_searchable


def ask(thumb: Thumb, house: House, language: str) -> int:
    """From the first page to the confirmation; gives the number of forms that were sent."""
    thumb.open(f"{house.url}/{language}/")
    thumb.tap(".hero a.plain")
    thumb.start()
    send = "main form button"
    thumb.choose("what-kind", "groceries")
    thumb.tap(send)
    thumb.write("where-postcode", "1050 Ixelles")
    thumb.write("where-street", "Rue du Canari 77")
    thumb.tap(send)
    thumb.write("who-name", "Nadia Zephirine")
    thumb.write("who-phone", "02 512 34 99")
    thumb.write("who-email", NADIA, needed=False)
    thumb.tap(send)
    thumb.write("list-notes", "sirop", needed=False)
    thumb.tap(send)
    thumb.tick("check-consent")
    thumb.tap(send)
    return thumb.taps


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_volunteer_and_a_requester_walk_to_the_end(
    phone: BrowserContext, house: House, language: str
) -> None:
    victor, nadia = Thumb(phone.new_page()), Thumb(phone.new_page())
    become_volunteer(victor, house, language)

    assert ask(nadia, house, language) <= 5
    assert (nadia.required, nadia.ticks) <= (5, 1)
    row = HelpRequest.objects.get()
    assert row.language == language
    assert row.spoken_reference in nadia.page.locator(".panel").inner_text()
    house.work()

    victor.start()
    victor.open(link(house.letter(VICTOR)))
    assert "Zephirine" not in victor.page.content()
    victor.tick("promise")
    victor.tap("button.go:not(.plain)")
    assert (victor.taps, victor.ticks) == (2, 1)
    assert "Nadia Zephirine" in victor.page.content()
    assert row.code_word in victor.page.locator(".panel").inner_text()
    house.work()

    victor.start()
    letter = house.letter(VICTOR)
    assert "Rue du Canari 77" in letter
    victor.open(link(letter))
    victor.tap("main form button")
    assert victor.taps == 2
    assert "Zephirine" not in victor.page.content()
    row.refresh_from_db()
    assert row.status == Status.DONE
    assert Match.objects.get().outcome == "done"

    house.letter(NADIA)
    nadia.page.reload()
    assert nadia.page.locator(".panel .digits").count() == 1
    assert not nadia.page.locator("a[href$='/cancel/']").count()


def test_a_machine_that_follows_links_and_presses_buttons_claims_nothing(
    phone: BrowserContext, machine: BrowserContext, house: House
) -> None:
    become_volunteer(Thumb(phone.new_page()), house, "fr")
    ask(Thumb(phone.new_page()), house, "fr")
    house.work()
    scanner = Thumb(machine.new_page())
    scanner.open(link(house.letter(VICTOR)))
    scanner.page.wait_for_timeout(2000)

    scanner.tap("button.go:not(.plain)")
    assert HelpRequest.objects.get().status == Status.OPEN
    assert scanner.page.locator(".error").count() == 1
    assert not Match.objects.exists()

    scanner.tick("promise")
    scanner.tap("button.go:not(.plain)")
    assert HelpRequest.objects.get().status == Status.MATCHED
