"""Asks one geocoder about one address: in turn with all other processes, behind its fuse, and remembers."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.crypto import salted_hmac

from geo import chain
from geo.geocoders import errors
from geo.geocoders.contract import Answer, Call, Geocoder, Question
from geo.models import FINE, KnownAddress
from geo.points import Point
from geo.postcodes import normalised
from geo.streets import parse, queries
from outside.fuses import Fuse
from outside.turns import turn

log = logging.getLogger(__name__)
# Streets are built and renamed: an answer, above all "not found", does not hold for ever.
ANSWERS_KEPT = timedelta(days=180)
SPELLINGS = 4  # of one street, at most: each is a call
PATIENCE = 2.0  # seconds that a worker waits for its turn; the clock comes back to the row


class NoTurn(Exception):
    """Others are asking: try again soon."""


class Failed(Exception):
    """The geocoder gave no answer, or rests after a failure."""


class Address(NamedTuple):
    """A normalised address: country, postcode, and the spellings of the street, best first."""

    country: str
    postcode: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, country: str, postcode: str, street: str) -> "Address":
        """From what people write; without a street there is no line."""
        country, postcode = normalised(country, postcode)
        lines = queries(parse(street), country) if street.strip() else ()
        return cls(country, postcode, lines)

    @property
    def key(self) -> str:
        """What the answer is kept under: a keyed hash, so that no address stands in the table."""
        told = "|".join((self.country, self.postcode, *self.lines)).casefold()
        return salted_hmac("geo.KnownAddress", told, algorithm="sha256").hexdigest()


class Candidate(NamedTuple):
    """An answer, and whether it is about the postcode that was asked for."""

    answer: Answer
    agrees: bool | None


def fuse_of(geocoder: Geocoder) -> Fuse:
    """The fuse before a geocoder, and the name under which turns are taken."""
    return Fuse(f"geocoder:{geocoder.name}")


def remembered(geocoder: Geocoder, address: Address, now: datetime) -> KnownAddress | None:
    """What it has answered before, if that is not too old."""
    fresh = KnownAddress.objects.filter(source=geocoder.name, answered_at__gt=now - ANSWERS_KEPT)
    return fresh.filter(key=address.key).first()


def ask(geocoder: Geocoder, address: Address, near: Point | None, now: datetime) -> KnownAddress:
    """Ask about each spelling until one is known well; remember the best answer, also that there was none.

    Waits PATIENCE seconds at most for its turn, for each. Raises NoTurn or Failed.
    """
    best: Candidate | None = None
    for line in address.lines[:SPELLINGS]:
        question = Question(address.country, address.postcode, line, near)
        found = [Candidate(each, each.agrees_with(question)) for each in _call(geocoder, question, now)]
        best = min([*([best] if best else []), *found], key=_doubt, default=None)
        if best and not any(_doubt(best)):
            break
    return _remember(geocoder, address, best, now)


def _doubt(candidate: Candidate) -> tuple[bool, bool]:
    """Those under another postcode come last, then the rough ones; else the geocoder's own order stays."""
    return candidate.agrees is False, candidate.answer.precision not in FINE


def _call(geocoder: Geocoder, question: Question, now: datetime) -> list[Answer]:
    fuse, options = fuse_of(geocoder), chain.options(geocoder)
    with turn(fuse.name, options.pause, PATIENCE) as ours:
        if not ours:
            raise NoTurn
        if not fuse.may_try(now):
            raise Failed
        try:
            answers = geocoder.answers(Call(options, question))
        except errors.OUTSIDE as error:
            _note(geocoder, error, now)
            raise Failed from None
    fuse.worked()
    return answers


def _note(geocoder: Geocoder, error: Exception, now: datetime) -> None:
    """Say what went wrong by its name only: its message may quote the address."""
    log.warning("geocoder %s failed: %s", geocoder.name, type(error).__name__)
    rest = errors.rest_after(error)
    if rest:
        fuse_of(geocoder).refused(now, rest)
    else:
        fuse_of(geocoder).failed(now)


def _remember(geocoder: Geocoder, address: Address, best: Candidate | None, now: datetime) -> KnownAddress:
    facts: dict[str, object] = {
        "lat": None,
        "lon": None,
        "precision": "",
        "score": None,
        "agrees": None,
        "municipality": "",
    }
    if best is not None:
        answer = best.answer
        facts = {
            "lat": answer.point.lat,
            "lon": answer.point.lon,
            "precision": answer.precision,
            "score": answer.score,
            "agrees": best.agrees,
            "municipality": answer.municipality[:80],
        }
    return KnownAddress.objects.update_or_create(
        key=address.key, source=geocoder.name, defaults=facts | {"answered_at": now}
    )[0]


def forget_answers(now: datetime) -> int:
    """Delete answers that are too old to be used; return how many."""
    return KnownAddress.objects.filter(answered_at__lte=now - ANSWERS_KEPT).delete()[0]
