"""How long something has waited: in words, and how bad that is in one more word and a colour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from requests_app.models import HelpRequest

SOON = timedelta(hours=18)  # before it is due; from then on people ring, see matching/policy.py


class Level(IntEnum):
    """How bad a wait is; the highest is looked at first."""

    FRESH = 0
    LATE = 1
    LONG = 2

    @property
    def css(self) -> str:
        """The class that colours it."""
        return f"age-{self.name.lower()}"


@dataclass(frozen=True)
class Age:
    """A wait: its length in words, its level, and the word that says the level to whoever sees no colour."""

    words: str
    level: Level = Level.FRESH
    note: str = ""

    def __str__(self) -> SafeString:
        note = format_html(" <b>{}</b>", self.note) if self.note else ""
        return format_html('<span class="{}">{}{}</span>', self.level.css, self.words, note)


def of(since: datetime, now: datetime, late: timedelta, long: timedelta) -> Age:
    """The wait since a moment, late and too long from these spans on."""
    waited = now - since
    words = timesince(since, now, depth=1)
    if waited >= long:
        return Age(words, Level.LONG, _("too long"))
    if waited >= late:
        return Age(words, Level.LATE, _("late"))
    return Age(words)


def of_request(row: HelpRequest, now: datetime) -> Age:
    """How long its person has waited, measured by when it is due; of one that has ended how long it took."""
    if row.ended_at:
        return Age(timesince(row.created_at, row.ended_at, depth=1))
    words = timesince(row.created_at, now, depth=1)
    if row.taken == row.places:
        return Age(words)
    if now >= row.due_at:
        return Age(words, Level.LONG, _("overdue"))
    if now >= row.due_at - SOON:
        return Age(words, Level.LATE, _("due soon"))
    return Age(words)
