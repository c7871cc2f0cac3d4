"""One world: its people and their needs, the same ones whenever it is made anew."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import log
from typing import TypeVar

from catalogue.kinds import GROCERIES_OFFER, OFFERS
from geo.points import Point, distance_km
from simulation import hours, people, places
from simulation.draws import dice, uniform
from simulation.people import Need, Person, Scenario, Sketch
from simulation.places import Town

Thing = TypeVar("Thing")


def one_of(shares: dict[Thing, float], share: float) -> Thing:
    """The thing whose part of the whole this share falls into."""
    for thing, part in shares.items():
        if share < part:
            return thing
        share -= part
    return thing


def _beta(chance: random.Random, mean: float, concentration: float) -> float:
    return chance.betavariate(mean * concentration, (1 - mean) * concentration)


def _own_language(town: Town, share: float) -> str:
    own = town.postcode.municipalities[0].languages
    if len(own) == 1:
        return own[0]
    return "fr" if share < people.FRENCH_IN_BRUSSELS else "nl"


def _sketch(chance: random.Random, town: Town, home: Point) -> Sketch:
    own = _own_language(town, chance.random())
    spoken = [own, *(code for code, part in people.ALSO_SPEAKS[own].items() if chance.random() < part)]
    if chance.random() < people.SPEAKS_RARE:
        spoken.append(chance.choice(people.RARE))
    offered = [offer for offer in OFFERS if chance.random() < people.OFFERED[offer.code]]
    return Sketch(
        home.lat,
        home.lon,
        sum(offer.bit for offer in offered) or GROCERIES_OFFER.bit,
        spoken,
        one_of(people.TRAVEL_KM_RURAL if town.is_rural else people.TRAVEL_KM, chance.random()),
        one_of(people.LETTERS_PER_WEEK, chance.random()),
    )


def _person(
    world: int, number: int, sketch: Sketch, postcode: str, comes: datetime, scenario: Scenario
) -> Person:
    chance = dice(world, "person", number)
    condition = chance.random()
    is_dead = condition < scenario.dead_share
    lasts = timedelta(days=-people.INTEREST_LASTS_DAYS * log(1 - chance.random()))
    walks = chance.random() < people.WALKS.get(sketch.travel_km, 0.0)
    return Person(
        number=number,
        sketch=sketch,
        postcode=postcode,
        comes=comes,
        interested_until=comes + lasts,
        fades_km=people.FADES_ON_FOOT_KM if walks else people.FADES_BY_CAR_KM,
        reads=_beta(chance, people.READS_MEAN, people.READS_CONCENTRATION),
        willing=_beta(chance, people.YES_MEAN, people.YES_CONCENTRATION) * scenario.claim_factor,
        hears=condition >= scenario.dead_share + people.SILENT,
        is_dead=is_dead,
        bounces=is_dead and chance.random() < people.BOUNCES,
    )


class World:
    """One world: its people and what they need; `real` are a house's volunteers instead of invented ones."""

    def __init__(self, number: int, scenario: Scenario, real: Sequence[Sketch] = ()) -> None:
        self.number = number
        self.scenario = scenario
        towns: Sequence[Town] = places.brussels() if scenario.only_brussels else places.towns()
        if real:
            towns = _towns_near(towns, real)
        weights = places.participation(dice(number, "participation"), towns)
        self.people = self._real(real) if real else list(self._invented(towns, weights.volunteers))
        self.needs = list(self._needs(towns, weights.requests))

    def _real(self, sketches: Sequence[Sketch]) -> list[Person]:
        """Who is there already on the first morning."""
        start = hours.moment(0, 0)
        return [
            _person(self.number, number, sketch, "", start, self.scenario)
            for number, sketch in enumerate(sketches)
        ]

    def _invented(self, towns: Sequence[Town], weights: Sequence[float]) -> Iterator[Person]:
        homes = places.spread(dice(self.number, "homes"), self.scenario.volunteers, towns, weights)
        for number, (town, home) in enumerate(homes):
            chance = dice(self.number, "sketch", number)
            day = hours.day_of(hours.VOLUNTEERS_COME, chance.random(), self.scenario.days)
            comes = hours.moment(int(day), hours.waking_hour(chance.random()))
            sketch = _sketch(chance, town, home)
            yield _person(self.number, number, sketch, town.postcode.code, comes, self.scenario)

    def _needs(self, towns: Sequence[Town], weights: Sequence[float]) -> Iterator[Need]:
        homes = places.spread(dice(self.number, "needs"), self.scenario.requests, towns, weights)
        for number, (town, home) in enumerate(homes):
            chance = dice(self.number, "need", number)
            day = hours.day_of(hours.REQUESTS_COME, chance.random(), self.scenario.days)
            own = _own_language(town, chance.random())
            languages = [own]
            if (rare := chance.random()) < people.ASKS_IN_RARE:
                languages = [chance.choice(people.RARE)]
            elif rare > 1 - people.ASKS_IN_TWO:
                languages.append(chance.choice(list(people.ALSO_SPEAKS[own])))
            yield Need(
                number=number,
                comes=hours.moment(int(day), hours.asking_hour(chance.random())),
                home=home,
                postcode=town.postcode.code,
                kind=one_of(people.ASKED, chance.random()),
                languages=languages,
                urgent=uniform(self.number, "urgent", number) < people.URGENT,
                is_rural=town.is_rural,
            )


def _towns_near(towns: Sequence[Town], sketches: Sequence[Sketch]) -> list[Town]:
    homes = {Point(round(each.lat, 2), round(each.lon, 2)) for each in sketches}
    near = [
        town
        for town in towns
        if any(distance_km(town.postcode.point, home) <= people.NEAR_A_VOLUNTEER_KM for home in homes)
    ]
    if not near:
        raise ValueError("none of these volunteers lives near a Belgian town: nobody would ask them")
    return near
