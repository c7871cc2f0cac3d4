"""What a coordinator may do to a request, each act with its words, and when it is possible."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PlainForm
from matching import dispatch, endings, steering
from matching.tasks import open_request
from office.merging import merge
from privacy.cleaning import LineField
from requests_app.finding import DigitsField
from requests_app.models import HelpRequest, Status


class NoForm(PlainForm):
    """An act that needs no word."""


class ReferForm(PlainForm):
    """Who takes care of it instead."""

    to = LineField(
        label=_("To which organisation?"),
        help_text=_("Its name only. No name of a person, no number."),
        max_length=80,
        error_messages={"required": _("Write the name of the organisation.")},
    )


class MergeForm(PlainForm):
    """Which other request it is the same as; then, with both before her eyes, that it is."""

    other = DigitsField(
        label=_("Number of the request that goes on"),
        help_text=_("Six digits."),
        error_messages={"required": _("Write the number of the other request.")},
    )
    with_list = forms.BooleanField(label=_("Add this list to the other one"), required=False)

    same = forms.BooleanField(label=_("I have looked at both, and it is the same request"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["same"]

    def clean(self) -> dict[str, Any]:
        """The tick belongs to the request that was shown: its number goes with it."""
        data: dict[str, Any] = super().clean() or {}
        other = data.get("other")
        if other is None:
            del self.fields["same"]
            return data
        self.fields["same"].widget.attrs["value"] = other.reference
        if self.data.get("same") != other.reference:
            self.add_error("same", _("Look at both requests. If they are the same, tick the box."))
        return data

    def clean_other(self) -> HelpRequest:
        """The other request, as long as it has not been erased."""
        found = HelpRequest.objects.filter(
            reference=self.cleaned_data["other"], erased_at__isnull=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("There is no request with this number."))
        return found


Does = Callable[[HelpRequest, dict[str, Any], str, datetime], None]


@dataclass(frozen=True)
class Act:
    """One act: its button, what will happen in a sentence, whether it asks once more, form and deed."""

    code: str
    label: Any
    what: Any
    possible: Callable[[HelpRequest], bool]
    do: Does
    asks: bool = True
    form: type[forms.Form] = NoForm
    hint: Any = None  # the task to wake afterwards


def _is_open(row: HelpRequest) -> bool:
    return row.status == Status.OPEN


def _untaken(row: HelpRequest) -> bool:
    return _is_open(row) and not row.taken


def _can_be_released(row: HelpRequest) -> bool:
    return row.status in (Status.HELD, Status.REFERRED) or (row.taken > 0 and not row.has_ended)


ACTS = (
    Act(
        "again", _("Ask again"), _("The next letters go now."), _is_open,
        lambda row, data, by, now: dispatch.ask_again(row, now), asks=False, hint=open_request,
    ),
    Act(
        "ring", _("Ring now"), _("It goes on the call list: people ring for it, beside the letters."),
        lambda row: _is_open(row) and row.handed_over_at is None,
        lambda row, data, by, now: steering.ring(row, by=by, now=now), asks=False,
    ),
    Act(
        "widen", _("Search wider"),
        _("People also ring volunteers who live up to twice as far away as they go for a letter. Letters "
          "keep to the distance that each has named."),
        lambda row: _is_open(row) and row.widened_at is None and row.catalogue_kind.needs_place,
        lambda row, data, by, now: steering.widen(row, by=by, now=now),
    ),
    Act(
        "hold", _("Hold"), _("Nobody is asked until you release it. Letters that wait are taken back."),
        _untaken, lambda row, data, by, now: steering.hold(row, by=by, now=now),
    ),
    Act(
        "release", _("Release"),
        _("It is open again, and the next letters go now. A volunteer who is on it is told."),
        _can_be_released,
        lambda row, data, by, now: endings.release(row, by=by, now=now), hint=open_request,
    ),
    Act(
        "refer", _("Refer"),
        _("An organisation takes care of it. No more letters go out. Ring the person first."),
        _untaken, lambda row, data, by, now: steering.refer(row, data["to"], by=by, now=now), form=ReferForm,
    ),
    Act(
        "merge", _("The same as another"),
        _("This request is closed, the other one goes on. Calls go over to it. A volunteer who is on this "
          "one is told that he need not go."),
        lambda row: not row.has_ended,
        lambda row, data, by, now: merge(row, data["other"], with_list=data["with_list"], by=by, now=now),
        form=MergeForm,
    ),
    Act(
        "done", _("Done"), _("The person has been helped. The request is closed."),
        lambda row: row.status in (Status.MATCHED, Status.REFERRED),
        lambda row, data, by, now: endings.finish(row, by=by, now=now),
    ),
    Act(
        "cancel", _("Cancel"),
        _("It is no longer needed. The request is closed, and a volunteer who is on it is told."),
        lambda row: not row.has_ended,
        lambda row, data, by, now: endings.cancel(row, by=by, now=now),
    ),
)  # fmt: skip
BY_CODE = {act.code: act for act in ACTS}


def possible(row: HelpRequest) -> list[Act]:
    """The acts that this request allows at this moment."""
    return [act for act in ACTS if act.possible(row)]


def state(row: HelpRequest, act: Act) -> str:
    """What whoever presses has seen: if it is another when the press arrives, nothing happens."""
    wave = row.next_wave_at.timestamp() if act.code == "again" and row.next_wave_at else ""
    return f"{row.status}.{row.hold}.{row.taken}.{wave}"
