"""The forms of the exchange: a list with where it comes from, a wish for one, a letter to many."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PlainForm
from catalogue.wording import speak_plainly
from exchange import exporting, rows, sheets
from exchange.groups import Group, GroupForm
from exchange.models import Mailing
from exchange.rows import Checked
from privacy.cleaning import ADDRESS, LineField, LinesField
from volunteers.models import Status

NO_LINKS = re.compile(r"//|www\.|@|\w{2,}\.[a-z]{2,}", re.IGNORECASE)
WIDE = {"class": "vTextField"}
LONGEST_SUBJECT, LONGEST_TEXT = 100, 2_000
REFUSED = {
    "big": _("This file is too big. Five megabytes at most."),
    "many": _("More than 5000 rows. Make several files of it."),
    "unreadable": _("We cannot read this file. Save it as XLSX or CSV, and choose it again."),
    "empty": _("There is nothing in this file."),
}


class ListForm(PlainForm):
    """A file, and who has asked these people whether we may have it."""

    file = forms.FileField(
        label=_("Spreadsheet (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            **dict.fromkeys(("required", "missing", "contradiction"), _("Choose a file.")),
            "empty": REFUSED["empty"],
        },
    )
    who = LineField(
        label=_("Who has asked these people?"), max_length=80, widget=forms.TextInput(WIDE),
        help_text=_("An organisation, like “Red Cross Ixelles”. Their letter says it."),
        error_messages={"required": _("Write who has asked them.")},
    )  # fmt: skip
    when = LineField(
        label=_("When, and how?"), max_length=80, widget=forms.TextInput(WIDE),
        help_text=_("Like “on paper, 3 November 2026”."),
        error_messages={"required": _("Write when they were asked, and how.")},
    )  # fmt: skip

    def clean_who(self) -> str:
        """It stands in a letter to strangers: no address of a web page or of a mailbox."""
        return self._plain("who")

    def clean_when(self) -> str:
        """The same; a date may have its strokes."""
        return self._plain("when")

    def _plain(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if NO_LINKS.search(text) or (name == "who" and ADDRESS.search(text)):
            raise ValidationError(_("Write no address of a web page or mailbox here."), code="address")
        return text

    def clean_file(self) -> list[sheets.Row]:
        """The rows of the file, with all the columns that we need."""
        file = self.cleaned_data["file"]
        try:
            if file.size > sheets.MOST_BYTES:
                raise sheets.Unusable("big")
            found = sheets.read(file.name, file.read())
        except sheets.Unusable as error:
            raise ValidationError(REFUSED[error.code], code=error.code) from error
        if not found:
            raise ValidationError(REFUSED["empty"], code="empty")
        if absent := rows.missing(found[0]):
            said = gettext("These columns are missing in the first row: %(columns)s.")
            raise ValidationError(said % {"columns": ", ".join(absent)}, code="columns")
        return found

    def source(self) -> str:
        """As it stands beside each consent."""
        return f"{self.cleaned_data['who']} ({self.cleaned_data['when']})"

    def checked(self) -> Checked:
        """Every row, judged."""
        return rows.check(self.cleaned_data["file"])


class ExportForm(GroupForm):
    """Which volunteers, as what, and why."""

    status = forms.ChoiceField(
        label=_("Status"), initial=Status.ACTIVE,
        choices=[(each.value, each.label) for each in exporting.STATUSES],
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("As"), choices=[("xlsx", _("XLSX (Excel, LibreOffice)")), ("csv", "CSV")], initial="xlsx"
    )
    reason = LineField(
        label=_("What do you need it for?"), max_length=200, min_length=10, widget=forms.TextInput(WIDE),
        help_text=_("A sentence. It is kept for a year. Write no names of people."),
        error_messages={
            "required": _("Write what you need it for."), "min_length": _("Write a whole sentence."),
        },
    )  # fmt: skip

    field_order = ("status",)

    def group(self) -> Group:
        return super().group() | {"status": self.cleaned_data["status"]}

    def clean(self) -> dict[str, Any]:
        """Somebody there, and not more than a page can make while one waits."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        found = exporting.count(self.group())
        if not found:
            raise ValidationError(_("Nobody is like this. Choose again."), code="nobody")
        if found > exporting.MOST:
            raise ValidationError(_("Too many for one file. Choose fewer, by postcode."), code="many")
        return data


class MailingForm(GroupForm):
    """Whom, and the words in each language; who reads a language that stays empty gets no letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"subject_{code}"] = _field(LineField, _("Subject"), name, LONGEST_SUBJECT, code)
            self.fields[f"text_{code}"] = _field(LinesField, _("Text"), name, LONGEST_TEXT, code)
            for part in ("subject", "text"):
                speak_plainly(self.fields[f"{part}_{code}"])

    def clean(self) -> dict[str, Any]:
        """Both or none in each language, and at least one language; no address but our own button."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for code, _name in settings.LANGUAGES:
            for name, other in ((f"subject_{code}", f"text_{code}"), (f"text_{code}", f"subject_{code}")):
                if NO_LINKS.search(data.get(name, "")):
                    self.add_error(name, _("No web or e-mail addresses: the letter has our button."))
                elif not data.get(name) and data.get(other):
                    self.add_error(name, _("Write both, the subject and the text."))
        if not self.errors and not self.texts():
            raise ValidationError(_("Write the letter in one language at least."), code="empty")
        return data

    def texts(self) -> dict[str, dict[str, str]]:
        """Subject and text of each language that is written."""
        data = self.cleaned_data
        return {
            code: {"subject": data[f"subject_{code}"], "text": data[f"text_{code}"]}
            for code, _name in settings.LANGUAGES
            if data.get(f"subject_{code}")
        }

    @staticmethod
    def of(kept: Mailing) -> dict[str, Any]:
        """What stands in the form when a letter is changed: a new one is made of it."""
        words = {f"{part}_{code}": text for code, each in kept.texts.items() for part, text in each.items()}
        return {**kept.group, **words}


def _field(kind: Any, label: Any, language: str, longest: int, code: str) -> Any:
    widget = forms.Textarea({"rows": 8, "cols": 60, "lang": code}) if kind is LinesField else None
    return kind(
        label=f"{language}: {label}", required=False, max_length=longest,
        widget=widget or forms.TextInput(WIDE | {"lang": code}),
    )  # fmt: skip
