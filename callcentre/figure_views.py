"""The page of figures for whoever leads the phone: today, or the days that an address names."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from callcentre import figure_charts
from callcentre.figures import Stretch
from catalogue.forms import PlainForm
from team.access import LEAD_CALLS, needs

MOST_DAYS = 31


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "class": "w20"}, format="%Y-%m-%d")
    wrong = _("Choose a day.")
    return forms.DateField(label=label, widget=widget, error_messages={"required": wrong, "invalid": wrong})


class DaysForm(PlainForm):
    """From which day to which."""

    first = _day(_("From"))
    last = _day(_("To"))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and a month is enough."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta() <= last - first < timedelta(days=MOST_DAYS):
            self.add_error("last", ValidationError(_("Choose at most 31 days, the first day first.")))
        return data


@require_safe
@needs(LEAD_CALLS)
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure with its definition; today's until somebody asks for other days."""
    now = timezone.now()
    today = timezone.localdate(now)
    asked = request.GET if request.GET else None
    form = DaysForm(asked, initial={"first": today, "last": today})
    stretch = Stretch(today, today)
    if form.is_valid():
        stretch = Stretch(form.cleaned_data["first"], form.cleaned_data["last"])
    context = {
        "form": form,
        "stretch": stretch,
        "jumps": _jumps(today, stretch),
        **figure_charts.all_of(stretch, today, now),
    }
    return render(request, "callcentre/figures.html", context)


def _jumps(today: date, shown: Stretch) -> list[tuple[Any, str, bool]]:
    """Links to what is asked for most: words, what follows the address, whether it is shown."""
    monday = today - timedelta(days=today.weekday())
    yesterday, week = today - timedelta(days=1), timedelta(days=7)
    found = [
        (_("today"), Stretch(today, today)),
        (_("yesterday"), Stretch(yesterday, yesterday)),
        (_("this week"), Stretch(monday, today)),
        (_("last week"), Stretch(monday - week, monday - timedelta(days=1))),
    ]
    return [(words, f"?first={each.first}&last={each.last}", each == shown) for words, each in found]
