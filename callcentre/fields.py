"""What is typed with one key at the desk: the kind by its digit, languages by their letters."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcentre import times
from callcentre.models import Outcome
from catalogue import kinds, languages
from catalogue.kinds import Kind
from privacy.cleaning import LineField

LETTERS = {
    "f": "fr", "n": "nl", "d": "de", "e": "en", "a": "ar", "t": "tr",
    "i": "it", "s": "es", "p": "pt", "l": "pl", "r": "ro", "u": "uk",
}  # fmt: skip
BY_CODE = {code: letter for letter, code in LETTERS.items()}
KINDS = {str(number): kind for number, kind in enumerate(kinds.KINDS, 1)}
OUTCOMES = {str(number): outcome for number, outcome in enumerate(Outcome, 1)}
MOST_TONGUES = 4


def _numbered_kinds() -> str:
    return " · ".join(f"{digit} {kind.private_label}" for digit, kind in KINDS.items())


def _numbered_outcomes() -> str:
    by_hand = (each for each in OUTCOMES.items() if each[1] != Outcome.REQUEST)
    digits = " · ".join(f"{digit} {outcome.label}" for digit, outcome in by_hand)
    return gettext("%(digits)s. Then words, if need be.") % {"digits": digits}


def _some_day() -> str:
    """A day that may be typed, as it is typed."""
    day = timezone.localdate() + timedelta(days=5)
    return f"{day.day}/{day.month}"


def _days() -> str:
    words = gettext("empty: as soon as somebody can · 0 today · 1 tomorrow · %(day)s")
    return words % {"day": _some_day()}


TONGUES = [(letter, languages.SPOKEN[code]) for letter, code in LETTERS.items()]


def _narrow(width: str, **attrs: Any) -> forms.TextInput:
    return forms.TextInput({"class": width, "autocomplete": "off", "spellcheck": "false", **attrs})


class KindField(forms.CharField):
    """The digit of a kind of help; cleaned to the kind."""

    def __init__(self) -> None:
        super().__init__(
            label=_("What"),
            max_length=2,
            widget=_narrow("w1", inputmode="numeric"),
            help_text=lazy(_numbered_kinds, str)(),
            error_messages={"required": _("Type the digit of what is needed.")},
        )

    def clean(self, value: Any) -> Kind | None:
        digit = super().clean(value)
        if digit not in KINDS:
            raise ValidationError(self.error_messages["required"], code="required")
        return KINDS[digit]


class TonguesField(forms.CharField):
    """Letters of languages, the one to write in first: "n", "fn"; cleaned to their codes."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Language"),
            required=False,
            max_length=MOST_TONGUES,
            widget=_narrow("w2"),
            help_text=" · ".join(f"{letter} {name}" for letter, name in TONGUES[: languages.FIRST]),
        )

    def clean(self, value: Any) -> list[str]:
        letters = super().clean(value).casefold().replace(" ", "")
        if not set(letters) <= set(LETTERS):
            raise ValidationError(_("Type f, n, d or e for the language, or two of them."), code="unknown")
        return list(dict.fromkeys(LETTERS[each] for each in letters))


class DayField(forms.CharField):
    """A day as `callcentre.times.day` reads it; cleaned to a date, or None for as soon as possible."""

    def __init__(self) -> None:
        super().__init__(
            label=_("When"),
            required=False,
            max_length=6,
            widget=_narrow("w4"),
            help_text=lazy(_days, str)(),
        )

    def clean(self, value: Any) -> Any:
        try:
            return times.day(super().clean(value), timezone.localdate())
        except ValueError as error:
            message = gettext(
                "Type 0 for today, 1 for tomorrow, or a day of the next two weeks, like %(day)s."
            )
            raise ValidationError(message % {"day": _some_day()}, code="no_day") from error


class OutcomeField(LineField):
    """What came of a call without a request: a digit, then a time or a few words.

    Cleaned to (outcome, words, when to ring back or None); None if nothing is typed.
    """

    def __init__(self) -> None:
        super().__init__(
            label=_("No request?"),
            required=False,
            max_length=500,
            widget=_narrow("w20"),
            help_text=lazy(_numbered_outcomes, str)(),
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        outcome, words = OUTCOMES.get(text[0]), text[1:].strip()
        if outcome is None or text[1:2].isdecimal():
            raise ValidationError(_("Type the digit of what came of the call first."), code="no_outcome")
        if outcome == Outcome.REQUEST:
            raise ValidationError(_("Write the request down below."), code="below")
        if outcome != Outcome.CALL_BACK:
            return outcome, words, None
        try:
            when, words = times.call_back(words, timezone.now())
        except ValueError as error:
            message = gettext("Type a time after the digit, like 4 14:30.")
            raise ValidationError(message, code="no_time") from error
        return outcome, words, when
