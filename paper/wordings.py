"""The words on a sheet, in the two languages that it is printed in."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

POSTER: dict[str, Any] = {
    "title": _("I need help"),
    "list": _("My list"),
    "more": _("… and more: ask by phone"),
    "door": _("Please put everything down before my door, ring, and step back. Thank you!"),
    "scan": _("Can you do this for me?"),
    "type": _("Scan this with your phone, or type:"),
    "call": _("Or call:"),
}
BLANK: dict[str, Any] = {**POSTER, "scan": _("Do you want to help people near you?")}
NOTE: dict[str, Any] = {
    "title": _("Can I help you?"),
    "offer": _("I live near you. I do your shopping or run an errand, and leave it at your door."),
    "cost": _("It is free. You only pay what is on the receipt."),
    "me": _("Call me:"),
    "call": _("Call this number, and somebody near you will help:"),
}
FLYER: dict[str, Any] = {
    "title": _("You cannot go out?"),
    "lead": _("A neighbour does your shopping. It is free."),
    "call": _("Call us"),
    "say": _("You say what you need."),
    "rings": _("A volunteer near you calls."),
    "left": _("It is left at your door."),
    "safe": _("Nobody will ask for your bank card or your PIN."),
    "scan": _("Do you want to help people near you?"),
    "type": _("Scan this with your phone, or type:"),
}


def both(texts: Mapping[str, Any], languages: tuple[str, str]) -> list[dict[str, str]]:
    """The texts in each of the two languages, with the language's code and the hours of the phone."""
    found = []
    for code in languages:
        with translation.override(code):
            words = {name: str(text) for name, text in texts.items()}
            found.append({**words, "lang": code, "hours": str(settings.SERVICE["hours"])})
    return found


def labels(help_request: Any, languages: tuple[str, str]) -> list[dict[str, str]]:
    """What the request is about, by the label that everybody may read, in both languages."""
    kind = help_request.catalogue_kind
    return both({"label": kind.public_label}, languages)
