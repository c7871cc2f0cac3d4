"""The one form of the desk: a whole request on one page, or what came of a call without one."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from callcentre.fields import BY_CODE, LETTERS, DayField, KindField, OutcomeField, TonguesField
from catalogue.forms import PhoneField, PlainForm
from catalogue.kinds import Kind
from geo.forms import PlaceForm, PostcodeField
from privacy.cleaning import TOO_LONG, LineField, NameField, one_line
from requests_app.intake import Ask

# What makes a request; all else stands at a call too.
OF_A_REQUEST = (
    "name", "postcode", "municipality", "street", "kind", "notes", "when", "urgent", "weekly", "places",
    "asked_by", "consent",
)  # fmt: skip
# What belongs into the note of a call without a request, should it stand in these fields.
TOLD = ("name", "postcode", "street", "asked_by", "notes")
TYPED_FIRST = ("name", "postcode", "street", "kind", "notes", "consent")
MOST_PLACES = 9
MOST_LETTERS = 2000  # of a list, and of a note
ASK_WHICH = _("Ask which municipality it is, and choose it. If it is another one, change the postcode.")
EITHER = _("Write either a request, or what came of a call without one.")
ASK_NUMBER = _("Ask for a phone number and write it here. Without one, nobody can ring back.")
__all__ = ["ASK_NUMBER", "EITHER", "LETTERS", "DeskForm", "fresh", "letters_of", "written"]


def _plain(**attrs: Any) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false", **attrs})


class Unjudged(forms.Field):
    """A field that is only shown again as it was typed, where another part of the form is read."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__(
            required=False, widget=field.widget, label=field.label, help_text=str(field.help_text)
        )


class DeskForm(PlaceForm, PlainForm):
    """Fields in the order of a call; what is read out beside each says callcentre/script.py."""

    phone = PhoneField(label=_("Phone"))
    outcome = OutcomeField()
    language = TonguesField()
    name = NameField(
        label=_("Name"), max_length=80, widget=_plain(), error_messages={"required": _("Write the name.")}
    )
    postcode = PostcodeField(label=_("Postcode"))
    street = LineField(label=_("Street, number and box"), max_length=120, required=False, widget=_plain())
    kind = KindField()
    notes = LineField(label=_("List"), max_length=MOST_LETTERS, required=False, widget=_plain())
    when = DayField()
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    weekly = forms.BooleanField(label=_("Every week"), required=False)
    places = forms.IntegerField(
        label=_("How many volunteers"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        widget=_plain(inputmode="numeric", maxlength=1, **{"class": "w1"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Type a number from 1 to 9, or nothing.")
        ),
    )
    asked_by = NameField(
        label=_("Name of who calls, if it is for somebody else"),
        max_length=80,
        required=False,
        widget=_plain(),
    )
    consent = forms.BooleanField(label=_("The caller has said yes"), required=False)
    anyway = forms.BooleanField(label=_("It is another request: save it too"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, reads: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        """`reads` names the parts that are judged, if not all are; the others keep what was typed."""
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["postcode"].widget.attrs["autocomplete"] = "off"
        if asked := self.fields.get("municipality"):
            asked.error_messages |= dict.fromkeys(("required", "invalid_choice"), ASK_WHICH)
        if reads is None:
            return
        for name in OF_A_REQUEST:
            if name in self.fields and name not in reads:
                self.fields[name] = Unjudged(self.fields[name])
        if "outcome" in reads:
            self.fields["phone"].required = False

    def focus(self, name: str) -> None:
        """Let the next page begin in this field."""
        self.fields[name].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        needs_street = isinstance(kind, Kind) and kind.needs_place and "street" not in self.errors
        if needs_street and not data.get("street"):
            self.add_error("street", _("Write the street and number."))
        return data

    @property
    def tongues(self) -> list[str]:
        """The languages the caller speaks, the one to write in first; the operator's own if none is typed."""
        here = get_language() or settings.LANGUAGE_CODE
        return self.cleaned_data.get("language") or [here]

    def told(self, words: str, known: dict[str, str]) -> str:
        """The note of a call: these words, then what else was typed and is not `known` of the caller."""
        typed = {name: one_line(str(self.cleaned_data.get(name) or "")) for name in TOLD}
        new = [text for name, text in typed.items() if text and text != known.get(name)]
        note = " · ".join([words, *new] if words else new)
        if len(note) > MOST_LETTERS:
            self.add_error("notes", TOO_LONG["max_length"] % {"limit_value": MOST_LETTERS})
        return note

    def ask(self) -> Ask:
        """The request, as any door writes it down."""
        data = self.cleaned_data
        when: date | None = data["when"]
        return Ask(
            form_key=data["form_key"],
            kind=data["kind"].code,
            name=data["name"],
            phone=data["phone"],
            postcode=data["postcode"],
            municipality=data["municipality"],
            street=data["street"],
            language=written(self.tongues),
            languages=self.tongues,
            notes=data["notes"],
            asked_by=data["asked_by"],
            wanted_on=when,
            urgent=data["urgent"] or when == timezone.localdate(),
            weekly=data["weekly"],
            places=data["places"] or 1,
        )


def written(tongues: list[str]) -> str:
    """The first of these languages that the service writes; the operator's own if it writes none."""
    own = [code for code, _name in settings.LANGUAGES]
    return next((code for code in tongues if code in own), get_language() or settings.LANGUAGE_CODE)


def letters_of(tongues: list[str]) -> str:
    """The letters that mean these languages."""
    return "".join(BY_CODE[code] for code in tongues if code in BY_CODE)


def fresh(**initial: Any) -> DeskForm:
    """An empty form of its own, or one that begins with these facts."""
    return DeskForm(initial={"form_key": uuid.uuid4(), **initial})
