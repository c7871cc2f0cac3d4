"""From a poster on a door to the name behind it: one who is new, a phone of 320 px, no JavaScript."""

import pytest
from playwright.sync_api import BrowserContext

from matching.models import Match
from paper import codes
from paper.models import Scans
from requests_app.models import HelpRequest, Status
from tests.browser.conftest import House
from tests.browser.test_walk import VICTOR, Thumb, ask, link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRETS = ("Zephirine", "Canari", "512 34 99", "sirop")


def hang_up(asker: Thumb, house: House) -> str:
    """She makes her poster, with nothing ticked; gives what a phone reads from it."""
    asker.tap("main a[href$='/affiche/']")
    asker.tap("main form button.go >> nth=0")
    assert asker.page.locator("main.poster .qr").count() == 1
    found = codes.of(HelpRequest.objects.get())
    assert found
    return f"{house.url}/a/{found.spoken}/"


def come_by(neighbour: Thumb, house: House, address: str) -> None:
    """He scans it, signs up in the same breath, and confirms by the letter."""
    neighbour.start()
    neighbour.open(address)
    assert "1050" in neighbour.page.locator("main").inner_text()
    assert neighbour.page.locator("[name=postcode]").input_value().startswith("1050")
    neighbour.write("name", "Victor Horta")
    neighbour.write("email", VICTOR)
    neighbour.write("phone", "0470 12 34 56")
    neighbour.tick("charter")
    neighbour.tap("main form button.go >> nth=0")
    assert neighbour.page.locator(".errors").count() == 0
    house.work()
    neighbour.open(link(house.letter(VICTOR)))
    neighbour.tap("main form button")


def test_a_neighbour_scans_a_poster_signs_up_says_yes_and_only_then_sees_who_it_is(
    phone: BrowserContext, house: House
) -> None:
    nadia, victor = Thumb(phone.new_page()), Thumb(phone.new_page())
    ask(nadia, house, "fr")
    house.work()
    come_by(victor, house, hang_up(nadia, house))

    seen_before = victor.page.content()
    victor.tick("promise")
    victor.tap("button.go:not(.plain)")

    assert not [word for word in SECRETS if word in seen_before]
    assert not [word for word in SECRETS if word not in victor.page.content()]
    assert HelpRequest.objects.get().status == Status.MATCHED
    assert Match.objects.get().volunteer.email == VICTOR
    assert Scans.objects.get().number == 1
    assert victor.required <= 3, "postcode, help and language are known from the poster"
    house.work()
    welcome_and_contact = [house.letter(VICTOR) for _letter in range(2)]
    assert any("Rue du Canari 77" in text for text in welcome_and_contact)
