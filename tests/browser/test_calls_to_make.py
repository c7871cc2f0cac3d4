"""Whom to ring, a task, a number, a found request, the figures: by axe, at two widths, with a thumb."""

import os
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize

from callcentre.models import Call, Direction, Outcome, Reason
from matching.models import Match
from requests_app.models import HelpRequest
from tests import cast, staff
from tests.browser.conftest import DESK, PHONE, Gallery, window
from tests.browser.test_pages import ALL, MEASURE, SIDEWAYS, violations
from tests.callcentre.at_work import MAKE, AtWork, hours_ago, raised
from tests.callcentre.at_work import PHONE as CALLER

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SHOTS = os.environ.get("PHONE_SHOTS", "")


@pytest.fixture(autouse=True)
def _usual_policy(settings: Any) -> None:
    settings.DISPATCH = {}


def calls() -> None:
    """Some calls of today, by hand and by a telephony."""
    boss = staff.member("operator")
    for number, outcome in enumerate([*Outcome.values, *Outcome.values[:2]]):
        at = timezone.now().replace(minute=number)
        Call.objects.create(
            direction=Direction.IN, started_at=at, outcome=outcome, operator=boss, provider="stand-in",
            provider_id=str(number), answered_at=at + timedelta(seconds=9 * number),
            language=["fr", "nl", "tr", ""][number % 4], call_back_at=at,
        )  # fmt: skip


def pages(language: str) -> dict[str, str]:
    """Each page in its states, by name."""
    ines, jan, lena = AtWork(), AtWork(name="Jan"), AtWork("coordinator", name="Lena")
    for each in (ines, jan, lena):
        each.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    found = {
        "queue, empty": ines.see("queue"),
        "figures, empty": lena.see("figures"),
        "find": ines.see("find"),
    }
    cast.volunteer(cast.MATONGE, hours_ago(0))
    tasks = {reason: raised(reason, urgent=reason == Reason.CHECK) for reason in MAKE}
    raised(Reason.CHECK)
    calls()
    found["task, free"] = ines.see("task", tasks[Reason.CHECK].uuid)
    for reason, task in tasks.items():
        found[f"{reason}, taken"] = ines.send("take", task)
    found["task, a colleague's"] = jan.see("task", tasks[Reason.CHECK].uuid)
    found["ring, a colleague's"] = jan.see("ring", tasks[Reason.NOBODY].uuid)
    found["queue"] = ines.see("queue")
    found["queue, three tries"] = lena.see("queue")
    found["figures"] = lena.see("figures")
    found["figures, wrong"] = lena.client.get(reverse("callcentre:figures") + "?first=x").content.decode()
    row = HelpRequest.objects.all()[0]
    for name, what in {"wrong": "", "nothing": "000000", "found": row.reference}.items():
        found[f"find, {name}"] = ines.client.post(reverse("callcentre:find"), {"what": what}).content.decode()
    opened = ines.client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex}, follow=True)
    found["told"] = opened.content.decode()
    found["cancel"] = ines.see("cancel_for_caller", row.uuid)
    found["report"] = ines.see("report_for_caller", Match.objects.latest("pk").help_request.uuid)
    found["to open"] = jan.see("request", row.uuid)
    found["people"] = lena.see("people")
    typed = {"phone": CALLER, "form_key": str(uuid4())}
    found["desk, known"] = ines.client.post(reverse("callcentre:desk"), typed).content.decode()
    assert 'class="number"' in found["nobody, taken"]
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_page_about_whom_to_ring_has_a_fault(chromium: Browser, language: str, size: ViewportSize) -> None:
    wrong = []
    with window(chromium, viewport=size, bypass_csp=True) as context:
        gallery = Gallery(context.new_page())
        for name, html in pages(language).items():
            page = gallery.show(html)
            wrong += [f"{name}: {fault}" for fault in violations(page, ALL)]
            wrong += [f"{name}: {small}" for small in page.evaluate(MEASURE)]
            wrong += [f"{name}: {wide} px too wide" for wide in [page.evaluate(SIDEWAYS)] if wide]
            if SHOTS:
                file = f"{name}-{language}-{size['width']}.png".replace(" ", "_").replace(",", "")
                page.screenshot(path=f"{SHOTS}/{file}", full_page=True)

    assert not wrong, "\n".join(wrong)
