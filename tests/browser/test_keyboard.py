"""Asking for help and taking it on without a mouse: every stop of the way shows that it has the focus."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext

from requests_app.models import HelpRequest, Status
from tests.browser.conftest import House
from tests.browser.keys import Keys
from tests.browser.test_walk import link
from tests.house.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = {"tag": "BUTTON"}


def ask(keys: Keys) -> None:
    """From the first page to the confirmation."""
    keys.press(cls="go plain")
    keys.tick("what-kind", "chemist")
    keys.press(**BUTTON)
    keys.type("where-postcode", "1030")
    keys.type("where-street", "Rue du Canari 77")
    keys.press(**BUTTON)
    keys.type("who-name", "Nadia Zephirine")
    keys.type("who-phone", "02 512 34 99")
    keys.press(**BUTTON)
    keys.type("list-notes", "sirop")
    keys.press(**BUTTON)
    keys.tick("check-consent")
    keys.press(**BUTTON)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_help_is_asked_and_given_up_with_the_keyboard_alone(
    phone: BrowserContext, house: House, language: str
) -> None:
    keys = Keys(phone.new_page())
    keys.page.goto(f"{house.url}/{language}/")
    ask(keys)

    row = HelpRequest.objects.get()
    assert (row.kind, row.status, row.name) == ("chemist", Status.OPEN, "Nadia Zephirine")
    assert row.code_word in keys.page.locator(".panel").inner_text()

    with translation.override(language):
        keys.press(text=gettext("I no longer need help"))
    keys.press(**BUTTON)
    row.refresh_from_db()
    assert row.status == Status.CANCELLED


def test_a_request_is_taken_on_and_done_with_the_keyboard_alone(phone: BrowserContext, house: House) -> None:
    victor, row = Visitor("nl").volunteer(), Visitor("nl").request()
    house.work()
    keys = Keys(phone.new_page())
    keys.page.goto(link(house.letter(victor.email)))
    keys.tick("promise")
    keys.press(cls="go wide")

    row.refresh_from_db()
    assert row.status == Status.MATCHED
    assert row.name in keys.page.locator("main").inner_text()

    keys.press(cls="go wide", **BUTTON)
    row.refresh_from_db()
    assert row.status == Status.DONE


def test_a_way_without_a_ring_is_found(phone: BrowserContext, house: House) -> None:
    keys = Keys(phone.new_page())
    keys.page.goto(house.url + "/fr/")
    keys.tab()
    keys.page.evaluate("() => document.styleSheets[0].insertRule('*{outline:0 !important}', 0)")

    with pytest.raises(AssertionError, match="'ring': False"):
        keys.tab()
