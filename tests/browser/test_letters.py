"""Every letter as a phone shows it: it fits 360 px, its button fits a thumb, and axe finds no fault."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, ViewportSize

from tests.browser.conftest import window
from tests.browser.test_pages import COLOURS, MEASURE, SIDEWAYS, Rules, violations
from tests.house.post import letters

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
SMALL: ViewportSize = {"width": 360, "height": 740}
# A letter has no landmarks: mail programs bring their own page around it.
RULES: Rules = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_fits_a_phone_and_a_thumb(chromium: Browser, language: str) -> None:
    wrong, count = [], 0
    with window(chromium, viewport=SMALL) as context:
        page = context.new_page()
        for each in letters(language):
            page.set_content(each.html)
            found = violations(page, RULES) + page.evaluate(MEASURE)
            wide = page.evaluate(SIDEWAYS)
            wrong += [
                f"{each.kind}: {fault}" for fault in [*found, *([f"{wide} px too wide"] if wide else [])]
            ]
            count += 1

    assert not wrong, "\n".join(wrong)
    assert count > 18


def test_a_planted_pale_and_wide_letter_is_found(chromium: Browser) -> None:
    html = """<html lang="fr"><title>x</title><p style="color:#888;width:400px">pale</p>
    <p style="color:#666">grey</p>"""
    with window(chromium, viewport=SMALL) as context:
        page = context.new_page()
        page.set_content(html)

        assert {each.partition(":")[0] for each in violations(page, RULES)} == set(COLOURS)
        assert page.evaluate(SIDEWAYS) > 0
