"""Who lives in a rehearsed world: volunteers and people who ask, and how many there are of each sort.

Beside each number stands where it comes from; what is called an assumption is
one, and nobody has measured it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from geo.points import Point
from simulation.hours import DAYS

# What volunteers offer, each by itself. Assumption.
OFFERED = {"groceries": 0.97, "errand": 0.88, "listening": 0.35, "other": 0.65}
# How far they go, in km. Assumption, so chosen that a request has within 5 km the median of 27 volunteers
# who could help, and 3 at its fifth percentile.
TRAVEL_KM = {1: 0.01, 3: 0.11, 5: 0.24, 10: 0.35, 20: 0.29}
TRAVEL_KM_RURAL = {3: 0.07, 5: 0.16, 10: 0.39, 20: 0.38}
# Who walks, by how far he goes; the others drive. Assumption.
WALKS = {1: 1.0, 3: 1.0, 5: 0.75, 10: 0.0, 20: 0.0}
# How fast the wish to help fades with distance, in km: calibrated.
FADES_ON_FOOT_KM, FADES_BY_CAR_KM = 3.0, 10.0
LETTERS_PER_WEEK = {1: 0.12, 3: 0.78, 7: 0.10}  # assumption: most leave what stands in the form
# Languages beside the town's own. Assumption, near what Belgians say of themselves.
ALSO_SPEAKS = {
    "fr": {"nl": 0.20, "en": 0.40, "de": 0.04},
    "nl": {"fr": 0.45, "en": 0.55, "de": 0.08},
    "de": {"fr": 0.60, "en": 0.35, "nl": 0.10},
}
FRENCH_IN_BRUSSELS = 0.85  # assumption
RARE = ("ar", "tr", "it", "es", "pt", "pl", "ro", "uk")
SPEAKS_RARE = 0.10  # volunteers, one of these: assumption
ASKS_IN_RARE = 0.002  # people who ask and speak nothing else: assumption
ASKS_IN_TWO = 0.15  # people who ask and would do with a second of our languages: assumption

SILENT = 0.22  # never reads a letter. NHS responders: 27 to 40 % were never on duty
DEAD = 0.08  # the address is wrong: assumption
BOUNCES = 0.5  # of the dead ones; the others swallow letters without a word: assumption
INTEREST_LASTS_DAYS = 150.0  # mean; whoever has lost it reads no more. Assumption
# The share of letters that one reads: Mailchimp, MailerMailer; how much people differ is an assumption.
READS_MEAN, READS_CONCENTRATION = 0.65, 4.0
YES_MEAN, YES_CONCENTRATION = 0.40, 2.0  # of readers next door: calibrated

# What is asked for: press on the original.
ASKED = {"groceries": 0.72, "chemist": 0.18, "other": 0.10}
URGENT = 0.20  # assumption
NEAR_A_VOLUNTEER_KM = 10.0  # where the volunteers are real, people ask only this near to one of them


@dataclass(frozen=True)
class Scenario:
    """What every world of a rehearsal has in common."""

    volunteers: int = 7000
    requests: int = 1000
    days: int = DAYS
    claim_factor: float = 1.0
    dead_share: float = DEAD
    only_brussels: bool = False


class Sketch(NamedTuple):
    """What the product knows of a volunteer, without who he is."""

    lat: float
    lon: float
    kinds: int
    languages: list[str]
    travel_km: int
    letters_per_week: int


@dataclass(slots=True)
class Person:
    """One volunteer: what he is, drawn once, and what he has lived through since.

    `reads` and `willing` are his own probabilities of reading a letter and of
    saying yes next door; `hears` is whether letters reach anybody.
    """

    number: int
    sketch: Sketch
    postcode: str
    comes: datetime
    interested_until: datetime
    fades_km: float
    reads: float
    willing: float
    hears: bool
    is_dead: bool
    bounces: bool
    letters: list[datetime] = field(default_factory=list)
    too_late: int = 0
    tasks: int = 0
    has_left: bool = False

    @property
    def home(self) -> Point:
        """Where he lives."""
        return Point(self.sketch.lat, self.sketch.lon)

    def letters_since(self, moment: datetime) -> int:
        """How many letters he has had after this moment."""
        count = 0
        for at in reversed(self.letters):
            if at <= moment:
                break
            count += 1
        return count

    def is_interested(self, now: datetime) -> bool:
        """Whether he reads at all, and still does."""
        return self.hears and not self.has_left and now < self.interested_until


@dataclass(frozen=True, slots=True)
class Need:
    """One request: who asks, when, for what."""

    number: int
    comes: datetime
    home: Point
    postcode: str
    kind: str
    languages: list[str]
    urgent: bool
    is_rural: bool
