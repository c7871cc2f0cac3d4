"""The page on which the list or the number is changed: the person's own, the desk's, the office's."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PhoneField
from matching import changes
from privacy import typed
from privacy.search import phone_as_written
from requests_app.forms import ListForm
from requests_app.models import HelpRequest

WAS = "was"  # the hidden field that says which list was shown


class ChangeForm(ListForm):
    """The list, and for the team the number too."""

    phone = PhoneField(label=_("Phone"))
    field_order = ("phone", "notes")

    def __init__(self, *args: Any, row: HelpRequest, with_phone: bool, **kwargs: Any) -> None:
        initial = {"notes": row.notes, "phone": phone_as_written(row.phone)}
        super().__init__(*args, initial=initial, **kwargs)
        self.row = row
        if with_phone:
            self.fields["notes"].label, self.fields["notes"].help_text = _("List"), ""
        else:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """What is to be; a fault beside the list if another list lay under it."""
        data: dict[str, Any] = super().clean() or {}
        data.setdefault("phone", self.row.phone)
        is_new = (data.get("notes"), data["phone"]) != (self.row.notes, self.row.phone)
        if not self.errors and is_new and self.data.get(WAS) != changes.seen(self.row):
            self.add_error("notes", _("It was changed a moment ago. Look at how it is now, then save again."))
        return data

    @property
    def was_outdated(self) -> bool:
        """Whether the page must show how it is now, beside what was typed."""
        return self.is_bound and self.data.get(WAS) != changes.seen(self.row)


@dataclass(frozen=True)
class Desk:
    """Where it is changed: template and address of the page, the page after it, by whom, with the number?"""

    template: str
    here: str
    back: str
    by: str
    with_phone: bool = False
    context: dict[str, Any] = field(default_factory=dict)


def ask(request: HttpRequest, row: HelpRequest, desk: Desk) -> HttpResponse:
    """GET asks, POST changes, a fault is told by the next GET; the team reads that it is done."""
    if row.has_ended:
        return redirect(desk.back)
    name = typed.named(f"change:{desk.template}", row.uuid.hex)
    form = ChangeForm(typed.answers(request, name), row=row, with_phone=desk.with_phone)
    if request.method != "POST":
        context = {"form": form, "row": row, "back": desk.back, "was": changes.seen(row), **desk.context}
        return render(request, desk.template, context)
    changed = _change(form, desk.by) if form.is_valid() else None
    if changed is None:
        typed.keep(request, name)
        return redirect(desk.here)
    typed.forget(request, name)
    if changed and desk.with_phone:
        messages.success(request, _("Changed. A volunteer who is on it gets a letter in ten minutes."))
    return redirect(desk.back)


def _change(form: ChangeForm, by: str) -> bool | None:
    """Whether it is another now; None if there is something to look at first.

    What has ended meanwhile stays as it was.
    """
    wanted = {"notes": form.cleaned_data["notes"], "phone": form.cleaned_data["phone"]}
    try:
        return changes.change(form.row, **wanted, was=form.data.get(WAS, ""), by=by, now=timezone.now())
    except changes.Outdated:
        return None
    except changes.Ended:
        return False
