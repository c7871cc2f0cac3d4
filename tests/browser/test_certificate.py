"""The certificate as it leaves the printer: exactly one sheet, whatever the name and the language."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser

from matching import claims
from tests.browser.conftest import Gallery, window
from tests.cast import invite
from tests.house.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LONGEST = "Maximiliane-Wilhelmine von Oberhausen-Niederkirchen zu Schaerbeek de la Tour"
A_PAGE = re.compile(rb"/Type\s*/Page\b")


def sheets(chromium: Browser, html: str) -> int:
    """How many A4 sheets come out of the printer for this page."""
    with window(chromium, java_script_enabled=False) as context:
        page = Gallery(context.new_page()).show(html)
        return len(A_PAGE.findall(page.pdf(format="A4")))


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_certificate_is_one_sheet(chromium: Browser, language: str) -> None:
    visitor, now = Visitor(language), timezone.now()
    me = visitor.volunteer(name=LONGEST)
    claims.done(claims.claim(invite(visitor.request(), [me])[0], now), "volunteer", now)
    visitor.get("certificate", visitor.path("volunteers:certificate", me.token("own")))

    (paper,) = visitor.seen
    assert LONGEST in paper.html
    assert sheets(chromium, paper.html) == 1
    assert sheets(chromium, paper.html.replace("</article>", "<p>x</p>" * 60 + "</article>")) > 1


def test_what_is_for_the_screen_stays_on_the_screen(chromium: Browser) -> None:
    visitor, now = Visitor("fr"), timezone.now()
    me = visitor.volunteer()
    claims.done(claims.claim(invite(visitor.request(), [me])[0], now), "volunteer", now)
    visitor.get("certificate", visitor.path("volunteers:certificate", me.token("own")))

    with window(chromium, java_script_enabled=False) as context:
        page = Gallery(context.new_page()).show(visitor.seen[0].html)
        assert page.locator(".noprint").first.is_visible()
        page.emulate_media(media="print")
        hidden = [page.locator(each) for each in (".noprint", ".tongues", "footer")]
        assert not [each for found in hidden for each in found.all() if each.is_visible()]
        assert page.get_by_text("Victor Horta").is_visible()
