"""Finding a request again by what one knows by heart: its number, and the end of a phone number."""

import hmac
import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PlainForm
from privacy.crypto import decrypt, encrypt
from privacy.limits import Limit
from requests_app.models import HelpRequest

LAST_DIGITS = 4
BETWEEN = re.compile(r"[\s./()+-]")
# Four digits are guessed in 10 000 tries. Of one number 10 wrong ones are answered a day: one chance in 200
# over the five days that a request lives. One address tries 30 times an hour: a care home has many people.
OF_ONE_NUMBER = Limit("status-number", 10, timedelta(days=1))
OF_ONE_ADDRESS = Limit("status-address", 30, timedelta(hours=1))


class TooManyTries(Exception):
    """Neither right nor wrong: nobody looks any more for a while."""


class DigitsField(forms.CharField):
    """Digits as people write them down, with spaces, dots or dashes; cleaned to the digits alone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w20"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(str(int(each)) if each.isdecimal() else each for each in BETWEEN.sub("", text))


class FindForm(PlainForm):
    """The number of the request, and the last digits of the phone number that was given with it."""

    title = _("How does my request stand?")
    reference = DigitsField(
        label=_("Number of your request"),
        help_text=_("Six digits. You got them when you asked for help."),
        error_messages={"required": _("Write the number of your request.")},
    )
    phone = DigitsField(
        label=_("The last four digits of your phone number"),
        help_text=_("Of the number that the volunteer rings."),
        error_messages={"required": _("Write the last four digits of your phone number.")},
    )

    def clean_reference(self) -> str:
        """Six digits; a number may begin with noughts."""
        reference: str = self.cleaned_data["reference"]
        if not re.fullmatch(r"[0-9]{6}", reference):
            raise forms.ValidationError(_("The number of a request has six digits, like 123 456."))
        return reference

    def clean_phone(self) -> str:
        """The last four; whoever writes the whole number means them too."""
        phone: str = self.cleaned_data["phone"]
        if not re.fullmatch(r"[0-9]{4,20}", phone):
            raise forms.ValidationError(_("Write four digits, like 12 34."))
        return phone[-LAST_DIGITS:]

    def say_not_found(self) -> None:
        """One sentence, whichever of the two was wrong, and for a request that we have erased too."""
        self.add_error(
            "reference",
            _(
                "We find no request with this number and these digits. Please look at both again. We erase a "
                "request some weeks after its end."
            ),
        )


@cache
def _decoy() -> str:
    return encrypt("+00000000000")


def find(reference: str, digits: str, address: str, now: datetime) -> HelpRequest | None:
    """The request with this reference and these last digits of its phone, not erased; None if one is wrong.

    Wrong is wrong alike: the same queries, one phone number opened and compared in constant time, be it
    that of a row or our own. Raises TooManyTries before anything is looked up.
    """
    if not all([OF_ONE_ADDRESS.spend(address, now), OF_ONE_NUMBER.spend(reference, now)]):
        raise TooManyTries
    there = HelpRequest.objects.filter(reference=reference, erased_at__isnull=True)
    row = there.values_list("pk", "phone").first()
    phone = row[1] if row else decrypt(_decoy())
    if not hmac.compare_digest(phone[-LAST_DIGITS:].encode(), digits.encode()) or row is None:
        return None
    OF_ONE_NUMBER.give_back(reference, now)
    return there.filter(pk=row[0]).first()
