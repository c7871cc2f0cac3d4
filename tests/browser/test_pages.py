"""Every page in every state: read by axe, at 320 px, with letters twice as large, with a thumb."""

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import DESK, PHONE, Gallery, pages, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]  # fmt: skip
COLOURS = ["color-contrast", "color-contrast-enhanced"]
Rules = dict[str, Any]
ALL: Rules = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Colours are the same in every language, words are the same in the dark.
WORDS: Rules = {**ALL, "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}}}
DARK: Rules = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
WIDER: ViewportSize = {"width": 360, "height": 740}
Scheme = Literal["light", "dark"]
VIEWS: dict[str, tuple[str, ViewportSize, Scheme, Rules]] = {
    "fr": ("fr", PHONE, "light", ALL),
    "nl": ("nl", PHONE, "light", WORDS),
    "de": ("de", PHONE, "light", WORDS),
    "en": ("en", PHONE, "light", WORDS),
    "at a desk": ("fr", DESK, "light", ALL),
    "at a desk, nl": ("nl", DESK, "light", WORDS),
    "a wider phone": ("nl", WIDER, "light", ALL),
    "a wider phone, fr": ("fr", WIDER, "light", WORDS),
    "in the dark": ("fr", PHONE, "dark", DARK),
}
# Words in a sentence may be links as low as their line (WCAG 2.5.8, inline); all else is for a thumb.
MEASURE = """() => {
  const small = [];
  for (const each of document.querySelectorAll('a[href],button,input,select,textarea,summary')) {
    const target = each.closest('label') || each;
    const box = target.getBoundingClientRect();
    const hidden = each.type === 'hidden' || each.closest('.skip') || !each.checkVisibility();
    const style = getComputedStyle(target);
    const text = target.parentElement.textContent.trim();
    const inline = style.display === 'inline' && each.tagName === 'A'
      && each.parentElement.matches('p,li,dd,span,b') && text !== target.textContent.trim();
    if (!hidden && !inline && (box.width < 43.9 || box.height < 43.9))
      small.push(`${target.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
  }
  return small;
}"""
SIDEWAYS = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth"
LARGE = "() => document.documentElement.style.fontSize = '225%'"


def violations(page: Page, rules: Rules) -> list[str]:
    """What axe finds wrong with the page that is shown."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_FILE_PATH.read_text())
    found = page.evaluate("options => axe.run(document, options)", rules)["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_has_a_fault_that_axe_can_find(chromium: Browser, view: str) -> None:
    (language, size, scheme, rules), wrong = VIEWS[view], []
    with window(chromium, viewport=size, color_scheme=scheme, bypass_csp=True) as context:
        gallery = Gallery(context.new_page())
        for each in pages(language):
            wrong += [f"{each.name}: {fault}" for fault in violations(gallery.show(each.html), rules)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_a_small_phone_and_a_thumb_and_large_letters(
    chromium: Browser, language: str
) -> None:
    wrong = []
    with window(chromium, viewport=PHONE) as context:
        gallery = Gallery(context.new_page())
        for each in pages(language):
            page = gallery.show(each.html)
            wrong += [f"{each.name}: {control}" for control in page.evaluate(MEASURE)]
            wide = page.evaluate(SIDEWAYS)
            page.evaluate(LARGE)
            large = page.evaluate(SIDEWAYS)
            wrong += [f"{each.name}: {wide} px too wide, {large} with large letters"] if wide + large else []

    assert not wrong, "\n".join(wrong)


def test_planted_faults_are_found(chromium: Browser) -> None:
    html = """<!doctype html><html lang="fr"><title>x</title>
    <link rel="stylesheet" href="/static/css/site.css">
    <main><h1>x</h1><p style="color:#bbb">pale</p>
    <p style="color:#666">grey</p><input><button style="height:20px">x</button>
    <a class="go" href="/" style="white-space:nowrap">more words than a small phone can show</a>
    <p>a word in <a href="/">a line</a></p></main>"""
    with window(chromium, viewport=PHONE) as context:
        gallery = Gallery(context.new_page())
        page = gallery.show(html)

        found = {fault.partition(":")[0] for fault in violations(page, ALL)}
        assert found >= {*COLOURS, "label"}
        assert len(page.evaluate(MEASURE)) == 1
        assert page.evaluate(SIDEWAYS) > 0


def test_the_planted_page_is_else_without_fault(chromium: Browser) -> None:
    html = '<!doctype html><html lang="fr"><title>x</title><main><h1>x</h1><p>dark</p></main>'
    with window(chromium, viewport=PHONE) as context:
        gallery = Gallery(context.new_page())
        page = gallery.show(html)

        assert (violations(page, ALL), page.evaluate(MEASURE), page.evaluate(SIDEWAYS)) == ([], [], 0)
