"""Somebody at the desk, who types, presses Enter and reads what comes."""

from typing import Any

from django.test import Client
from django.urls import reverse

from callcentre.forms import DeskForm
from callcentre.views import Page
from tests import staff

NEW = {
    "name": "Nadia Zephirine", "postcode": "1030", "street": "Rue Gallait 12", "kind": "1",
    "notes": "lait, pain",
}  # fmt: skip


class Desk:
    """One operator's browser: every field that a page shows is sent back with what stands in it."""

    def __init__(self, language: str) -> None:
        self.user = staff.member("operator")
        self.client = staff.log_in(Client(headers={"Accept-Language": language}), self.user)
        self.sent: dict[str, Any] = {}
        self.response: Any = self.client.get(reverse("callcentre:desk"))

    @property
    def page(self) -> Page:
        """What the view has shown."""
        page: Page = self.response.context["page"]
        return page

    @property
    def form(self) -> DeskForm:
        """The form as it stands there now."""
        return self.page.form

    @property
    def html(self) -> str:
        """The page's text."""
        return str(self.response.content.decode())

    @property
    def focus(self) -> str:
        """The field in which the next key lands; there is one."""
        assert self.html.count("autofocus") == 1
        (name,) = (name for name in self.form.fields if self.form[name].field.widget.attrs.get("autofocus"))
        return str(name)

    def standing(self) -> dict[str, Any]:
        """What the browser would send if nothing were typed."""
        values = {name: self.form[name].value() for name in self.form.fields}
        ticked = {name: "on" if value is True else value for name, value in values.items()}
        shown = [each.row.uuid.hex for each in self.page.doubles]
        return {name: str(value) for name, value in ticked.items() if value not in (None, False, "")} | (
            {"shown": shown} if shown else {}
        )

    def enter(self, **typed: Any) -> None:
        """Type into these fields and press Enter."""
        self.sent = {**self.standing(), **typed}
        self.response = self.client.post(reverse("callcentre:desk"), self.sent)
        assert self.response.status_code == 200

    def again(self) -> None:
        """Press Back and Enter."""
        self.response = self.client.post(reverse("callcentre:desk"), self.sent)

    def take(self, phone: str = "02 512 34 99", **typed: str) -> None:
        """A whole call, from the number to the reference."""
        self.enter(phone=phone)
        self.enter(**{**NEW, **typed})
        self.enter(consent="on")
        assert self.page.saved, self.form.errors
