"""The promise that makes a yes, what is told when it is done, what is said when something was not right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue import consents
from catalogue.days import in_words
from catalogue.forms import PlainForm
from matching.models import Match
from matching.report_rows import Side, What
from matching.reports import MOST_WORDS
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


SAID: dict[Side, tuple[tuple[str, Any], ...]] = {
    Side.PERSON: (
        (What.MONEY, _("I was asked for money, or did not get my change")),
        (What.CAME_IN, _("The volunteer came in, or pushed me")),
        (What.RUDE, _("The volunteer frightened me, or was rude")),
        (What.OTHER, _("Something else")),
    ),
    Side.VOLUNTEER: (
        (What.WORRIED, _("I am worried about this person")),
        (What.RUDE, _("The person frightened me, or was rude")),
        (What.NOT_RIGHT, _("I was asked for something that is not right")),
        (What.OTHER, _("Something else")),
    ),
}


def _named(match: Match) -> str:
    """A volunteer as the person knows him: by first name and the day of his yes."""
    day = in_words(timezone.localtime(match.claimed_at), gettext("l j F"))
    name = match.volunteer.first_name or gettext("a volunteer")
    return f"{name}, {day}"


class ReportForm(PlainForm):
    """What was not right, in a word and in their own; and with whom, where there was more than one."""

    who = forms.ChoiceField(label=_("Who was it?"), widget=forms.RadioSelect)
    what = forms.ChoiceField(label=_("What was it?"), widget=forms.RadioSelect)
    words = LinesField(
        label=_("In your own words"),
        required=False,
        max_length=MOST_WORDS,
        help_text=_("Only our team reads it. Write nothing about health."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, side: Side, matches: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = {each.uuid.hex: each for each in matches}
        self.fields["what"].choices = SAID[side]  # type: ignore[attr-defined]
        if len(self.matches) > 1:
            names = [(key, _named(each)) for key, each in self.matches.items()]
            self.fields["who"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["who"]

    def match(self) -> Match:
        """Whom it is about."""
        only = next(iter(self.matches.values()))
        return self.matches[self.cleaned_data["who"]] if "who" in self.fields else only

    def say_full(self) -> None:
        """There is no room for more words, so who wrote these must ring."""
        self.add_error("words", gettext("We have a lot of words from you already. Please call us."))
