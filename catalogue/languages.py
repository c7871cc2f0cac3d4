"""Languages: the four that the service writes, and those that people speak."""

from django.utils.translation import gettext_lazy as _

# Each in its own words, for whoever speaks it must find it. The order is that of Belgium's households.
SPOKEN = {
    "fr": "Français",
    "nl": "Nederlands",
    "de": "Deutsch",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "it": "Italiano",
    "es": "Español",
    "pt": "Português",
    "pl": "Polski",
    "ro": "Română",
    "uk": "Українська",
}
CHOICES = list(SPOKEN.items())
FIRST = 4  # shown at once; the others behind one press, so that the list stays short on a phone
GROUPED = [*CHOICES[:FIRST], (_("Another language"), CHOICES[FIRST:])]


def names(codes: list[str]) -> str:
    """The languages with these codes, in their own words, with commas."""
    return ", ".join(SPOKEN[code] for code in codes if code in SPOKEN)
