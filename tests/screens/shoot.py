"""The photographer: French on a desk, Dutch on phones of 320 and 360 px; each picture 120 kB at most."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

django.setup()

from bench.house import CHROMIUM  # noqa: E402 - models are there only now
from tests.browser.conftest import DESK, QUIET  # noqa: E402
from tests.run import BASE_DIR  # noqa: E402
from tests.screens.people import Scene, invent  # noqa: E402

FOLDER = BASE_DIR / "docs" / "screens"
MOST_BYTES = 120_000
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
    page.screenshot(path=file, full_page=size != DESK and name != "home")
    context.close()
    return file.stat().st_size


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
        browser.close()
    for name, weight in sizes.items():
        print(f"{name:<16} {weight:>7} bytes")
    return int(max(sizes.values()) > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
