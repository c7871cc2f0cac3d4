"""What makes the service this one: names, number, hours, country, languages, kinds of help, sentences.

Read by settings.py from the environment and from one TOML file (SERVICE_FILE); see
docs/operating.md, "Another service". What stands in neither is as in the first one, in Belgium.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environ
import phonenumbers
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from covidsol import hours

WRITTEN = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
KEYS = {
    "name", "phone", "hours", "opening", "price", "behind", "email", "country", "time_zone", "languages",
    "numbers", "offers", "kinds", "texts",
}  # fmt: skip


def _pick(texts: dict[str, str]) -> str:
    return texts.get(get_language() or "") or next(iter(texts.values()))


MAY_BE_LEFT_OUT = {"needs_place", "minutes"}
# France keeps numbers back for films and books (ARCEP, decision 2018-0881); Belgium has none.
PHONES = {"FR": "01 99 00 12 34"}
USUAL_PHONE = "02 512 34 56"
# For urgent help of the police: 101 in Belgium (112.be), 17 in France (service-public.fr).
POLICE = {"BE": "101", "FR": "17"}

# Whom to ring who cannot bear it any more, each in its own language. Where each was read, stored copies, on
# 2026-11-29: 106, 107 and 108 on telefonhilfe.be/uber-uns (106 also on weekend.knack.be, December 2020);
# 0800 32 123 on dhnet.be, September 2023; 1813 on vrt.be, September 2019; these two say: by day and night.
LISTENING = {
    "BE": [
        ("107", "Télé-Accueil", _("somebody listens, in French")),
        ("106", "Tele-Onthaal", _("somebody listens, in Dutch")),
        ("108", "Telefonhilfe", _("somebody listens, in German")),
        ("0800 32 123", "Centre de prévention du suicide", _("thoughts of suicide, in French")),
        ("1813", "Zelfmoordlijn", _("thoughts of suicide, in Dutch")),
    ]
}

told = lazy(_pick, str)  # a text of the file, in the language of the moment


@dataclass(frozen=True)
class File:
    """One file, checked as it is read."""

    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages that the service writes, the first one being the team's."""
        return [(code, WRITTEN[code]) for code in self.facts.get("languages", WRITTEN)]

    def words(self, key: str) -> Any:
        """A text in every language; "" if the file has none."""
        return self._words(self.facts[key], key) if key in self.facts else ""

    def _words(self, given: Any, where: str) -> Any:
        texts = dict.fromkeys(dict(self.languages), given) if isinstance(given, str) else given
        missing = [code for code, _name in self.languages if not str(texts.get(code, "")).strip()]
        if missing:
            raise ImproperlyConfigured(f"SERVICE_FILE: {where} has no text in {', '.join(missing)}.")
        return told({code: str(texts[code]) for code, _name in self.languages})

    def tables(self, key: str, plain: set[str], worded: set[str]) -> list[dict[str, Any]]:
        """The tables [[key]], each with exactly these facts; `needs_place` and `minutes` may be left out."""
        found = []
        for number, table in enumerate(self.facts.get(key, []), 1):
            where = f"{key} {number}"
            wrong = (plain | worded) ^ (set(table) - MAY_BE_LEFT_OUT)
            if wrong:
                raise ImproperlyConfigured(f"SERVICE_FILE: {where}: look at {', '.join(sorted(wrong))}.")
            words = {name: self._words(table[name], f"{where}, {name},") for name in worded}
            found.append(table | words)
        return found

    def texts(self) -> dict[str, dict[str, str]]:
        """Sentences of the pages and letters that this service says in other words, by msgid."""
        codes = {code for code, _name in self.languages}
        self.tables("texts", {"says", *codes}, set())
        return {each["says"]: {code: each[code] for code in codes} for each in self.facts.get("texts", [])}


def read(path: str) -> File:
    """The file at this path; an empty one for no path. Raises ImproperlyConfigured for what is wrong."""
    if not path:
        return File()
    try:
        facts = tomllib.loads(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"SERVICE_FILE {path}: {error}") from error
    if unknown := set(facts) - KEYS:
        raise ImproperlyConfigured(f"SERVICE_FILE: nobody reads {', '.join(sorted(unknown))}.")
    if strangers := set(facts.get("languages", [])) - set(WRITTEN):
        raise ImproperlyConfigured(f"SERVICE_FILE: no catalogue for {', '.join(sorted(strangers))}.")
    return File(facts)


def as_dialled(phone: str, country: str) -> str:
    """A phone number as phones dial it, E.164. Raises ImproperlyConfigured for what is none."""
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException as error:
        raise ImproperlyConfigured(f"{phone} is no phone number that can be dialled: {error}") from error
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_people_meet_it(env: environ.Env, file: File, country: str) -> dict[str, Any]:
    """What every page and letter knows of the service; the environment wins over the file."""
    phone = env.str("SERVICE_PHONE", default="") or file.facts.get("phone", PHONES.get(country, USUAL_PHONE))
    link = env.str("SERVICE_PHONE_LINK", default="") or as_dialled(phone, country)
    return _when_it_is_answered(env, file) | {
        "name": env.str("SERVICE_NAME", default="") or file.words("name") or _("Covid-Solidarity"),
        "phone": phone.replace(" ", "\N{NO-BREAK SPACE}"),
        "phone_href": f"tel:{link}",
        "behind": file.words("behind")
        or _("A group of neighbours runs this service. Nobody earns money with it."),
        "email": env.str("SERVICE_EMAIL", default="") or file.facts.get("email", "bonjour@covidsol.example"),
        "base_url": env.str("BASE_URL", default="http://localhost:8000").rstrip("/"),
        "languages": file.languages,
        "police": POLICE.get(country, ""),
        "numbers": _numbers(file, country),
    }


def _numbers(file: File, country: str) -> list[dict[str, Any]]:
    """Further numbers beside 112: the file's own, else those of the country at which somebody listens."""
    if "numbers" in file.facts:
        return file.tables("numbers", {"number"}, {"label"})
    listening = LISTENING.get(country, [])
    return [
        {"number": number, "label": format_lazy("{} ({})", who, for_whom)}
        for number, who, for_whom in listening
    ]


def _when_it_is_answered(env: environ.Env, file: File) -> dict[str, Any]:
    """The hours as a week and in words. Own words alone are believed: then no page says "open now"."""
    week = env.str("OPENING_HOURS", default="") or file.facts.get("opening", "")
    words = env.str("SERVICE_HOURS", default="") or file.words("hours")
    opening, usual = (hours.read(text) for text in (week or hours.USUAL, hours.USUAL))
    usual_words = _("every day from 8 am to 8 pm, price of a local call")
    said = usual_words if opening == usual else hours.week_in_words(opening)
    if price := file.words("price"):
        said = format_lazy("{}, {}", hours.week_in_words(opening), price)
    return {"opening": opening, "says_open": bool(week or not words), "hours": words or said}
