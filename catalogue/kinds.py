"""Kinds of help: what a person asks for, what a volunteer offers, and what may be said before a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Offer:
    """What a volunteer says he can do. Each has its own bit, which never changes: it is stored."""

    code: str
    bit: int
    label: StrOrPromise
    hint: StrOrPromise


@dataclass(frozen=True)
class Kind:
    """What a person asks for.

    `private_label` is for the person and, after a claim, for the volunteer.
    `public_label` is all that a letter says before: that somebody needs a
    chemist tells of an illness, that somebody needs an errand does not.
    """

    code: str
    offer: Offer
    private_label: StrOrPromise
    hint: StrOrPromise
    public_label: StrOrPromise
    needs_place: bool = True
    minutes: int = 60  # what it takes as a rule: our guess, for those who do not tell; never a measurement


GROCERIES_OFFER = Offer("groceries", 1, _("Do the shopping"), _("you leave it at the door"))
ERRAND_OFFER = Offer("errand", 2, _("Run an errand"), _("chemist, post office, a parcel"))
LISTENING_OFFER = Offer("listening", 4, _("Talk on the phone"), _("an hour a week with someone who is alone"))
OTHER_OFFER = Offer("other", 8, _("Something else"), _("walk a dog, mend a lamp, take out the bins"))
FIRST_OFFERS = (GROCERIES_OFFER, ERRAND_OFFER, LISTENING_OFFER, OTHER_OFFER)
FIRST_KINDS = (
    Kind("groceries", GROCERIES_OFFER, _("Shopping"), _("food and things for the house"), _("Shopping")),
    Kind(
        "chemist",
        ERRAND_OFFER,
        _("Chemist"),
        _("medicine that is ready to be fetched"),
        _("An errand"),
        minutes=45,
    ),
    Kind(
        "errand",
        ERRAND_OFFER,
        _("Errand"),
        _("post office, bank counter, parcel"),
        _("An errand"),
        minutes=45,
    ),
    Kind(
        "listening",
        LISTENING_OFFER,
        _("Someone to talk to"),
        _("a volunteer rings you up"),
        _("A talk on the phone"),
        needs_place=False,
    ),
    Kind("other", OTHER_OFFER, _("Something else"), _("tell us in a moment what it is"), _("A helping hand")),
)
HIGHEST_BIT = 1 << 14  # a small integer column holds them all


def offers_of(tables: list[dict[str, Any]]) -> tuple[Offer, ...]:
    """The offers of another service: a known code keeps its bit, and a new one has a bit that none had.

    Raises ImproperlyConfigured: a bit that changes its meaning would send letters to the wrong people.
    """
    known = {offer.code: offer.bit for offer in FIRST_OFFERS}
    bits = [table["bit"] for table in tables]
    for table in tables:
        code, bit = table["code"], table["bit"]
        if bit not in {1 << power for power in range(HIGHEST_BIT.bit_length())} or bits.count(bit) > 1:
            raise ImproperlyConfigured(f"Offer {code}: the bit must be one of 16, 32, 64 … and its own.")
        if known.get(code, bit) != bit or (code not in known and bit in known.values()):
            raise ImproperlyConfigured(f"Offer {code}: bits 1 to 8 belong to {', '.join(known)} for ever.")
    return tuple(Offer(**table) for table in tables)


def kinds_of(tables: list[dict[str, Any]], offers: tuple[Offer, ...]) -> tuple[Kind, ...]:
    """The kinds of another service. Raises ImproperlyConfigured for an offer that it does not have."""
    by_code = {offer.code: offer for offer in offers}
    for table in tables:
        if not re.fullmatch(r"[a-z][a-z-]{0,19}", table["code"]):
            raise ImproperlyConfigured(
                f"Kind {table['code']}: a code has 20 small letters or dashes at most."
            )
        if table["offer"] not in by_code:
            raise ImproperlyConfigured(f"Kind {table['code']}: there is no offer {table['offer']}.")
    return tuple(Kind(**table | {"offer": by_code[table["offer"]]}) for table in tables)


if bool(settings.OFFERS) != bool(settings.KINDS):
    raise ImproperlyConfigured("SERVICE_FILE: offers and kinds belong together, both or neither.")
OFFERS = offers_of(settings.OFFERS) or FIRST_OFFERS
KINDS = kinds_of(settings.KINDS, OFFERS) or FIRST_KINDS
# Rows of kinds that are no longer asked for keep their words.
BY_CODE = {kind.code: kind for kind in (*FIRST_KINDS, *KINDS)}


def kind(code: str) -> Kind:
    """The kind with this code; KeyError if there is none."""
    return BY_CODE[code]


def mask(codes: list[str]) -> int:
    """The offers with these codes as one number, a bit each."""
    return sum(offer.bit for offer in OFFERS if offer.code in codes)


def offers_in(number: int) -> list[Offer]:
    """The offers whose bits are set."""
    return [offer for offer in OFFERS if offer.bit & number]
