"""A synthetic Belgium: as many volunteers as one likes, the same ones for the same seed.

Homes come from the rehearsal (simulation/places.py): towns by their
inhabitants, a Gaussian around each, rounded to three decimals as the product
rounds them. The other shares are assumptions, written below; the two rare
languages are spoken by 1 % and by 0.1 %, everywhere alike.
"""

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.kinds import OFFERS
from geo.points import Point, rounded
from simulation.places import Town, spread, towns
from volunteers.models import LETTERS_PER_WEEK, TRAVEL_KM

LANGUAGES = ("fr", "nl", "de", "en", "pl", "uk")
BIT_OF = {code: 1 << place for place, code in enumerate(LANGUAGES)}
# Share of the people of a place that speak a language, by the language of the place.
EVERYWHERE = {"en": 0.4, "pl": 0.01, "uk": 0.001}
SPEAKERS = {
    "fr": {"fr": 0.97, "nl": 0.15, "de": 0.005} | EVERYWHERE,
    "nl": {"nl": 0.97, "fr": 0.45, "de": 0.005} | EVERYWHERE,
    "fr nl": {"fr": 0.92, "nl": 0.4, "de": 0.005} | EVERYWHERE,
    "de": {"de": 0.97, "fr": 0.6, "nl": 0.05} | EVERYWHERE,
}
OFFERED = {"groceries": 0.9, "errand": 0.75, "listening": 0.4, "other": 0.35}
ACTIVE = 0.85  # the others pause
FAR = dict(zip(TRAVEL_KM, (10, 20, 40, 20, 10), strict=True))  # in percent
WILLING = dict(zip(LETTERS_PER_WEEK, (20, 60, 20), strict=True))
# Percent of the volunteers by letters of this week, by letters of before, by tasks they are on.
LETTERS = {0: 75, 1: 15, 2: 6, 3: 4}
OLDER_LETTERS = {0: 40, 1: 30, 2: 20, 4: 10}
TASKS = {0: 965, 1: 30, 2: 5}
# Requests: what they are for. Listening knows no distance.
ASKED_FOR = {"groceries": 70, "errand": 25, "other": 5}


@dataclass
class Population:
    """All volunteers, a column each; the id of the one at place i is i + 1. Languages and kinds are bits."""

    lat: array = field(default_factory=lambda: array("d"))
    lon: array = field(default_factory=lambda: array("d"))
    languages: array = field(default_factory=lambda: array("B"))
    kinds: array = field(default_factory=lambda: array("B"))
    travel_km: array = field(default_factory=lambda: array("B"))
    letters_per_week: array = field(default_factory=lambda: array("B"))
    active: array = field(default_factory=lambda: array("B"))
    letters: array = field(default_factory=lambda: array("B"))
    older_letters: array = field(default_factory=lambda: array("B"))
    tasks: array = field(default_factory=lambda: array("B"))

    def __len__(self) -> int:
        return len(self.lat)


@dataclass(frozen=True)
class Place:
    """Where somebody asks for help, and for what; `pk` is the number of the request."""

    pk: int
    point: Point
    bit: int


def populate(count: int, seed: int) -> Population:
    """So many volunteers; a million take half a minute."""
    chance, people = random.Random(seed), Population()  # noqa: S311 - the same dice again, not secret ones
    of = towns()
    for town, home in spread(chance, count, of, [each.inhabitants for each in of]):
        point = rounded(home)
        people.lat.append(point.lat)
        people.lon.append(point.lon)
        people.languages.append(_spoken(chance, town))
    people.kinds.extend(_kinds(chance) for _ in range(count))
    people.active.extend(chance.random() < ACTIVE for _ in range(count))
    columns = (
        (people.travel_km, FAR), (people.letters_per_week, WILLING), (people.letters, LETTERS),
        (people.older_letters, OLDER_LETTERS), (people.tasks, TASKS),
    )  # fmt: skip
    for column, shares in columns:
        column.extend(_drawn(chance, shares, count))
    return people


def ask(count: int, seed: int) -> list[Place]:
    """Where people ask, drawn as the volunteers are but with dice of their own."""
    chance, of = random.Random(f"{seed} requests"), towns()  # noqa: S311
    bits = {offer.code: offer.bit for offer in OFFERS}
    kinds = chance.choices([bits[code] for code in ASKED_FOR], list(ASKED_FOR.values()), k=count)
    homes = spread(chance, count, of, [each.inhabitants for each in of])
    return [
        Place(pk, rounded(home), bit)
        for pk, ((_town, home), bit) in enumerate(zip(homes, kinds, strict=True), start=1)
    ]


def _spoken(chance: random.Random, town: Town) -> int:
    of_place = " ".join(town.postcode.municipalities[0].languages)
    bits = sum(BIT_OF[code] for code, share in SPEAKERS[of_place].items() if chance.random() < share)
    return bits or BIT_OF[of_place[:2]]


def _kinds(chance: random.Random) -> int:
    return sum(offer.bit for offer in OFFERS if chance.random() < OFFERED[offer.code]) or OFFERS[0].bit


def _drawn(chance: random.Random, shares: dict[int, int], count: int) -> Sequence[int]:
    return chance.choices(list(shares), list(shares.values()), k=count)
