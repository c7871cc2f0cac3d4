"""A coordinator puts somebody on a slot."""

from datetime import date, datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcentre.models import Operator
from callcentre.shifts import Line
from catalogue.days import in_words
from catalogue.forms import PlainForm

Choices = list[tuple[str, str]]


class PutForm(PlainForm):
    """Who, and which of the slots that have not begun; those that lack somebody are said to."""

    operator = forms.ChoiceField(
        label=_("Who?"),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person.")},
    )
    slot = forms.ChoiceField(
        label=_("Which hours?"),
        error_messages={"required": _("Choose the hours."), "invalid_choice": _("Choose the hours.")},
    )

    def __init__(self, plan: dict[date, list[Line]], now: datetime, data: QueryDict | None = None) -> None:
        super().__init__(data)
        people = [(str(each.uuid), f"{each.name} ({each.languages_label})") for each in _active()]
        ahead = (line for lines in plan.values() for line in lines if line.slot.starts_at > now)
        self._offer("operator", people)
        self._offer("slot", [(line.slot.key, _in_words(line)) for line in ahead])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Choose")), *choices]


def _active() -> list[Operator]:
    return sorted(Operator.objects.active(), key=lambda each: each.name.casefold())


def _in_words(line: Line) -> str:
    day = in_words(timezone.localtime(line.slot.starts_at), gettext("l j F"))
    lacks = gettext("Nobody here speaks: %(languages)s") % {"languages": ", ".join(line.missing)}
    return f"{day}, {line.slot}. {lacks}" if line.missing else f"{day}, {line.slot}"
