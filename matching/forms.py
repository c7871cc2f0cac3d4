"""The promise that makes a yes, and what is told when it is done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue import consents
from catalogue.forms import PlainForm
from matching.telling import MINUTES
from privacy.cleaning import LinesField


class PromiseForm(PlainForm):
    """A person ticks this box; a machine that follows links and presses buttons does not."""

    promise = forms.BooleanField(
        label=consents.PROMISE.words,
        help_text=_("You see the name and the number right after."),
        error_messages={"required": _("Tick the box if you want to take this on.")},
    )


class TellForm(PlainForm):
    """How long it took, and a word to the team; both only if he likes."""

    minutes = forms.TypedChoiceField(
        label=_("About how long did it take?"),
        required=False,
        choices=list(
            zip(MINUTES, (_("half an hour"), _("an hour"), _("two hours"), _("longer")), strict=True)
        ),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how long.")},
    )
    note = LinesField(
        label=_("A word to our team"),
        required=False,
        max_length=500,
        help_text=_("Only our team reads it. We erase it after a month. Write nothing about health."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Please write a little less.")},
    )
