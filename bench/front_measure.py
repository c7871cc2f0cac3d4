"""One process with a throttled Chromium: what `bench.front` starts beside the house."""

import json
import statistics
import sys
from dataclasses import dataclass

import django
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

django.setup()

from bench.house import CHROMIUM  # noqa: E402 - models are there only now
from bench.report import Figure, table  # noqa: E402
from requests_app.models import HelpRequest  # noqa: E402
from volunteers.models import Volunteer  # noqa: E402

# The slow phone of the demand: 400 kbit/s, 400 ms to the first byte of each answer, a sixth of this CPU.
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 6
WORKERS = 2  # each reads its templates at its first visit, which does not count
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server", "--disable-quic"]
FIRST_PAINT_MS, BYTES, REQUESTS = 2000, 14 * 1024, 3
PAINT = "performance.getEntriesByName('first-contentful-paint')"


@dataclass(frozen=True)
class Visit:
    """One cold visit: ms to the first text or picture, bytes that came over the line, requests."""

    paint_ms: float
    received: int
    requests: int


def addresses() -> dict[str, str]:
    """The pages that somebody may open first, by name; of those with a key, one of the demo's."""
    made, volunteer = HelpRequest.objects.latest("pk"), Volunteer.objects.filter(status="active").latest("pk")
    invitation = (
        made.invitations.first() or HelpRequest.objects.exclude(invitations=None)[0].invitations.all()[0]
    )
    with translation.override("fr"):
        plain = ("home", "pages:how", "pages:chosen", "pages:safety", "pages:privacy", "volunteers:register")
        return {view.rpartition(":")[2]: reverse(view) for view in plain} | {
            "ask": reverse("requests:ask_step", args=["what"]),
            "request": reverse("requests:own", args=[made.token()]),
            "invitation": reverse("matching:invitation", args=[invitation.token()]),
            "own_page": reverse("volunteers:own", args=[volunteer.token("own")]),
        }


def visit(browser: Browser, url: str) -> Visit:
    """Open this page as a phone that has never been here."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sizes: list[int] = []
    asked: list[str] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["requestId"]))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    while not (found := page.evaluate(f"{PAINT}.map(each => each.startTime)")):
        page.wait_for_timeout(20)
    context.close()
    return Visit(found[0], sum(sizes), len(asked))


def figures(name: str, seen: list[Visit]) -> list[Figure]:
    """What one page costs, beside what it may."""
    paints = [each.paint_ms for each in seen]
    return [
        Figure(f"{name}_first_paint_ms", statistics.median(paints), "<=", FIRST_PAINT_MS),
        Figure(f"{name}_slowest_paint_ms", max(paints)),
        Figure(f"{name}_bytes", max(each.received for each in seen), "<=", BYTES),
        Figure(f"{name}_requests", max(each.requests for each in seen), "<=", REQUESTS),
    ]


def main() -> None:
    """Visit each page so often, and print the medians beside the demands."""
    task = json.loads(sys.argv[1])
    wanted, found = task["pages"].split(","), []
    pages = {name: path for name, path in addresses().items() if name in wanted or wanted == [""]}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in pages.items():
            url = settings.BASE_URL + path
            seen = [visit(browser, url) for _number in range(task["visits"] + WORKERS)]
            found += figures(name, seen[WORKERS:])
        browser.close()
    print("\n".join(table(found)))
    if task["json"]:
        print(json.dumps({figure.key: round(figure.value, 1) for figure in found}))


if __name__ == "__main__":
    main()
