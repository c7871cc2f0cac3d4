"""Form fields that all doors share: plain messages, and what was typed is kept."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from catalogue import languages, wording

# A volunteer rings this number and must not pay for it.
COSTLY = {phonenumbers.PhoneNumberType.PREMIUM_RATE}
# RFC 5321 allows quoted local parts; nobody's neighbour has one, and they carry scripts and formulas.
PLAIN_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@[^@\s\[\]]+\Z")


def _with_hint(label: Any, hint: Any) -> Any:
    return format_html("{} <small>{}</small>", label, hint)


with_hint = lazy(_with_hint, SafeString)  # a choice's label with its hint, in the language of the moment


# Numbers that people of a country know as numbers at once; another country's are the library's.
EXAMPLES = {"BE": "0470 12 34 56", "FR": "06 12 34 56 78"}


def _like_example(country: str) -> str:
    mobile = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    example = EXAMPLES.get(country) or (phonenumbers.format_number(mobile, national) if mobile else "")
    return gettext("Write a phone number with its prefix, like %(example)s.") % {"example": example}


like_example = lazy(_like_example, str)  # what is no number is told with one of the home country


class PlainForm(forms.Form):
    """A form whose checks are made here and not by the browser, and told in our own words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            wording.speak_plainly(field)


class PhoneField(PhoneNumberField):
    """A phone number as people write it; cleaned to E.164. Numbers of the home country need no prefix."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("region", settings.COUNTRY)
        kwargs["widget"] = forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "class": "w20", "maxlength": 40}
        )
        super().__init__(**kwargs)
        message = like_example(kwargs["region"])
        self.error_messages.update(invalid=message, required=_("Write a phone number."))

    def clean(self, value: Any) -> str:
        number = super().clean(value)
        if number and (number.extension or phonenumbers.number_type(number) in COSTLY):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number.as_e164 if number else ""


class EmailField(forms.EmailField):
    """An ordinary e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.EmailInput(
            attrs={"autocomplete": "email", "class": "w20", "spellcheck": "false"}
        )
        super().__init__(max_length=200, **kwargs)
        message = _("Write an e-mail address like name@example.org.")
        self.error_messages.update(invalid=message, required=_("Write your e-mail address."))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not PLAIN_EMAIL.match(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class BoxesField(forms.MultipleChoiceField):
    """Tick boxes; each counts once, however often it is sent."""

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean(value)))


def language_boxes(label: Any, hint: Any = "") -> BoxesField:
    """Tick boxes for the languages that somebody speaks."""
    return BoxesField(
        label=label,
        help_text=hint,
        choices=languages.GROUPED,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        error_messages={"required": _("Choose at least one language.")},
    )
