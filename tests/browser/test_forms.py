"""Filling in a form: what goes wrong is said where it is, nothing typed is lost, no mouse is needed."""

import pytest
from django.utils import translation
from playwright.sync_api import BrowserContext, Page

from letters.models import Letter
from tests.browser.conftest import House
from tests.house.visitor import Visitor
from volunteers.models import Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "() => document.activeElement.name || document.activeElement.tagName"


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_wrong_postcode_is_said_beside_the_field_and_nothing_typed_is_lost(
    phone: BrowserContext, house: House, language: str
) -> None:
    page, visitor = phone.new_page(), Visitor(language)
    page.goto(house.url + visitor.path("requests:ask_step", "what"))
    page.locator("[name=what-kind][value=groceries]").check()
    page.locator("main form button").click()
    page.locator("[name=where-postcode]").fill("99999")
    page.locator("[name=where-street]").fill("Rue du Canari 77")
    page.locator("main form button").click()

    with translation.override(language):
        assert page.title().startswith(translation.gettext("Error:"))
    assert page.locator("[name=where-postcode]").input_value() == "99999"
    assert page.locator("[name=where-street]").input_value() == "Rue du Canari 77"
    field = page.locator("[name=where-postcode]")
    message = page.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator(".errors a").inner_text() in message.inner_text()
    page.locator(".errors a").click()
    assert page.evaluate(FOCUSED) == "where-postcode"


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until this control has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"Tab never comes to {name}")


def test_somebody_becomes_a_volunteer_without_a_mouse(phone: BrowserContext, house: House) -> None:
    page = phone.new_page()
    page.goto(house.url + Visitor("fr").path("volunteers:register"))
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    answers = {
        "name": "Victor Horta",
        "email": "v@example.org",
        "phone": "0470123456",
        "postcode": "1050 Ixelles",
    }
    for name, text in answers.items():
        tab_to(page, name, most=2)
        page.keyboard.type(text)
    for name in ("kinds", "charter"):
        tab_to(page, name)
        page.keyboard.press("Space")
    tab_to(page, "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + Visitor("fr").path("volunteers:check_mail") + "*")

    assert Volunteer.objects.get().name == "Victor Horta"
    assert Letter.objects.get().kind == "volunteer_confirm"


def test_which_municipality_is_answered_with_the_keyboard_and_back_comes_to_it(
    phone: BrowserContext, house: House
) -> None:
    page, visitor = phone.new_page(), Visitor("nl")
    page.goto(house.url + visitor.path("requests:ask_step", "what"))
    page.locator("[name=what-kind][value=groceries]").check()
    page.locator("main form button").click()
    for name, text in (("where-postcode", "1050"), ("where-street", "Kanariestraat 77")):
        tab_to(page, name)
        page.keyboard.type(text)
    page.keyboard.press("Enter")

    page.locator(".errors a").click()
    assert page.evaluate(FOCUSED) == "where-municipality"
    page.keyboard.press("ArrowDown")
    tab_to(page, "where-street", most=2)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + visitor.path("requests:ask_step", "who") + "*")
    assert "1050 Elsene / Ixelles" in page.locator("main").inner_text()
    page.go_back()

    assert page.locator("[name=where-municipality]:checked").get_attribute("value") == "Ixelles / Elsene"
    assert page.locator("[name=where-street]").input_value() == "Kanariestraat 77"


def test_back_after_a_page_with_a_fault_asks_nothing_and_comes_to_what_was_typed(
    phone: BrowserContext, house: House
) -> None:
    page, visitor = phone.new_page(), Visitor("fr")
    page.goto(house.url + visitor.path("requests:ask_step", "what"))
    page.locator("main form button").click()
    assert page.locator(".errors").count() == 1
    page.locator("[name=what-kind][value=groceries]").check()
    page.locator("main form button").click()
    page.locator("[name=where-postcode]").fill("99999")
    page.locator("main form button").click()
    page.locator(".errors").wait_for()

    # a page that was the answer to a post would be Chrome's question whether to send it again
    page.go_back()

    assert page.url.endswith(
        (visitor.path("requests:ask_step", "where"), visitor.path("requests:ask_step", "what"))
    )
    assert page.locator("main form").count() == 1
    page.go_forward()
    assert page.locator("[name=where-postcode]").input_value() == "99999"


def test_back_and_reload_after_a_fault_of_a_new_volunteer_lose_nothing(
    phone: BrowserContext, house: House
) -> None:
    page, visitor = phone.new_page(), Visitor("nl")
    page.goto(house.url + visitor.path("home"))
    page.locator(f"main a[href^='{visitor.path('volunteers:register')}']").first.click()
    page.locator("[name=name]").fill("Noor Peeters")
    page.locator("[name=postcode]").fill("99999")
    page.locator("main form button").click()
    page.locator(".errors").wait_for()

    for again in (page.reload, page.go_back, page.go_forward):
        again()
        assert page.locator("[name=name]").input_value() == "Noor Peeters"
    assert page.locator(".errors").count() == 1
    assert not Volunteer.objects.exists()
