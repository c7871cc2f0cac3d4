"""People who ring: rounds of calls for the requests on the call list, by day."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from matching import calls, claims
from matching.models import Match
from requests_app.models import Status
from simulation import behaviour, hours
from simulation.agenda import Agenda
from simulation.behaviour import Encounter
from simulation.house import House
from simulation.people import Need
from simulation.world import World

OFFICE = "staff:0"
TakenOn = Callable[[Encounter, Match, str, datetime], None]


class Switchboard:
    """The call list of one rehearsal. A request has two rounds of calls each time it comes on the list."""

    def __init__(self, world: World, house: House, agenda: Agenda, taken_on: TakenOn) -> None:
        self.world = world
        self.house = house
        self.agenda = agenda
        self.taken_on = taken_on
        self.heard: dict[int, datetime] = {}
        self.rounds: Counter[int] = Counter()

    def hears_of(self, need: Need, since: datetime, now: datetime) -> None:
        """A request stands on the call list since then; the first call is made as soon as it is day."""
        if self.heard.get(need.number) == since:
            return
        self.heard[need.number] = since
        self.agenda.add(hours.within(hours.PHONE_HOURS, now), self._begins, need, since, behaviour.ROUNDS)

    def _begins(self, need: Need, since: datetime, rounds: int, now: datetime) -> None:
        """A round, the numbers of the next dozen; `rounds` are left with this one."""
        if not rounds or not self._is_waiting(need, since):
            return
        hours_later = behaviour.HOURS_BETWEEN_ROUNDS_URGENT if need.urgent else behaviour.HOURS_BETWEEN_ROUNDS
        again = hours.within(hours.PHONE_HOURS, now + timedelta(hours=hours_later))
        self.agenda.add(again, self._begins, need, since, rounds - 1)
        self.rounds[need.number] += 1
        found = calls.to_ring(self.house.request(need), behaviour.CALLS_IN_A_ROUND, now)
        numbers = [self.house.number_of_volunteer[each.volunteer_id] for each in found]
        attempt = f"call {self.rounds[need.number]}"
        self._rings(numbers, need, attempt, since, now)

    def _is_waiting(self, need: Need, since: datetime) -> bool:
        row = self.house.state(need)
        return row.status == Status.OPEN and row.handed_over_at == since

    def _rings(self, numbers: list[int], need: Need, attempt: str, since: datetime, now: datetime) -> None:
        """One call after the other, as long as nobody has said yes."""
        if not numbers or not self._is_waiting(need, since):
            return
        meeting = Encounter(self.world.number, self.world.people[numbers[0]], need, attempt)
        if self._calls(meeting, now):
            return
        later = hours.within(hours.PHONE_HOURS, now + timedelta(minutes=behaviour.MINUTES_A_CALL))
        self.agenda.add(later, self._rings, numbers[1:], need, attempt, since)

    def _calls(self, meeting: Encounter, now: datetime) -> bool:
        """One call; whether the request is taken on."""
        row = self.house.request(meeting.need)
        volunteer = self.house.volunteers[meeting.person.number]
        if not meeting.picks_up(now):
            calls.rung(row, volunteer, OFFICE, now)
            return False
        if not meeting.says_yes_on_the_phone():
            calls.said_no(row, volunteer, OFFICE, now)
            return False
        try:
            match = calls.take_on(row, volunteer, OFFICE, now)
        except claims.CannotClaim:
            return False
        self.taken_on(meeting, match, "phone", now)
        return True
