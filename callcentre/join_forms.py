"""The page on which somebody offers to take calls."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from callcentre.joining import Offer
from callcentre.models.people import DAYTIMES
from catalogue import consents
from catalogue.forms import BoxesField, EmailField, PhoneField, PlainForm, language_boxes
from privacy.cleaning import LinesField, NameField

KEPT = 1000  # characters of each answer that the session keeps


class JoinForm(PlainForm):
    """Who, how we reach her, which languages and when; and her word that calls stay between the two."""

    name = NameField(
        label=_("First name and name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "class": "w20"}),
        error_messages={"required": _("Write your name.")},
    )
    email = EmailField(label=_("E-mail"))
    phone = PhoneField(label=_("Phone"), help_text=_("So that our team can reach you. Nobody else sees it."))
    languages = language_boxes(_("In which languages can you take calls?"))
    hours = BoxesField(
        label=_("When can you take calls?"),
        help_text=_("You choose your hours yourself, each week."),
        choices=list(DAYTIMES.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        error_messages={"required": _("Choose at least one.")},
    )
    why = LinesField(
        label=_("Why do you want to do this?"),
        required=False,
        max_length=500,
        help_text=_("A sentence or two are enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    undertaking = forms.BooleanField(
        label=consents.OPERATOR.words,
        error_messages={"required": _("Please read this and tick the box.")},
    )

    def offer(self, language: str) -> Offer:
        """What was written, ready to be taken down. `language` is the page's own."""
        data = self.cleaned_data
        return Offer(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            language=language,
            languages=data["languages"],
            hours=" ".join(data["hours"]),
            why=data["why"],
        )


def typed(form: JoinForm, sent: QueryDict) -> dict[str, list[str]]:
    """What was sent, for the session to keep until it is right."""
    return {name: [each[:KEPT] for each in sent.getlist(name)[:20]] for name in form.fields}


def again(kept: dict[str, list[str]] | None, **choices: Any) -> JoinForm:
    """The page with what was kept, and what is wrong with it; a fresh one if nothing was."""
    if kept is None:
        return JoinForm(**choices)
    sent = QueryDict(mutable=True)
    for name, values in kept.items():
        sent.setlist(name, values)
    return JoinForm(sent, **choices)
