"""Every control of the phone's room, in every state, is large enough for a thumb: 44 px, at two widths."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize

from callcentre.models import Call, Direction
from covidsol.telephony import Account
from tests.browser import test_calls_to_make, test_phone_room
from tests.browser.conftest import DESK, PHONE, Gallery, window
from tests.callcentre.at_work import AtWork
from tests.house.desk_scenes import at_the_desk
from tests.house.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Stricter than for the public pages: a link within a sentence counts too, for an operator is in a hurry.
THUMB = """() => {
  const small = [];
  for (const each of document.querySelectorAll('a[href],button,input,select,textarea,summary')) {
    const target = each.closest('label') || each;
    const box = target.getBoundingClientRect();
    const hidden = each.type === 'hidden' || each.closest('.skip') || !each.checkVisibility();
    if (!hidden && (box.width < 43.9 || box.height < 43.9))
      small.push(`${target.outerHTML.slice(0, 120)} ${box.width}x${box.height}`);
  }
  return small;
}"""


def desk_and_ringing(language: str) -> dict[str, str]:
    """The desk in its states, a request, and what rings."""
    visitor = Visitor(language)
    at_the_desk(visitor)
    found = {each.name: each.html for each in visitor.seen}
    ines = AtWork()
    ines.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    call = Call.objects.create(direction=Direction.IN, started_at=timezone.now(), provider="aircall")
    call.rings.create(operator=ines.user, last_at=timezone.now())
    found["ringing"] = ines.see("ringing")
    found["open the call"] = ines.see("open_call", call.uuid)
    part = ines.client.get(reverse("callcentre:ringing"), headers={"HX-Request": "true"})
    before, there, behind = ines.see("desk").partition('<div class="ringing"')
    assert there
    assert "<form" in part.content.decode()
    found["desk, ringing"] = before + part.content.decode() + there + behind
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_control_of_the_phones_room_is_44_px_high_and_wide(
    chromium: Browser, language: str, size: ViewportSize, settings: Any
) -> None:
    settings.DISPATCH = {}
    settings.TELEPHONY = Account(provider="aircall", tokens=("x" * 16,))
    found = {
        **test_calls_to_make.pages(language),
        **test_phone_room.pages(language),
        **desk_and_ringing(language),
    }
    wrong = []
    with window(chromium, viewport=size) as context:
        gallery = Gallery(context.new_page())
        for name, html in found.items():
            wrong += [f"{name}: {small}" for small in gallery.show(html).evaluate(THUMB)]

    assert len(found) > 40
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_planted_small_control_is_found(chromium: Browser, size: ViewportSize) -> None:
    html = """<!doctype html><link rel="stylesheet" href="/static/css/site.css">
    <link rel="stylesheet" href="/static/css/desk.css"><main class="desk">
    <span>a word in <a href="/">a line</a></span><button class="go">large enough</button>
    <button class="go" style="min-height:0;padding:0">flat</button></main>"""
    with window(chromium, viewport=size) as context:
        small = Gallery(context.new_page()).show(html).evaluate(THUMB)

    assert [each.partition(">")[2].partition("<")[0] for each in small] == ["a line", "flat"]
