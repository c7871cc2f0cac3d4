"""The page on which somebody becomes a volunteer, and the small forms of his own page."""

from datetime import datetime, timedelta

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue import consents, kinds
from catalogue.forms import EmailField, PhoneField, PlainForm, language_boxes, with_hint
from geo.forms import PlaceForm, PostcodeField
from privacy.cleaning import LineField, NameField
from volunteers.membership import UNTIL_HE_SAYS_SO, SignUp
from volunteers.models import TRAVEL_KM, USUAL_TRAVEL_KM

PAUSES = {"week": timedelta(days=7), "month": timedelta(days=30), "open": UNTIL_HE_SAYS_SO}


def _km(number: int) -> str:
    return ngettext("%(km)s kilometre", "%(km)s kilometres", number) % {"km": number}


kilometres = lazy(_km, str)  # a lazy plural with `%` would be fixed in the language of the start


class RegistrationForm(PlaceForm, PlainForm):
    """Eight required fields, and the street for those who like to be found precisely."""

    name = NameField(
        label=_("First name and name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "class": "w20"}),
        error_messages={"required": _("Write your name.")},
    )
    email = EmailField(label=_("E-mail"), help_text=_("We write to you here when a neighbour needs you."))
    phone = PhoneField(label=_("Phone"), help_text=_("So that our team can reach you. Nobody else sees it."))
    postcode = PostcodeField(label=_("Postcode"))
    street = LineField(
        label=_("Street and number"),
        required=False,
        max_length=120,
        help_text=_("So that we write to you only about people who are really near. Only our team sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What can you do?"),
        choices=[(offer.code, with_hint(offer.label, offer.hint)) for offer in kinds.OFFERS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    languages = language_boxes(_("Which languages do you speak?"))
    travel_km = forms.TypedChoiceField(
        label=_("How far do you go?"),
        choices=[(km, kilometres(km)) for km in TRAVEL_KM],
        coerce=int,
        initial=USUAL_TRAVEL_KM,
        widget=forms.RadioSelect(attrs={"class": "columns"}),
        error_messages={"required": _("Choose a distance.")},
    )
    charter = forms.BooleanField(
        label=consents.CHARTER.words,
        error_messages={"required": _("Please read this and tick the box.")},
    )

    def sign_up(self, language: str) -> SignUp:
        """What was written, ready for the register. `language` is the page's own."""
        data = self.cleaned_data
        return SignUp(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            street=data["street"],
            postcode=data["postcode"],
            municipality=data["municipality"],
            language=language,
            languages=data["languages"],
            kinds=kinds.mask(data["kinds"]),
            travel_km=data["travel_km"],
        )


class HomeForm(PlaceForm, PlainForm):
    """Where a volunteer lives now."""

    postcode = PostcodeField(label=_("Postcode"))
    street = LineField(
        label=_("Street and number"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )


class PauseForm(PlainForm):
    """How long no letters."""

    length = forms.ChoiceField(
        label=_("Send me no letters for"),
        choices=[("week", _("a week")), ("month", _("a month")), ("open", _("until I say so"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long.")},
    )

    def until(self, now: datetime) -> datetime:
        """The end of the pause."""
        return now + PAUSES[self.cleaned_data["length"]]


class LookForm(PlainForm):
    """Which of the open requests that were shown."""

    request = forms.UUIDField()
