"""The four question pages and the check, a form each."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue import consents, kinds
from catalogue.days import in_words
from catalogue.forms import EmailField, PhoneField, PlainForm, language_boxes, with_hint
from geo.forms import PlaceForm, PostcodeField
from privacy.cleaning import LineField, LinesField, NameField

DAYS_AHEAD = 14
TODAY = "today"


def day_choices(today: date) -> list[tuple[str, Any]]:
    """As soon as possible, today, and the next fortnight by name, in the language in force."""
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
    named = [(day.isoformat(), in_words(day, gettext("l j F"))) for day in days]
    return [("", _("As soon as somebody can")), (TODAY, _("Today, it cannot wait")), *named]


class WhatForm(PlainForm):
    """What and when."""

    title = _("What do you need?")
    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=[(kind.code, with_hint(kind.private_label, kind.hint)) for kind in kinds.KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need.")},
    )
    when = forms.ChoiceField(
        label=_("When?"), required=False, error_messages={"invalid_choice": _("Choose a day.")}
    )
    weekly = forms.BooleanField(label=_("I need this every week"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = day_choices(timezone.localdate())  # type: ignore[attr-defined]


class WhereForm(PlaceForm, PlainForm):
    """Where. Somebody who wants to talk needs not say in which street."""

    title = _("Where is help needed?")
    postcode = PostcodeField(label=_("Postcode"))
    street = LineField(
        label=_("Street, number and box"),
        max_length=120,
        help_text=_("Only the volunteer who says yes sees it, and our team."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Write the street and number.")},
    )

    def __init__(self, *args: Any, needs_street: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_street:
            del self.fields["street"]


class WhoForm(PlainForm):
    """How to reach the person who needs help, and who asks if that is somebody else."""

    title = _("Who can we ring?")
    name = NameField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "class": "w20"}),
        error_messages={"required": _("Write the name.")},
    )
    phone = PhoneField(label=_("Your phone"), help_text=_("The volunteer rings this number."))
    languages = language_boxes(_("Which languages do you speak?"))
    email = EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Then we can write to you when someone says yes."),
    )
    asked_by = NameField(
        label=_("Your own name"),
        max_length=80,
        widget=forms.TextInput(attrs={"spellcheck": "false", "class": "w20"}),
        error_messages={"required": _("Write your own name too.")},
    )
    agreed = forms.BooleanField(
        label=consents.ASK_FOR_OTHER.words,
        error_messages={"required": _("Ask this person first, then tick the box.")},
    )

    def __init__(self, *args: Any, for_other: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_other = for_other
        if for_other:
            self.fields["name"].label = _("Name of the person who needs help")
            self.fields["name"].widget.attrs["autocomplete"] = "off"
            self.fields["phone"].label = _("Phone of this person")
            self.fields["languages"].label = _("Which languages does this person speak?")
            self.order_fields(["asked_by"])
        else:
            del self.fields["asked_by"], self.fields["agreed"]


class ListForm(PlainForm):
    """The list, or anything else that the volunteer must know."""

    title = _("What should we know?")
    notes = LinesField(
        label=_("Your list, or a few words"),
        required=False,
        max_length=2000,
        help_text=_("Write nothing about your health. The volunteer will ring you in any case."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class CheckForm(PlainForm):
    """Everything once more, and the yes that we need."""

    title = _("Please check your answers")
    form_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    consent = forms.BooleanField(
        label=consents.ASK.words,
        error_messages={"required": _("Please tick the box: without it nobody can help you.")},
    )


STEPS = [("what", WhatForm), ("where", WhereForm), ("who", WhoForm), ("list", ListForm), ("check", CheckForm)]
