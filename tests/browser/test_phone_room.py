"""The pages of those who take calls, and of who leads them: read by axe, at 320 and 1280 px, with a thumb."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize

from callcentre import joining, shifts
from tests import staff
from tests.browser.conftest import DESK, PHONE, Gallery, window
from tests.browser.test_pages import ALL, MEASURE, SIDEWAYS, violations
from tests.house.phone_scenes import at_the_phone, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CALL = {
    "phone": "0470 12 34 56", "name": "Maria Peeters", "postcode": "1030", "kind": "2", "consent": "on",
}  # fmt: skip


def url(view: str) -> str:
    return reverse(f"callcentre:{view}")


def shown(browser: Client, view: str) -> str:
    return str(browser.get(url(view)).content.decode())


def pages(language: str) -> dict[str, str]:
    """Each page in each state, by name."""
    now = timezone.now()
    anna, bert = at_the_phone(language, now, name="Anna"), at_the_phone("nl", now, languages=["nl"])
    waiting("fr", now)
    joining.refuse(waiting("fr", now), "staff:1", now)
    slots = [slot for day in shifts.slots(now).values() for slot in day if slot.starts_at > now]
    for who, slot in ((anna, slots[0]), (bert, slots[0]), (bert, slots[1])):
        shifts.take(who, slot.key, "staff:1", now)
    assert anna.user
    mine, boss = staff.browser_of(anna.user), staff.browser_of(staff.member("coordinator"))
    for each in (mine, boss):
        each.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    found = {"shifts": shown(mine, "shifts"), "gaps": shown(boss, "shifts")}
    found["put: empty"] = boss.post(url("put_on_shift"), {}).content.decode()
    found["leave"] = shown(mine, "leave")
    boss.post(url("reveal_operator"), {"operator": anna.uuid})
    found["people"] = shown(boss, "people")
    found["practice"] = shown(mine, "training")
    found["practice: empty"] = mine.post(url("training"), {}).content.decode()
    mine.post(url("training"), {**CALL, "language": language[0]})
    found["practice: end"] = shown(mine, "training")
    found["practice: end, empty"] = mine.post(url("training"), {}).content.decode()
    mine.post(url("training"), {"place": "Schaerbeek", "reference": "4 8 2 0 1 3"})
    found["practice: done"] = shown(mine, "training")
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_no_page_of_the_phones_room_has_a_fault(chromium: Browser, language: str, size: ViewportSize) -> None:
    wrong = []
    with window(chromium, viewport=size, bypass_csp=True) as context:
        gallery = Gallery(context.new_page())
        for name, html in pages(language).items():
            page = gallery.show(html)
            wrong += [f"{name}: {fault}" for fault in violations(page, ALL)]
            wrong += [f"{name}: {small}" for small in page.evaluate(MEASURE)]
            wrong += [f"{name}: {wide} px too wide" for wide in [page.evaluate(SIDEWAYS)] if wide]

    assert not wrong, "\n".join(wrong)
