"""Finding a request for somebody on the phone: by number, phone or name; masked until it is opened."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from callcentre.doubles import alike, name_key
from catalogue.forms import PlainForm
from privacy.cleaning import LineField
from privacy.limits import Limit
from privacy.search import phone_fingerprints
from requests_app.models import ENDED, HelpRequest

UUID_HEX = re.compile(r"[0-9a-f]{32}")
REFERENCE = re.compile(r"[0-9]{6}")
# Names are locked, so each is opened and compared: only of live requests, of these weeks, the newest first.
NAMES_SINCE, NAMES_MOST = timedelta(days=60), 500
MOST_SHOWN = 20
ONE_WORD = 0.8  # a letter or two of one word, as heard on the phone
# A caller who has neither number is rare; who goes through the list name by name is no operator.
NAMES_AN_HOUR = Limit("desk-names", 40, timedelta(hours=1))


class FindForm(PlainForm):
    """One line: whatever the caller can tell."""

    what = LineField(
        label=_("Number of the request, phone, or name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "w20"}),
        error_messages={"required": _("Write a number or a name.")},
    )


@dataclass(frozen=True)
class Hit:
    """A request that may be meant; of the person only so much that two can be told apart."""

    row: HelpRequest

    @property
    def masked_name(self) -> str:
        """ "N… Z…"."""
        return " ".join(f"{word[0]}…" for word in self.row.name.split())

    @property
    def kind_label(self) -> str:
        """What was asked for."""
        return str(self.row.catalogue_kind.private_label)


class TooManyNames(Exception):
    """This operator has looked for more names in an hour than callers have."""


def search(what: str, who: str, now: datetime) -> list[Hit]:
    """Requests that may be meant, the newest first; erased ones are never among them.

    Six digits are a reference, other digits a phone number (whole), letters a name; `who` is the operator
    whose searches for names are counted. Raises TooManyNames.
    """
    there = HelpRequest.objects.filter(erased_at__isnull=True)
    digits = re.sub(r"[\s./()-]", "", what)
    if REFERENCE.fullmatch(digits):
        rows = list(there.filter(reference=digits))
    elif is_name(what):
        if not NAMES_AN_HOUR.spend(who, now):
            raise TooManyNames
        recent = there.filter(created_at__gt=now - NAMES_SINCE).exclude(status__in=ENDED)
        rows = [row for row in recent[:NAMES_MOST] if is_called(row.name, what)]
    else:
        rows = list(there.filter(phone_index__in=phone_fingerprints(what))[:MOST_SHOWN])
    return [Hit(row) for row in rows[:MOST_SHOWN]]


def is_name(what: str) -> bool:
    """Whether it is a name that was typed, and no number."""
    return any(c.isalpha() for c in what)


def is_called(name: str, typed: str) -> bool:
    """Whether every typed word begins a word of the name, or is spelled nearly like one."""
    words = name_key(name).split()
    return all(
        any(word.startswith(wanted) or alike(word, wanted, ONE_WORD) for word in words)
        for wanted in name_key(typed).split()
    )
