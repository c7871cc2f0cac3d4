"""The promise that makes a yes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue import consents
from catalogue.forms import PlainForm


class PromiseForm(PlainForm):
    """A person ticks this box; a machine that follows links and presses buttons does not."""

    promise = forms.BooleanField(
        label=consents.PROMISE.words,
        help_text=_("You see the name and the number right after."),
        error_messages={"required": _("Tick the box if you want to take this on.")},
    )
