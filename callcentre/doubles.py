"""Whether somebody has asked for this before: same phone, same address, a name that sounds the same.

Names and streets are locked in their rows, so they are opened and compared here, among the live requests of
one postcode and of the last weeks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from geo.street_words import in_full, plain
from geo.streets import parse
from privacy.crypto import blind_indexes
from requests_app.intake import Ask
from requests_app.models import ENDED, HelpRequest

SINCE = timedelta(days=60)
MOST = 300  # rows that are opened at most, the newest first: some milliseconds
# Ratcliff and Obershelp's measure (difflib), over the words of a name in alphabetical order. Two spellings
# of one name ("Zephirine Nadia", "Nadia Zéphyrine") are above, two neighbours below.
ALIKE = 0.86


class Why(TextChoices):
    """What two requests have in common; the surest first."""

    PHONE = "phone", _("same phone")
    ADDRESS = "address", _("same address")
    NAME = "name", _("similar name")


@dataclass(frozen=True)
class Double:
    """A live request that may be the same, and why."""

    row: HelpRequest
    why: Why


def find(ask: Ask, country: str, now: datetime) -> list[Double]:
    """Live requests that may be this one, the surest first; each once."""
    found = [Double(row, Why.PHONE) for row in same_phone(ask.phone)]
    taken = {each.row.pk for each in found}
    near = _live().filter(country=country, postcode=ask.postcode, created_at__gt=now - SINCE)
    address, name = address_key(ask.street, country), name_key(ask.name)
    for row in near[:MOST]:
        if row.pk in taken:
            continue
        if _same_address(address, address_key(row.street, country)):
            found.append(Double(row, Why.ADDRESS))
        elif alike(name, name_key(row.name)):
            found.append(Double(row, Why.NAME))
    order = list(Why)
    return sorted(found, key=lambda each: order.index(each.why))


def in_common(one: HelpRequest, other: HelpRequest) -> list[Why]:
    """What two requests have in common, the surest first; empty for two that look like strangers."""
    here, there = (address_key(each.street, each.country) for each in (one, other))
    found = {
        Why.PHONE: bool(one.phone_index) and one.phone_index == other.phone_index,
        Why.ADDRESS: one.postcode == other.postcode and _same_address(here, there),
        Why.NAME: alike(name_key(one.name), name_key(other.name)),
    }
    return [why for why in Why if found[why]]


def _same_address(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two keys are of one address; a street that nobody could read is none."""
    return any(one) and one == other


def same_phone(phone: str) -> list[HelpRequest]:
    """Live requests of this number (E.164)."""
    return list(_live().filter(phone_index__in=blind_indexes(phone))[:MOST])


def twins(ask: Ask, known: set[UUID]) -> list[HelpRequest]:
    """Live requests of this number for the same kind that nobody has seen yet: a colleague's, just now."""
    return [row for row in same_phone(ask.phone) if row.kind == ask.kind and row.uuid not in known]


def _live() -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(erased_at__isnull=True).exclude(status__in=ENDED)


def address_key(street: str, country: str) -> tuple[str, str]:
    """Street and number in the one spelling by which they are compared; a box is no other address."""
    line = parse(street)
    full = in_full(line.name, country)
    name = plain(full[0] if full else line.name)
    return "".join(filter(str.isalnum, name)), plain(line.number).replace(" ", "")


def name_key(name: str) -> str:
    """A name without accents, capitals and order."""
    words = "".join(c if c.isalnum() else " " for c in plain(name)).split()
    return " ".join(sorted(words))


def alike(one: str, other: str, least: float = ALIKE) -> bool:
    """Whether two keys of names are so alike that they may be one person's."""
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least
