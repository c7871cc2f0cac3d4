"""The postcode as people write it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.postcodes import lookup


class PostcodeField(forms.CharField):
    """A postcode of the home country that the offline table knows; cleaned to its code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "w4", "maxlength": 12}
        )
        super().__init__(max_length=12, **kwargs)
        self.error_messages["required"] = _("Write your postcode.")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        found = lookup(settings.COUNTRY, text) if text else None
        if text and found is None:
            message = _("We do not know this postcode. Write four digits, like 1030.")
            raise ValidationError(message, code="unknown_postcode")
        return found.code if found else ""
