"""The exchange in a real browser: nothing that axe can find or the policy forbids, on a desk and a phone."""

import os

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize

from exchange.models import Export, Mailing
from tests import cast, staff
from tests.browser.conftest import DESK, House, window
from tests.browser.test_office import PHONE, RULES
from tests.browser.test_pages import SIDEWAYS, violations
from tests.exchange import lists
from tests.exchange.test_pages import WISH, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("OFFICE_SHOTS", "")


def pages(desk: Client, other: Client) -> dict[str, str]:
    """Each page with something on it: of her own, and of somebody who waits for her yes."""
    for _each in range(3):
        cast.volunteer(now=timezone.now())
    lines = (lists.line(1), lists.line(2, c2="12"), lists.line(3, c0="=1+1", c4="99999"), lists.line(4))
    shown, _press = lists.brought(desk, lists.xlsx(*lines, lists.line(4)))
    taken, press = lists.brought(desk, lists.xlsx(lists.line(5)))
    desk.post(press)
    for browser in (desk, other):
        browser.post(reverse("exchange:exports"), WISH)
        browser.post(reverse("exchange:mailings"), WORDS)
    theirs, mine = Mailing.objects.all()[:2]
    for browser, row in ((desk, mine), (other, theirs)):
        browser.post(reverse("exchange:press", args=[row.uuid, "ask"]))
    files = Export.objects.all()[:2]
    return {
        "front": reverse("admin:index"),
        "volunteers": reverse("admin:volunteers_volunteer_changelist"),
        **{name: reverse(f"exchange:{name}") for name in ("bring", "exports", "mailings")},
        "checked": shown,
        "taken": taken,
        "export-theirs": reverse("exchange:export", args=[files[0].uuid]),
        "export-mine": reverse("exchange:export", args=[files[1].uuid]),
        "mailing-theirs": reverse("exchange:mailing", args=[theirs.uuid]),
        "mailing-mine": reverse("exchange:mailing", args=[mine.uuid]),
    }


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_exchange_has_a_fault(
    chromium: Browser, house: House, language: str, size: ViewportSize
) -> None:
    wrong: list[str] = []
    desk, other = lists.at_her_desk(staff.member("administrator"), language), lists.at_her_desk()
    cookies = [{"name": each.key, "value": each.value, "url": house.url} for each in desk.cookies.values()]
    with window(chromium, viewport=size) as context:
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.on(
            "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        for name, path in pages(desk, other).items():
            page.goto(f"{house.url}{path}")
            assert page.locator("html").get_attribute("lang") == language
            wrong += [f"{name}: {fault}" for fault in violations(page, RULES)]
            wide = page.evaluate(SIDEWAYS)
            wrong += [f"{name}: {wide} px too wide"] if wide > 0 else []
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{language}-{size['width']}.png", full_page=True)

    assert not wrong, "\n".join(wrong)
