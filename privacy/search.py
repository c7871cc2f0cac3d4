"""Finding locked rows again: what somebody types, as the fingerprints it may have."""

import phonenumbers
from django.conf import settings

from privacy.crypto import blind_indexes


def phone_fingerprints(text: str) -> list[str]:
    """The blind indexes of a phone number as typed; empty if it is none."""
    try:
        number = phonenumbers.parse(text, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return []
    return blind_indexes(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def phone_as_written(number: str) -> str:
    """An E.164 number the way people at home write it; numbers from elsewhere keep their prefix."""
    try:
        parsed = phonenumbers.parse(number, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.region_code_for_number(parsed) == settings.COUNTRY
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)
