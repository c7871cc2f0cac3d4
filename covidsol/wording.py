"""A service's own sentences: put over those of the catalogues, in pages and letters, when Django starts."""

import re
from gettext import NullTranslations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.translation import trans_real

from catalogue.consents import TEXTS

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
ALL = ("fr", "nl", "de", "en")


class Said(NullTranslations):
    """Sentences by msgid, in the form in which Django merges catalogues."""

    def __init__(self, texts: dict[str, str], like: NullTranslations) -> None:
        super().__init__()
        self._catalog = texts
        self.plural = like.plural  # type: ignore[attr-defined]


def replace(texts: dict[str, dict[str, str]]) -> None:
    """Let the catalogue of each language say these sentences by msgid.

    Raises ImproperlyConfigured for one that no page says, with other placeholders or
    tags, and for a text that people agree to: its version stands for its words.
    """
    wrong = [fault for msgid, own in texts.items() for fault in _faults(msgid, own)]
    if wrong:
        raise ImproperlyConfigured("SERVICE_FILE: " + " ".join(wrong))
    for code, _name in settings.LANGUAGES:
        catalogue = trans_real.translation(code)
        catalogue.merge(Said({msgid: own[code] for msgid, own in texts.items()}, catalogue))


def _faults(msgid: str, own: dict[str, str]) -> list[str]:
    if all(trans_real.translation(code).gettext(msgid) == msgid for code in ALL):
        return [f"No page says “{msgid}”."]
    with translation.override(None):
        if msgid in {str(text.words) for text in TEXTS}:
            return [f"“{msgid}” is what people agree to: change catalogue/consents.py and its version."]
    wanted = sorted(PLACEHOLDER.findall(msgid))
    return [
        f"“{msgid}” must keep {' '.join(wanted)} in {code}."
        for code, text in own.items()
        if sorted(PLACEHOLDER.findall(text)) != wanted
    ]
