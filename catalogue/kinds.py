"""Kinds of help: what a person asks for, what a volunteer offers, and what may be said before a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
OFFERS = (GROCERIES_OFFER, ERRAND_OFFER, LISTENING_OFFER, OTHER_OFFER)

KINDS = (
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
BY_CODE = {kind.code: kind for kind in KINDS}


def kind(code: str) -> Kind:
    """The kind with this code; KeyError if there is none."""
    return BY_CODE[code]


def mask(codes: list[str]) -> int:
    """The offers with these codes as one number, a bit each."""
    return sum(offer.bit for offer in OFFERS if offer.code in codes)


def offers_in(number: int) -> list[Offer]:
    """The offers whose bits are set."""
    return [offer for offer in OFFERS if offer.bit & number]
