"""The page on which somebody becomes a volunteer, and the small forms of his own page."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue import consents, kinds
from catalogue.forms import EmailField, PhoneField, PlainForm, language_boxes, with_hint
from geo.forms import PlaceForm, PostcodeField
from privacy.cleaning import LineField, NameField
from volunteers import news
from volunteers.membership import UNTIL_HE_SAYS_SO, SignUp
from volunteers.models import LETTERS_PER_WEEK, TRAVEL_KM, USUAL_TRAVEL_KM, Volunteer
from volunteers.wishes import Wishes

LONGEST_PAUSE = timedelta(days=366)  # to a chosen day; longer is "until I say so"
PAUSES = {"week": timedelta(days=7), "month": timedelta(days=30), "open": UNTIL_HE_SAYS_SO}


def _km(number: int) -> str:
    return ngettext("%(km)s kilometre", "%(km)s kilometres", number) % {"km": number}


kilometres = lazy(_km, str)  # a lazy plural with `%` would be fixed in the language of the start


def _a_week(number: int) -> str:
    return ngettext("%(n)s letter a week", "%(n)s letters a week", number) % {"n": number}


letters_a_week = lazy(_a_week, str)


def offer_boxes() -> forms.MultipleChoiceField:
    """Tick boxes for what somebody offers."""
    return forms.MultipleChoiceField(
        label=_("What can you do?"),
        choices=[(offer.code, with_hint(offer.label, offer.hint)) for offer in kinds.OFFERS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )


def distances(**kwargs: Any) -> forms.TypedChoiceField:
    """How far somebody goes."""
    return forms.TypedChoiceField(
        label=_("How far do you go?"),
        choices=[(km, kilometres(km)) for km in TRAVEL_KM],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "columns"}),
        error_messages={"required": _("Choose a distance."), "invalid_choice": _("Choose a distance.")},
        **kwargs,
    )


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
    kinds = offer_boxes()
    languages = language_boxes(_("Which languages do you speak?"))
    travel_km = distances(initial=USUAL_TRAVEL_KM)
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


class WorkForm(PlaceForm, PlainForm):
    """A second place near which somebody helps; its postcode is enough."""

    postcode = PostcodeField(label=_("Postcode"))


class PreferencesForm(PlainForm):
    """What somebody wants to be asked for, how often, and in which language."""

    kinds = offer_boxes()
    languages = language_boxes(_("Which languages do you speak?"))
    travel_km = distances()
    letters_per_week = forms.TypedChoiceField(
        label=_("How many letters do you want at most?"),
        choices=[(number, letters_a_week(number)) for number in LETTERS_PER_WEEK],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "columns"}),
        error_messages={"required": _("Choose how many."), "invalid_choice": _("Choose how many.")},
    )
    language = forms.ChoiceField(
        label=_("In which language do we write to you?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "columns"}),
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )
    news = forms.BooleanField(label=consents.NEWS.words, required=False)

    @staticmethod
    def of(volunteer: Volunteer) -> dict[str, Any]:
        """What stands in the form when the page is opened."""
        return {
            "kinds": [offer.code for offer in volunteer.offers],
            "languages": volunteer.languages,
            "travel_km": volunteer.travel_km,
            "letters_per_week": volunteer.letters_per_week,
            "language": volunteer.language,
            "news": news.is_wanted(volunteer),
        }

    def wishes(self) -> Wishes:
        """What was chosen, ready to be written down."""
        return Wishes(**{**self.cleaned_data, "kinds": kinds.mask(self.cleaned_data["kinds"])})


class ReachForm(PlainForm):
    """How we reach somebody. Both begin empty: his page may be forwarded."""

    phone = PhoneField(
        label=_("Another phone number"),
        required=False,
        help_text=_("Leave it empty, and we keep the one we have."),
    )
    email = EmailField(
        label=_("Another e-mail address"),
        required=False,
        help_text=_("We write to it first, to see that it is yours. Until then the old one stays."),
    )


class PauseForm(PlainForm):
    """How long no letters."""

    length = forms.ChoiceField(
        label=_("Send me no letters for"),
        choices=[
            ("week", _("a week")),
            ("month", _("a month")),
            ("day", _("until a day that I choose below")),
            ("open", _("until I say so")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long."), "invalid_choice": _("Choose how long.")},
    )
    day = forms.DateField(
        label=_("Which day?"),
        required=False,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "w20", "autocomplete": "off"}),
        help_text=_("Like 31/12/2027."),
        error_messages={"invalid": _("Write a day like 31/12/2027.")},
    )

    def clean_day(self) -> date | None:
        """A day in the year to come, where a day was chosen."""
        day: date | None = self.cleaned_data["day"]
        if self.cleaned_data.get("length") != "day":
            return day
        today = timezone.localdate()
        if day is None or not today < day <= today + LONGEST_PAUSE:
            raise ValidationError(_("Choose a day after today, within a year."), code="day")
        return day

    def until(self, now: datetime) -> datetime:
        """The end of the pause; a chosen day is the first on which we write again."""
        if self.cleaned_data["length"] == "day":
            return datetime.combine(self.cleaned_data["day"], time(), timezone.get_default_timezone())
        return now + PAUSES[self.cleaned_data["length"]]


class LookForm(PlainForm):
    """Which of the open requests that were shown."""

    request = forms.UUIDField()
