"""What goes on a sheet, and the e-mail of a volunteer who has scanned one."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalogue.forms import EmailField, PlainForm
from volunteers.forms import RegistrationForm
from volunteers.models import USUAL_TRAVEL_KM

# The other language of a sheet, unless somebody chooses: what most neighbours read beside the first.
USUAL_OTHER = {"fr": "nl", "nl": "fr", "de": "fr", "en": "fr"}


def other_languages() -> list[tuple[str, str]]:
    """All but the page's own, each in its own words."""
    return [each for each in settings.LANGUAGES if each[0] != translation.get_language()]


class SheetForm(PlainForm):
    """The second language of a sheet; the first is the page's own."""

    other = forms.ChoiceField(
        label=_("And in which other language?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.choices = other_languages()
        field.initial = USUAL_OTHER.get(translation.get_language() or "", "fr")


class PosterForm(SheetForm):
    """What the person shows of herself: nothing, unless she ticks it."""

    with_list = forms.BooleanField(
        label=_("Show my list"), required=False, help_text=_("Everybody who passes your door can read it.")
    )
    with_name = forms.BooleanField(label=_("Show my first name"), required=False)


class NoteForm(SheetForm):
    """What the volunteer shows of himself: his first name always, his number if he ticks it."""

    with_phone = forms.BooleanField(
        label=_("Show my phone number"), required=False, help_text=_("Without it, people ring our team.")
    )


class NeighbourForm(RegistrationForm):
    """The registration page, shorter: somebody stands in the street. The rest he may tell us later."""

    street: Any = None
    travel_km: Any = None

    def clean(self) -> dict[str, Any]:
        """The postcode is enough for now, and the usual distance."""
        return {**super().clean(), "street": "", "travel_km": USUAL_TRAVEL_KM}


class KnownForm(PlainForm):
    """For whoever is a volunteer already."""

    email = EmailField(label=_("Your e-mail"))
