"""The photographer: French on a desk, Dutch on phones of 320 and 360 px; each picture 120 kB at most."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

django.setup()

from bench.house import CHROMIUM  # noqa: E402 - models are there only now
from requests_app.models import HelpRequest  # noqa: E402
from tests.browser.conftest import DESK, QUIET  # noqa: E402
from tests.run import BASE_DIR  # noqa: E402
from tests.screens import team  # noqa: E402
from tests.screens.people import Scene, invent  # noqa: E402

FOLDER = BASE_DIR / "docs" / "screens"
MOST_BYTES = 120_000
HIGH: ViewportSize = {"width": 740, "height": 1500}
# Of pages that are long or full the part that says what they are for.
PARTS: dict[str, FloatRect] = {
    "desk": {"x": 0, "y": 130, "width": 1280, "height": 560},
    "office": {"x": 0, "y": 0, "width": 1280, "height": 740},
    "impact": {"x": 0, "y": 280, "width": 740, "height": 1085},
}
LONGEST = 1500
PHONES: dict[str, ViewportSize] = {
    "home": {"width": 320, "height": 700},
    "where": {"width": 360, "height": 700},
    "asked": {"width": 360, "height": 700},
    "invitation": {"width": 320, "height": 900},
    "letter": {"width": 360, "height": 900},
}
ON_A_DESK = ("home", "where", "asked", "invitation", "mine", "how")


def come_to(page: Page, name: str, paths: dict[str, str]) -> None:
    """Open this page; the second question only comes after the first."""
    page.goto(settings.BASE_URL + paths["what" if name == "where" else name])
    if name == "where":
        page.locator("[name=what-kind][value=groceries]").check()
        page.locator("main form button").click()
        page.locator("[name=where-postcode]").fill("1050")


def photograph(browser: Browser, size: ViewportSize, name: str, scene: Scene, file: Path) -> int:
    """Take one picture; gives its size in bytes."""
    context = browser.new_context(viewport=size, java_script_enabled=False, color_scheme="light")
    page = context.new_page()
    if name == "letter":
        page.set_content(scene.letter)
    else:
        come_to(page, name, scene.paths)
    is_whole = size != DESK and name != "home"
    height = (
        min(page.evaluate("document.documentElement.scrollHeight"), LONGEST) if is_whole else size["height"]
    )
    part: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": height}
    page.screenshot(path=file, full_page=is_whole, clip=part)
    context.close()
    return file.stat().st_size


def photograph_the_team(browser: Browser, caller: str) -> dict[str, int]:
    """The desk as this number rings, the office and the figures, in French; the size of each in bytes."""
    team.busy()
    sizes = {}
    pages = {"desk": team.desk(), "office": team.office(), "impact": team.impact()}
    for name, (path, visit) in pages.items():
        context = browser.new_context(
            viewport=HIGH if name == "impact" else DESK, java_script_enabled=False, color_scheme="light"
        )
        context.add_cookies(visit)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(settings.BASE_URL + path)
        if name == "desk":
            page.locator("[name=phone]").fill(caller)
            page.locator(".now button").click()
        page.evaluate("scrollTo(0, 0)")
        file = FOLDER / f"{name}-fr.png"
        page.screenshot(path=file, clip=PARTS[name])
        sizes[name] = file.stat().st_size
        context.close()
    return sizes


def main() -> int:
    """The exit code: 1 if a picture became too large."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    FOLDER.mkdir(exist_ok=True)
    sizes, french, dutch = {}, invent("fr"), invent("nl")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name in ON_A_DESK:
            sizes[name] = photograph(browser, DESK, name, french, FOLDER / f"{name}-fr.png")
        for name, size in PHONES.items():
            sizes[f"{name} nl"] = photograph(browser, size, name, dutch, FOLDER / f"{name}-nl.png")
        sizes |= photograph_the_team(browser, HelpRequest.objects.earliest("pk").phone)
        browser.close()
    for name, weight in sizes.items():
        print(f"{name:<16} {weight:>7} bytes")
    return int(max(sizes.values()) > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
