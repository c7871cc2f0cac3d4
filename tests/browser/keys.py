"""Ten fingers and no mouse: goes by Tab, and sees each time where it is."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

MOST = 60  # presses until a control should have come
# What has the focus, and whether one can see so: a ring, in the window, drawn in some colour.
WHERE = """() => {
  const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
  return {
    name: each.name || '', value: each.value || '', tag: each.tagName, text: each.innerText || '',
    cls: String(each.className),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@dataclass
class Keys:
    """Somebody at a keyboard, and what was pressed."""

    page: Page
    presses: int = 0

    def tab(self) -> dict[str, Any]:
        """Go on to the next control, which must show that it has the focus."""
        self.page.keyboard.press("Tab")
        self.presses += 1
        here: dict[str, Any] = self.page.evaluate(WHERE)
        if here["tag"] != "BODY":  # the browser's own bar lies between the last control and the first
            assert here["ring"], here
            assert here["shown"], here
        return here

    def go(self, **wanted: str) -> None:
        """Press Tab until what has the focus is this."""
        for _press in range(MOST):
            here = self.tab()
            if all(here[key] == value for key, value in wanted.items()):
                return
        pytest.fail(f"Tab never comes to {wanted} on {self.page.url}")

    def type(self, name: str, text: str) -> None:
        """Fill in a field."""
        self.go(name=name)
        self.page.keyboard.type(text)
        self.presses += len(text)

    def tick(self, name: str, value: str = "on") -> None:
        """Pick an answer or tick a box; of round ones Tab reaches only the first, the arrows the others."""
        self.go(name=name)
        for _press in range(MOST):
            if self.page.evaluate(WHERE)["value"] == value:
                break
            self.page.keyboard.press("ArrowDown")
            self.presses += 1
        if not self.page.locator(":focus").is_checked():
            self.page.keyboard.press("Space")
            self.presses += 1
        assert self.page.evaluate(WHERE)["value"] == value
        assert self.page.locator(":focus").is_checked()

    def press(self, text: str = "", **wanted: str) -> None:
        """Go to a button or a link and press Enter there; the next page has come when this returns."""
        self.go(**({"text": text} if text else {}), **wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.presses += 1
