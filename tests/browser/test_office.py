"""The office in a real browser: nothing that axe can find or the policy forbids, on a desk and a phone."""

import os
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize

from matching import dispatch, watch
from matching.report_rows import Report
from requests_app.models import HelpRequest
from tests import staff
from tests.browser.conftest import DESK, House, window
from tests.browser.test_pages import SIDEWAYS, violations
from tests.house.impact_scenes import figures, lacks
from tests.office import world
from volunteers.models import Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa".split()
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
PHONE: ViewportSize = {"width": 360, "height": 740}
REQUESTS, PEOPLE = "admin:requests_app_helprequest", "admin:volunteers_volunteer"
SHOTS = os.environ.get("OFFICE_SHOTS", "")


def pages() -> dict[str, str]:
    """The pages of the office, each with something on it."""
    now = timezone.now()
    world.one_of_each(now)
    ringing = HelpRequest.objects.to_ring_about().first()
    taken = HelpRequest.objects.filter(status="matched").first()
    busy = Volunteer.objects.filter(matches__outcome="live").first()
    reported = Report.objects.open().first()
    assert reported
    assert ringing
    assert taken
    assert busy
    back, few = watch.to_look_at(now).get(watch.BACK_AGAIN), watch.watched(now).get()
    dispatch.send_wave(world.request(now), now)
    figures()
    lacks()
    return {
        "index": reverse("admin:index"),
        "requests": f"{reverse(f'{REQUESTS}_changelist')}?_facets=True",
        "volunteers": reverse(f"{PEOPLE}_changelist"),
        "back again": f"{reverse(f'{PEOPLE}_changelist')}?look=back_again",
        "who comes back": reverse(f"{PEOPLE}_change", args=[back.pk]),
        "let help": reverse(f"{PEOPLE}_act", args=[back.pk, "let_help"]),
        "few done": reverse(f"{PEOPLE}_change", args=[few.pk]),
        "municipality": f"{reverse(f'{REQUESTS}_changelist')}?q=Ixelles",
        **{name: reverse(f"admin:{model}_changelist") for name, model in LISTS.items()},
        **{name: reverse(f"callcentre:{name}") for name in ("coverage", "figures", "queue")},
        "block": reverse(f"{PEOPLE}_act", args=[busy.pk, "block"]),
        "matched": reverse(f"{REQUESTS}_change", args=[taken.pk]),
        **_of_request(ringing.pk),
        "report": reverse("admin:matching_report_change", args=[reported.pk]),
        "verdict": reverse("admin:matching_report_act", args=[reported.pk, "spoken"]),
        "reported": reverse(f"{PEOPLE}_change", args=[reported.match.volunteer_id]),
        "find": reverse(f"{REQUESTS}_find"),
        "volunteer": reverse(f"{PEOPLE}_change", args=[busy.pk]),
    }


def _of_request(pk: int) -> dict[str, str]:
    """The pages of one request that is open."""
    ends = {"address": "address", "details": "details", "request": "change", "ring": "volunteers"}
    acts = {code: reverse(f"{REQUESTS}_act", args=[pk, code]) for code in ("cancel", "merge")}
    return {name: reverse(f"{REQUESTS}_{end}", args=[pk]) for name, end in ends.items()} | acts


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_office_has_a_fault(
    chromium: Browser, house: House, language: str, size: ViewportSize
) -> None:
    wrong: list[str] = []
    her = staff.browser_of(staff.member("coordinator"))
    keys = her.cookies
    cookies = [{"name": each.key, "value": each.value, "url": house.url} for each in keys.values()]
    with window(chromium, viewport=size) as context:
        context.add_cookies([*cookies, {"name": "django_language", "value": language, "url": house.url}])  # type: ignore[list-item]
        page = context.new_page()
        page.on(
            "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        shown = pages()
        for name in ("address", "details"):
            her.post(shown[name].replace(name, "show"))
        for name, path in shown.items():
            page.goto(f"{house.url}{path}")
            assert page.locator("html").get_attribute("lang") == language
            wrong += [f"{name}: {fault}" for fault in violations(page, RULES)]
            wide = page.evaluate(SIDEWAYS)
            wrong += [f"{name}: {wide} px too wide"] if wide > 0 else []
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{language}-{size['width']}.png", full_page=True)
        wrong += after_presses(page, house, size)

    assert not wrong, "\n".join(wrong)


def after_presses(page: Page, house: House, size: ViewportSize) -> list[str]:
    """What only a press leads to: an act for many asks first, a number is refused, somebody is found."""
    wrong: list[str] = []
    language = page.locator("html").get_attribute("lang")

    def look(name: str) -> None:
        wide = page.evaluate(SIDEWAYS)
        wrong.extend(f"{name}: {fault}" for fault in violations(page, RULES))
        wrong.extend([f"{name}: {wide} px too wide"] if wide > 0 else [])
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{language}-{size['width']}.png", full_page=True)

    page.goto(house.url + reverse(f"{REQUESTS}_changelist"))
    page.locator("#searchbar").fill("0470 12 34 56")
    page.locator("#changelist-search [type=submit]").click()
    page.locator(".messagelist a").wait_for()
    assert page.url == house.url + reverse(f"{REQUESTS}_changelist")
    look("refused")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("cancel")
    page.locator("button[name=index]").click()
    page.locator("input[name=confirmed]").wait_for(state="attached")
    look("confirm")
    page.goto(house.url + reverse(f"{REQUESTS}_find"))
    page.locator("#id_known").fill(Volunteer.objects.filter(status="active")[0].phone)
    page.locator("#content-main [type=submit], #content [type=submit]").first.click()
    page.locator(".results").wait_for()
    look("found")
    return wrong


LISTS = {
    "matches": "matching_match",
    "invitations": "matching_invitation",
    "tasks": "callcentre_calltask",
    "letters": "letters_letter",
    "bans": "letters_suppression",
    "events": "privacy_event",
    "consents": "privacy_consent",
    "places": "geo_knownaddress",
    "posters": "paper_code",
    "reports": "matching_report",
}
