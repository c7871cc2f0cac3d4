"""The postcode as people write it, and the question which municipality, where it lies in several."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from geo.municipalities import label, place, stored
from geo.postcodes import Municipality
from geo.typed_postcodes import Problem, Reading, Suggestion, read

MOST_LETTERS = 80
# What fits into the field's usual width; beside a name it is wider.
BARE_CODE = 6


class PostcodeInput(forms.TextInput):
    """As wide as what stands in it. The keyboard of digits comes first; letters are one key away."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "postal-code", "maxlength": MOST_LETTERS})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["class"] = "w4" if len(str(value or "")) <= BARE_CODE else "w20"
        return context


class PostcodeBoundField(forms.BoundField):
    """Under the postcode stands the place's name as soon as it is known, before that an example."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.help_text = self.echo or field.help_text or _example()

    @property
    def echo(self) -> str:
        """ "1030 Schaerbeek / Schaarbeek", in the reader's language; "" while it is not clear."""
        reading = read(settings.COUNTRY, str(self.value() or ""))
        if reading.postcode is None or reading.problem:
            return ""
        chosen = self.form["municipality"].value() if "municipality" in self.form.fields else ""
        name = stored(reading.municipality) if reading.municipality else str(chosen or "")
        return (
            "" if reading.choices and not name else place(settings.COUNTRY, reading.typed, name, _language())
        )


class PostcodeField(forms.CharField):
    """A postcode of the home country that the offline table knows, with its name or without; cleaned to it.

    Belongs into a `PlaceForm`, which asks for the municipality where the postcode does not tell.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_LETTERS, widget=PostcodeInput(), **kwargs)
        self.error_messages["required"] = _("Write your postcode.")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> PostcodeBoundField:
        return PostcodeBoundField(form, self, field_name)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        reading = read(settings.COUNTRY, text)
        if reading.problem and not reading.choices:
            raise ValidationError(_what_is_wrong(reading), code=reading.problem.value)
        return reading.typed


class PlaceForm(forms.Form):
    """A form with a postcode; cleaned data hold also `municipality`, the name that a row keeps, mostly ""."""

    municipality = forms.ChoiceField(label=_("Which municipality?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = self._read()
        if not self.reading.choices:
            del self.fields["municipality"]
            return
        asked = self.fields["municipality"]
        asked.choices = _choices(self.reading.choices)  # type: ignore[attr-defined]
        message = _which(self.reading)
        asked.error_messages.update(required=message, invalid_choice=message)
        names = [name for name in self.fields if name != "municipality"]
        at = names.index("postcode") + 1
        self.order_fields([*names[:at], "municipality", *names[at:]])

    def _read(self) -> Reading:
        name = self.add_prefix("postcode")
        text = (
            self.data.get(name, "")
            if self.is_bound
            else self.get_initial_for_field(self.fields["postcode"], "postcode")
        )
        return read(settings.COUNTRY, str(text or "")[:MOST_LETTERS])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        meant = self.reading.municipality
        data.setdefault("municipality", stored(meant) if meant else "")
        return data


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _choices(municipalities: tuple[Municipality, ...]) -> list[tuple[str, str]]:
    return [(stored(each), label(each, _language())) for each in municipalities]


def _which(reading: Reading) -> str:
    message = gettext("%(code)s lies in more than one municipality. Choose yours.")
    if reading.problem is Problem.UNCLEAR:
        message = gettext("Is this your municipality? Then choose it. If not, change the postcode.")
    return message % {"code": reading.typed}


def _what_is_wrong(reading: Reading) -> str:
    if reading.problem in (Problem.CONTRADICTED, Problem.UNCLEAR):
        return _contradicted(reading)
    told = {"code": reading.typed, "meant": _in_words(reading.suggestions)}
    if reading.problem is Problem.CEDEX:
        return gettext("This is a CEDEX code, for companies. Write the postcode of your street.")
    if not reading.suggestions:
        return " ".join((gettext("We do not know this postcode."), _example()))
    if reading.problem is Problem.MISSING:
        return gettext("Write the number of the postcode too. Did you mean %(meant)s?") % told
    return gettext("We do not know the postcode %(code)s. Did you mean %(meant)s?") % told


def _contradicted(reading: Reading) -> str:
    """ "1300 is Wavre. Did you mean 1030 Schaerbeek? If 1300 is right, write only the number."."""
    here = place(settings.COUNTRY, reading.typed, "", _language()).removeprefix(f"{reading.typed} ")
    told = {
        "code": reading.typed,
        "place": here,
        "meant": _in_words(reading.suggestions),
        "name": reading.name,
    }
    question = (
        gettext("Did you mean %(meant)s?")
        if reading.suggestions
        else gettext("We do not know “%(name)s” there.")
    )
    sentences = (
        gettext("%(code)s is %(place)s."),
        question,
        gettext("If %(code)s is right, write only the number."),
    )
    return " ".join(sentences) % told


def _example() -> str:
    return (
        gettext("Five digits, like 59000.")
        if settings.COUNTRY == "FR"
        else gettext("Four digits, like 1030.")
    )


def _in_words(suggestions: tuple[Suggestion, ...]) -> str:
    """ "1030 Schaerbeek, 1300 Wavre or 1013 …"."""
    told = [_suggested(each) for each in suggestions]
    if len(told) < 2:
        return "".join(told)
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(told[:-1]), "last": told[-1]}


def _suggested(suggestion: Suggestion) -> str:
    code, municipality = suggestion.postcode.code, suggestion.municipality
    return place(settings.COUNTRY, code, stored(municipality) if municipality else "", _language())
