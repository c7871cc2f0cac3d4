"""Sheets as a printer gets them: one page of A4 each, nothing cut off, and a code that a phone can read."""

import itertools
import re
import struct
import zlib
from collections.abc import Iterator

import pytest
import zxingcpp
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Gallery, window
from tests.house.paper_scenes import code
from tests.house.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
PAIRS = list(itertools.combinations(LANGUAGES, 2))
LISTS = {
    "usual": "2 l de lait\n1 pain gris coupé\n6 œufs\n1 kg de pommes de terre\nbeurre\ncafé moulu",
    "long": "\n".join(f"{number:2} paquets de biscuits à la vanille"[:33] for number in range(30))[:1000],
    "in one piece": "un paquet de biscuits secs à la vanille avec du beurre et du sel " * 30,
    "capitals": "\n".join(["GROTE FLES MELK, HALFVOLLE, VAN DE BOERDERIJ WWW"] * 40)[:2000],
    "without a space": "w" * 2000,
}
A4 = {"width": 794, "height": 1123}  # at 96 dots an inch
# What is cut off: boxes that must hold all that is in them, and words beyond the edge of their box.
CUT = """() => [...document.querySelectorAll('.sheet,.list,article')]
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map(e => e.className)"""


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has; its page objects stand there uncompressed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def print_out(page: Page) -> tuple[int, str]:
    """Pages, and the paper's format in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", pdf)
    return pages_in(pdf), " ".join(f"{float(each):.0f}" for each in box[1].split()) if box else ""


def sheets(first: str, other: str) -> Iterator[tuple[str, str]]:
    """Every sheet in two languages, with its name; the poster with every list."""
    visitor = Visitor(first)
    for name, notes in LISTS.items():
        row = visitor.request(notes=notes)
        code(row)
        path = visitor.path("paper:poster_sheet", row.token())
        visitor.get(f"poster, {name}", f"{path}?other={other}&with_list=on&with_name=on")
        visitor.get(f"poster, {name}, blank", f"{path}?other={other}")
    visitor.get("blank", visitor.path("paper:blank") + f"?other={other}")
    visitor.get("flyer", visitor.path("paper:flyer") + f"?other={other}")
    note = visitor.path("paper:note_sheet", visitor.volunteer(name="Marie-Antoinette X").token("own"))
    visitor.get("note", f"{note}?other={other}&with_phone=on")
    yield from ((each.name, each.html) for each in visitor.seen)


@pytest.mark.parametrize(("first", "other"), PAIRS)
def test_each_sheet_is_exactly_one_page_of_a4_and_nothing_is_cut_off(
    chromium: Browser, first: str, other: str
) -> None:
    wrong, count = [], 0
    with window(chromium, viewport=A4) as context:
        gallery = Gallery(context.new_page())
        for name, html in sheets(first, other):
            page = gallery.show(html)
            page.emulate_media(media="print")
            count += 1
            if (found := print_out(page)) != (1, "0 0 595 842"):
                wrong.append(f"{name}: {found}")
            wrong += [f"{name}: {each} is cut off" for each in page.evaluate(CUT)]

    assert not wrong, "\n".join(wrong)
    assert count == 2 * len(LISTS) + 3


def test_a_planted_sheet_that_is_too_long_is_found(chromium: Browser) -> None:
    html = '<!doctype html><link rel="stylesheet" href="/static/css/paper.css"><main class="{}">{}</main>'
    with window(chromium, viewport=A4) as context:
        gallery = Gallery(context.new_page())
        page = gallery.show(html.format("sheet", "<p>x</p>" * 300))
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == ["sheet"]
        page = gallery.show(html.format("", "<p>x</p>" * 70))
        assert print_out(page)[0] == 2


def grey(png: bytes) -> memoryview:
    """A screenshot (8 bits, RGB, as Chromium writes them) as rows of grey."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 2)
    parts, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        parts += [png[at + 8 : at + 8 + length]] if png[at + 4 : at + 8] == b"IDAT" else []
        at += length + 12
    raw, above, rows = zlib.decompress(b"".join(parts)), bytes(width * 3), []
    for start in range(0, len(raw), width * 3 + 1):
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + width * 3], above)
        rows.append(bytes(sum(above[x : x + 3]) // 3 for x in range(0, width * 3, 3)))
    return memoryview(b"".join(rows)).cast("B", (height, width))


def unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """One row of a PNG without its filter; three bytes a dot (PNG, second edition, clause 9)."""
    row = bytearray(line)
    for x in range(len(row)):
        left, up, corner = (row[x - 3], above[x], above[x - 3]) if x > 2 else (0, above[x], 0)
        near = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
        row[x] = (row[x] + (0, left, up, (left + up) // 2, near)[kind]) % 256
    return bytes(row)


def read_code(page: Page) -> list[str]:
    """What a phone reads from the sheet as it is printed, at 96 dots an inch."""
    page.emulate_media(media="print")
    return [each.text for each in zxingcpp.read_barcodes(grey(page.screenshot(full_page=True)))]


def test_a_phone_reads_the_code_of_every_sheet_and_finds_the_page(chromium: Browser) -> None:
    visitor = Visitor("fr")
    row = visitor.request()
    printed = code(row)
    sheet = visitor.path("paper:poster_sheet", row.token())
    for view, path in (("poster", sheet), *((v, visitor.path(f"paper:{v}")) for v in ("blank", "flyer"))):
        visitor.get(view, path)
    with window(chromium, viewport=A4) as context:
        gallery = Gallery(context.new_page())
        found = {each.name: read_code(gallery.show(each.html)) for each in visitor.seen}
        page = gallery.show(visitor.seen[0].html)
        page.evaluate("document.querySelector('.qr path + path').remove()")
        nothing = read_code(page)

    base = django_settings.BASE_URL
    assert found == {
        "poster": [f"{base}/a/{printed}/"],
        "blank": [f"{base}{visitor.path('volunteers:register')}"],
        "flyer": [f"{base}/"],
    }
    assert nothing == []
