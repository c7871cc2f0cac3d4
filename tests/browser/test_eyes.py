"""Every page in every state for eyes that see little: large letters, own colours, a clear focus, paper."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Gallery, pages, window
from tests.house.visitor import Shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
READ = ("fr", "nl")  # those with the longest words; what is checked here lies in the style sheet
CONTROLS = "a[href],button,input:not([type=hidden]),select,textarea,summary"
# WCAG 2.4.7, 2.4.11 and 2.4.13: the ring is two pixels at least, and nothing lies over what has the focus.
RINGS = """selector => {
  const wrong = [];
  for (const each of document.querySelectorAll(selector)) {
    if (!each.checkVisibility()) continue;
    each.focus();
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && !/a\\(.*, 0\\)/.test(style.outlineColor);
    const x = Math.min(innerWidth, box.right) / 2 + Math.max(0, box.left) / 2;
    const y = Math.min(innerHeight, box.bottom) / 2 + Math.max(0, box.top) / 2;
    const top = document.elementFromPoint(x, y);
    const free = top && (each.contains(top) || top.contains(each) || top.closest('label')?.contains(each));
    if (document.activeElement !== each || !drawn || !free)
      wrong.push(`${drawn ? 'covered' : 'no ring'}: ${each.outerHTML.slice(0, 90)}`);
  }
  return wrong;
}"""
# With letters twice as large nothing that holds words may cut them off.
CUT = """() => {
  const wrong = [];
  for (const each of document.querySelectorAll('body *')) {
    const style = getComputedStyle(each);
    const words = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!words || each.closest('.vh,select,textarea,svg') || style.overflow === 'visible') continue;
    if (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
      wrong.push(`cut off: ${each.outerHTML.slice(0, 90)}`);
  }
  return wrong;
}"""
LARGE = "() => document.documentElement.style.fontSize = '225%'"
# Where the reader's own colours replace ours, grounds go: what may be pressed or filled in needs its edge.
EDGES = """() => [...document.querySelectorAll('a.go,a.tel,button,input,select,textarea')].filter(each => {
  const style = getComputedStyle(each);
  const own = ['hidden', 'checkbox', 'radio'].includes(each.type) || !each.checkVisibility();
  const edge = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== 'none'
    && !/a\\(.*, 0\\)/.test(style.borderTopColor);
  return !own && !edge;
}).map(each => `no edge: ${each.outerHTML.slice(0, 90)}`)"""
# Printers leave grounds out: what is pale, or can only be pressed, has no place on paper.
PAPER = """() => {
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [.2126, .7152, .0722][index], 0);
  const wrong = [];
  for (const each of document.querySelectorAll('body *')) {
    if (!each.checkVisibility() || each.closest('.vh,.skip,svg,option')) continue;
    const words = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (each.matches('nav,button,.go,.back,.foot')) wrong.push(`of no use: ${each.outerHTML.slice(0, 90)}`);
    else if (words && 1.05 / (light(getComputedStyle(each).color) + .05) < 4.5)
      wrong.push(`pale: ${each.outerHTML.slice(0, 90)}`);
  }
  return wrong;
}"""


def faults(page: Page) -> list[str]:
    """Rings first, then twice the letters."""
    page.keyboard.press("Tab")
    wrong: list[str] = page.evaluate(RINGS, CONTROLS)
    page.evaluate(LARGE)
    return wrong + list(page.evaluate(CUT))


def on_paper(page: Page) -> int:
    """How many sheets of A4 it takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def each_page(browser: Browser, language: str, **choices: str) -> Iterator[tuple[Shown, Page]]:
    """Every page in every state, hung up one after the other in a window of these choices."""
    with window(browser, viewport=PHONE, **choices) as context:
        gallery = Gallery(context.new_page())
        for each in pages(language):
            yield each, gallery.show(each.html)


@pytest.mark.parametrize("language", READ)
def test_what_has_the_focus_is_seen_and_large_letters_are_not_cut(chromium: Browser, language: str) -> None:
    wrong = [f"{each.name}: {it}" for each, page in each_page(chromium, language) for it in faults(page)]

    assert not wrong, "\n".join(wrong)


def test_controls_keep_their_edge_and_ring_in_the_reader_s_own_colours(chromium: Browser) -> None:
    wrong = []
    for each, page in each_page(chromium, "fr", forced_colors="active"):
        page.keyboard.press("Tab")
        found = page.evaluate(EDGES) + page.evaluate(RINGS, CONTROLS)
        wrong += [f"{each.name}: {it}" for it in found]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_there_is_ink_and_nothing_to_press(chromium: Browser, scheme: str) -> None:
    wrong = []
    for each, page in each_page(chromium, "nl", color_scheme=scheme):
        page.emulate_media(media="print")
        wrong += [f"{each.name}: {it}" for it in page.evaluate(PAPER)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_keep_is_one_sheet_of_paper(chromium: Browser, language: str) -> None:
    kept = {"request: open", "request: call list", "contact"}
    sheets = {each.name: on_paper(page) for each, page in each_page(chromium, language) if each.name in kept}

    assert sheets == dict.fromkeys(kept, 1)


def test_planted_faults_are_found(chromium: Browser) -> None:
    html = """<!doctype html><title>x</title><link rel="stylesheet" href="/static/css/site.css">
    <main><a href="/" style="outline:0">no ring</a><div style="position:relative"><a href="/">under</a>
    <b style="position:absolute;inset:0;background:#fff">over</b></div>
    <p style="height:1.6rem;overflow:hidden;width:9rem">one line <br> two lines</p>
    <a class="go" style="border:0">no edge</a><p style="color:#ccc">pale</p></main>"""
    with window(chromium, viewport=PHONE, forced_colors="none") as context:
        page = Gallery(context.new_page()).show(html)
        assert [each.partition(":")[0] for each in faults(page)] == ["no ring", "covered", "cut off"]
        assert len(page.evaluate(EDGES)) == 1
        page.emulate_media(media="print")
        assert [each.partition(":")[0] for each in page.evaluate(PAPER)] == ["pale"]
        assert on_paper(page) == 1
        page.set_content("<p style='break-after:page'>one<p>two")
        assert on_paper(page) == 2
