"""Text from strangers, made safe to put on one line of a letter or a page."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Cc controls, Cf invisible and direction marks, Co and Cn nobody's, Cs halves; Zl and Zp line ends.
UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
ZERO_WIDTH_JOINER = "\u200d"
# an address of the web or of a mailbox: our letters must not carry it to others
ADDRESS = re.compile(r"[@/]|www\.|\w{2,}\.[a-z]{2,}", re.IGNORECASE)


def _kept(character: str, also: str) -> bool:
    return character in also or unicodedata.category(character) not in UNSEEN


def one_line(text: str) -> str:
    """NFC, without controls, bidi or zero-width marks, white space folded to single spaces."""
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    words = "".join(c for c in spaced if _kept(c, ZERO_WIDTH_JOINER)).split()
    return " ".join(word for word in (each.strip(ZERO_WIDTH_JOINER) for each in words) if word)


def lines(text: str) -> str:
    """The same for a text of several lines: keeps the line ends, at most two in a row."""
    rows = [one_line(row) for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept: list[str] = []
    for row in rows:
        if row or (kept and kept[-1]):
            kept.append(row)
    return "\n".join(kept).strip()


# as plain as our other messages, and no account of signs
TOO_LONG: dict[str, Any] = {"max_length": _("This is too long. Write %(limit_value)s letters at most.")}


class LineField(forms.CharField):
    """One line of text; what cannot be seen is taken out before its length is judged."""

    default_error_messages = TOO_LONG

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Several lines of text, cleaned the same way."""

    widget = forms.Textarea
    default_error_messages = TOO_LONG

    def to_python(self, value: Any) -> str:
        return lines(super().to_python(value) or "")


class NameField(LineField):
    """A person's name: at least one letter, of any script, and no address of a web page."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(c.isalpha() for c in value):
            raise ValidationError(_("Write a name with letters, please."), code="no_letters")
        if ADDRESS.search(value):
            raise ValidationError(_("Write only a name here, please."), code="not_a_name")
