"""What people do with letters, claims and calls: the behaviour model, with the source of each number.

All of it hangs on fixed dice (simulation/draws.py), keyed by world, request,
volunteer and attempt, so that every policy meets the same people.

"Calibrated" is against what the original had: it wrote to everybody within
10 km, and nine requests in ten found somebody. Eight worlds of this model give
89.2 % matched and 86.8 % in time for that, 75.7 and 72.1 % for 5 km.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from math import exp, log

from geo.points import distance_km
from simulation import hours
from simulation.draws import normal, uniform
from simulation.people import Need, Person

# Hours until a letter is read, nights not counted: log-normal, 26 % within one hour, 61 % within six,
# 79 % within a day. Kooti et al. 2015 on e-mail, widened for newsletters (Mailchimp, MailerMailer).
DELAY_MEDIAN_HOURS, DELAY_SIGMA = 3.5, 1.9
# A yes becomes less likely with each other letter of the last seven days, and with each yes too late.
FATIGUE_PER_LETTER, FATIGUE_DAYS = 0.05, 7  # calibrated
TOO_LATE_FACTOR = 0.93  # calibrated
PRESSES_NO = 0.35  # of readers who decline; the others just close the letter. Assumption
# Unsubscribing, by letter read: assumption.
LEAVES, LEAVES_MORE, BEARABLE_LETTERS, BEARABLE_DAYS = 0.002, 0.002, 3, 14
# A claim that comes to nothing: shift work in volunteering loses 17 %.
GIVES_BACK, FORGETS = 0.07, 0.08
# Waking hours until a claimer reports, all alike between these: assumption.
REPORTS_HOURS, REPORTS_HOURS_URGENT = (1.0, 14.0), (0.5, 3.0)
GIVES_BACK_HOURS, GIVES_BACK_HOURS_URGENT = (0.5, 8.0), (0.25, 2.0)
# The phone: blood donors say yes 2.1 times as often as by letter (Reich 2006).
CALLS_IN_A_ROUND, ROUNDS, MINUTES_A_CALL = 12, 2, 5
HOURS_BETWEEN_ROUNDS, HOURS_BETWEEN_ROUNDS_URGENT = 4, 1  # assumption
PICKS_UP, PICKS_UP_IF_SILENT = 0.55, 0.35  # assumption
PHONE_YES, PHONE_YES_PER_WISH = 0.06, 0.9  # calibrated


class Doing(Enum):
    """What somebody does who has read a letter."""

    YES = auto()
    NO = auto()
    NOTHING = auto()
    LEAVES = auto()


class Fate(Enum):
    """What becomes of a claim."""

    DONE = auto()
    GIVEN_BACK = auto()
    FORGOTTEN = auto()


@dataclass(frozen=True, slots=True)
class Encounter:
    """One volunteer meets one request; `attempt` tells a letter from a second letter, a page or a call."""

    world: int
    person: Person
    need: Need
    attempt: str

    def die(self, purpose: str) -> float:
        """The number between 0 and 1 that decides this for this encounter."""
        return uniform(self.world, purpose, self.need.number, self.person.number, self.attempt)

    def read_at(self, now: datetime) -> datetime | None:
        """When a letter that comes now is read; None if never, or if he has lost interest by then."""
        if not self.person.is_interested(now) or self.die("reads") >= self.person.reads:
            return None
        z = normal(self.world, "delay", self.need.number, self.person.number, self.attempt)
        at = hours.awake_later(now, exp(log(DELAY_MEDIAN_HOURS) + DELAY_SIGMA * z))
        return at if self.person.is_interested(at) else None

    def wish(self) -> float:
        """How much this person would like to help this one, by himself and by how far it is."""
        km = distance_km(self.person.home, self.need.home)
        return self.person.willing * exp(-km / self.person.fades_km)

    def says_yes(self, now: datetime, this_letter: int = 0) -> bool:
        """Whether somebody who sees the request takes it on; `this_letter` does not tire him."""
        week = self.person.letters_since(now - timedelta(days=FATIGUE_DAYS)) - this_letter
        tired = exp(-FATIGUE_PER_LETTER * max(week, 0)) * TOO_LATE_FACTOR**self.person.too_late
        return self.die("yes") < self.wish() * tired

    def does(self, now: datetime) -> Doing:
        """What the reader of a letter does."""
        fortnight = self.person.letters_since(now - timedelta(days=BEARABLE_DAYS))
        if self.die("leaves") < LEAVES + LEAVES_MORE * max(fortnight - BEARABLE_LETTERS, 0):
            return Doing.LEAVES
        if self.says_yes(now, this_letter=1):
            return Doing.YES
        return Doing.NO if self.die("presses") < PRESSES_NO else Doing.NOTHING

    def picks_up(self, now: datetime) -> bool:
        """Whether the phone is answered; a wrong e-mail address says nothing about the phone."""
        is_there = self.person.is_dead or self.person.is_interested(now)
        return self.die("picks up") < (PICKS_UP if is_there else PICKS_UP_IF_SILENT)

    def says_yes_on_the_phone(self) -> bool:
        """Whether somebody who was rung takes it on."""
        return self.die("yes") < PHONE_YES + PHONE_YES_PER_WISH * self.wish()

    def fate(self, now: datetime) -> tuple[Fate, datetime]:
        """What becomes of a claim of this moment, and when the claimer says so."""
        share, urgent = self.die("fate"), self.need.urgent
        if share < FORGETS:
            return Fate.FORGOTTEN, now
        if share < FORGETS + GIVES_BACK:
            span = GIVES_BACK_HOURS_URGENT if urgent else GIVES_BACK_HOURS
            return Fate.GIVEN_BACK, self._between(span, now)
        span = REPORTS_HOURS_URGENT if urgent else REPORTS_HOURS
        return Fate.DONE, self._between(span, now)

    def _between(self, span: tuple[float, float], now: datetime) -> datetime:
        return hours.awake_later(now, span[0] + (span[1] - span[0]) * self.die("when"))
