"""One key and Enter: the form with which an operator says what came of a call."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PlainForm


class KeyForm(PlainForm):
    """A digit that was typed, or the button that was pressed in its place; perhaps a time of day."""

    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=1,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w4", "autofocus": True}
        ),
    )
    pressed = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)
    at = forms.TimeField(
        label=_("Call back at"),
        required=False,
        widget=forms.TimeInput(attrs={"class": "w4", "autocomplete": "off"}, format="%H:%M"),
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
        error_messages={"invalid": _("Write a time like 14:30.")},
    )

    def __init__(
        self, *args: Any, keys: Iterable[str], needs_time: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys, self.needs_time = tuple(keys), tuple(needs_time)
        if not self.needs_time:
            del self.fields["at"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["answer"] = data.get("pressed") or (data.get("key") or "").strip()
        if data["answer"] not in self.keys:
            self.add_error("key", _("Press one of the keys in the list."))
        elif data["answer"] in self.needs_time and not data.get("at") and "at" not in self.errors:
            self.add_error("at", _("Write a time like 14:30."))
        return data
