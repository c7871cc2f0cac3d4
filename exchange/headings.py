"""Columns and words as people write them in four languages, folded to ours."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue import languages
from catalogue.kinds import OFFERS

# Our own names for them, which the template and the export bear, in each language.
COLUMNS: dict[str, Any] = {
    "name": _("First name and name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "municipality": _("Municipality"),
    "kinds": pgettext_lazy("heading of a column", "Offers"),
    "languages": pgettext_lazy("heading of a column", "Speaks"),
    "language": pgettext_lazy("heading of a column", "Letters in"),
    "travel_km": pgettext_lazy("heading of a column", "Kilometres"),
}
NEEDED = ("name", "email", "phone", "postcode", "kinds", "languages")
# What others call them.
ALSO = {
    "name": "nom|naam|name|full name|nom complet|prénom et nom|nom et prénom|voornaam en naam",
    "email": "mail|courriel|e-mail|email|adresse e-mail|e-mailadres|e-mail-adresse|adresse mail",
    "phone": "tel|tél|téléphone|telephone|telefoon|telefon|gsm|mobile|handy|telefoonnummer|phone number",
    "street": "rue|straat|straße|street|adresse|adres|address|rue et numéro|straat en nummer|anschrift",
    "postcode": "code postal|cp|postcode|plz|postleitzahl|zip|zip code|postal code",
    "municipality": "commune|ville|localité|gemeente|stad|gemeinde|ort|stadt|town|city|municipality",
    "kinds": "aide|offre|offres|hulp|aanbod|hilfe|angebot|help|offers|offer|kinds",
    "languages": "langue|langues|langues parlées|taal|talen|sprache|sprachen|languages|speaks",
    "language": "langue des lettres|langue du courrier|taal van de brieven|briefsprache|letters in",
    "travel_km": "km|kilomètres|distance|afstand|kilometer|entfernung|kilometres|distance km",
}
OFFER_WORDS = {
    "groceries": "courses|faire les courses|boodschappen|einkauf|einkaufen|einkäufe|shopping|groceries",
    "errand": "démarche|démarches|pharmacie|apotheek|boodschap|apotheke|besorgung|errand|chemist",
    "listening": "écoute|téléphone|parler|bellen|praten|luisteren|zuhören|reden|telefonieren|talk|listening",
    "other": "autre|autre chose|andere|iets anders|anders|anderes|etwas anderes|other",
}
LANGUAGE_WORDS = {
    "fr": "français|francais|frans|französisch|french",
    "nl": "néerlandais|flamand|nederlands|niederländisch|dutch",
    "de": "allemand|duits|deutsch|german",
    "en": "anglais|engels|englisch|english",
    "ar": "arabe|arabisch|arabic",
    "tr": "turc|turks|türkisch|turkish",
    "it": "italien|italiaans|italienisch|italian|italiano",
    "es": "espagnol|spaans|spanisch|spanish|español",
    "pt": "portugais|portugees|portugiesisch|portuguese|português",
    "pl": "polonais|pools|polnisch|polish|polski",
    "ro": "roumain|roemeens|rumänisch|romanian|română",
    "uk": "ukrainien|oekraïens|ukrainisch|ukrainian|українська",
}
BETWEEN = re.compile(r"[,;/|+&\n]")


def folded(text: str) -> str:
    """Without accents, capitals, stars and signs: "Prénom et nom *" is "prenom et nom"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in spread if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in plain).split())


def _in_all(label: Any) -> Iterator[str]:
    """A label of ours in each language of the house."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield folded(str(label))


def _known(labels: dict[str, Any], also: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, label in labels.items():
        for word in (folded(code), *_in_all(label), *map(folded, also.get(code, "").split("|"))):
            if word:
                found.setdefault(word, code)
    return found


def columns(row: list[str]) -> dict[str, int]:
    """Which of our columns stands where in a row of headings; of two alike the first counts."""
    known = _known(COLUMNS, ALSO)
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        if (code := known.get(folded(cell))) and code not in found:
            found[code] = number
    return found


class Words:
    """Words in cells: what somebody offers, and which languages he speaks. Made once for a file."""

    def __init__(self) -> None:
        self.offers = _known({each.code: each.label for each in OFFERS}, OFFER_WORDS)
        self.spoken = _known(languages.SPOKEN, LANGUAGE_WORDS)

    def of_offers(self, text: str) -> list[str]:
        """Codes of offers, in their order; an unknown word stays as it is, for the form to refuse."""
        return _each(text, self.offers)

    def of_languages(self, text: str) -> list[str]:
        """Codes of languages, the same way."""
        return _each(text, self.spoken)


def _each(text: str, known: dict[str, str]) -> list[str]:
    words = [word.strip() for word in BETWEEN.split(text)]
    return list(dict.fromkeys(known.get(folded(word), word) for word in words if word))
