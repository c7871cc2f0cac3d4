"""Practice before the first real call: an invented caller, and whether the trainee took the call well."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from callcentre.models import Operator
from catalogue import consents, kinds, languages
from catalogue.forms import EXAMPLES, PhoneField, PlainForm
from geo import municipalities
from geo.postcodes import all_postcodes, lookup
from privacy.cleaning import LineField

NAME, REFERENCE = "Maria Peeters", "482013"
POSTCODES = {"BE": "1030", "FR": "69003"}  # elsewhere the first of the country's
AS_READ_OUT = re.compile(r"\d(?: \d){5}")


def is_trained(user: User | AnonymousUser) -> bool:
    """Whether the desk is open to this account; coordinators, who are no operators, need no practice."""
    return not Operator.objects.active().filter(user_id=user.pk or 0, trained_at__isnull=True).exists()


def finish(operator: Operator, now: datetime) -> None:
    """She has taken the invented call well; the first time counts."""
    Operator.objects.filter(pk=operator.pk, trained_at__isnull=True).update(trained_at=now)


@dataclass(frozen=True)
class Caller:
    """The invented caller: what she says is what must be typed."""

    name: str
    phone: str
    postcode: str
    kind: kinds.Kind
    digit: str
    language: str

    @property
    def letter(self) -> str:
        """The letter under which the desk has her language."""
        return self.language[0]

    @property
    def spoken(self) -> str:
        """Her language, in its own words."""
        return languages.SPOKEN[self.language]

    @property
    def place(self) -> str:
        """What the desk shows for her postcode."""
        return municipalities.place(settings.COUNTRY, self.postcode, "", self.language)


def caller() -> Caller:
    """She speaks the trainee's language, and asks for the second kind of help: nobody types 1 by habit."""
    country, number = settings.COUNTRY, min(1, len(kinds.KINDS) - 1)
    known = POSTCODES.get(country) or next((each.code for each in all_postcodes(country)), "")
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    phone = EXAMPLES.get(country) or (phonenumbers.format_number(example, national) if example else "")
    spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
    return Caller(NAME, phone, known, kinds.KINDS[number], str(number + 1), spoken)


def _short(label: Any, **kwargs: Any) -> LineField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "w20"})
    message = {"required": _("Type what the caller says.")}
    return LineField(label=label, max_length=80, widget=widget, error_messages=message, **kwargs)


class CallForm(PlainForm):
    """The call itself, in the order of the desk."""

    phone = PhoneField(label=_("Phone"))
    name = _short(_("First name and name"))
    postcode = _short(_("Postcode"))
    kind = _short(_("Kind of help"), help_text=_("Type its digit."))
    language = _short(_("Language"), help_text=_("Type its first character."))
    consent = forms.BooleanField(
        label=_("I have read this out, and the caller agrees."),
        error_messages={"required": _("Read the sentence out, then tick the box.")},
    )

    def _is(self, name: str, wanted: str, message: object) -> str:
        value = str(self.cleaned_data[name])
        if value.casefold() != wanted.casefold():
            raise ValidationError(str(message), code="other")
        return value

    def clean_phone(self) -> str:
        """The number that she says, however it is spaced."""
        wanted = PhoneField().clean(caller().phone)
        return self._is("phone", wanted, _("The caller says another number."))

    def clean_name(self) -> str:
        """Her name."""
        return self._is("name", caller().name, _("The caller has another name."))

    def clean_postcode(self) -> str:
        """Her postcode."""
        return self._is("postcode", caller().postcode, _("The caller says another postcode."))

    def clean_kind(self) -> str:
        """The digit of what she needs."""
        return self._is("kind", caller().digit, _("The caller needs something else. Look at the digits."))

    def clean_language(self) -> str:
        """The letter of her language."""
        return self._is("language", caller().letter, _("The caller speaks another language."))


class EndForm(PlainForm):
    """What is said back to the caller: the place, and the number of the request digit by digit."""

    place = _short(_("Which place do you say back?"), help_text=_("Type the name of the place."))
    reference = _short(
        _("How do you read out the number?"),
        help_text=_("Type it as you say it: one digit, a space, the next digit."),
    )

    def clean_place(self) -> str:
        """One of the names that the place has, with or without its postcode."""
        typed: str = self.cleaned_data["place"]
        postcode = lookup(settings.COUNTRY, caller().postcode)
        chief = postcode.municipalities if postcode else ()
        known = {municipalities.words(name) for each in chief for name in municipalities.names(each)}
        said = [each.strip() for each in typed.replace(caller().postcode, "").split("/")]
        if not any(municipalities.words(each) in known for each in said):
            raise ValidationError(_("The desk shows another place."), code="other")
        return typed

    def clean_reference(self) -> str:
        """All digits, one by one."""
        typed: str = self.cleaned_data["reference"]
        if typed.replace(" ", "") != REFERENCE:
            raise ValidationError(_("The number is another one."), code="other")
        if not AS_READ_OUT.fullmatch(typed):
            raise ValidationError(_("Read it digit by digit, like 1 2 3 4 5 6."), code="not one by one")
        return typed


CONSENT = consents.ASK.words
