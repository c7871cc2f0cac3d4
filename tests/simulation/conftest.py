"""Invented people for the rehearsal's own proof."""

from typing import Any

import pytest

from geo.points import Point
from simulation import hours
from simulation.behaviour import Encounter
from simulation.people import Need, Person, Sketch

GRAND_PLACE = Point(50.8467, 4.3525)
NOON = hours.moment(3, 12)


@pytest.fixture(autouse=True)
def _usual_policy(settings: Any) -> None:
    """The policy as it is shipped, waking hours included."""
    settings.DISPATCH = {}


def person(number: int = 0, at: Point = GRAND_PLACE, **changes: Any) -> Person:
    """Somebody who reads everything and would do anything next door."""
    facts: dict[str, Any] = {
        "number": number,
        "sketch": Sketch(at.lat, at.lon, 15, ["fr"], 20, 3),
        "postcode": "1000",
        "comes": hours.moment(0, 12),
        "interested_until": hours.moment(6000, 0),
        "fades_km": 10.0,
        "reads": 1.0,
        "willing": 1.0,
        "hears": True,
        "is_dead": False,
        "bounces": False,
    }
    return Person(**{**facts, **changes})


def need(number: int = 0, **changes: Any) -> Need:
    """Shopping on the Grand-Place."""
    facts: dict[str, Any] = {
        "number": number,
        "comes": NOON,
        "home": GRAND_PLACE,
        "postcode": "1000",
        "kind": "groceries",
        "languages": ["fr"],
        "urgent": False,
        "is_rural": False,
    }
    return Need(**{**facts, **changes})


def meetings(
    count: int, attempt: str = "invitation", urgent: bool = False, **changes: Any
) -> list[Encounter]:
    """The same person meets so many requests, all alike: what differs is chance."""
    who = person(**changes)
    return [Encounter(1, who, need(number, urgent=urgent), attempt) for number in range(count)]
