"""The event loop: one world, from its first morning until nothing more happens, on the product's own code."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil, inf, nan

from geo.points import Point, distance_km
from matching import claims, endings, openings
from matching.models import Invitation, Match, Outcome
from requests_app.models import HelpRequest, Status
from simulation import hours
from simulation.agenda import Agenda, next_minute
from simulation.behaviour import Doing, Encounter, Fate
from simulation.figures import RequestOutcome, VolunteerOutcome, figures
from simulation.house import House
from simulation.people import Need, Person
from simulation.policies import Contender
from simulation.switchboard import Switchboard
from simulation.world import World

WEEK = timedelta(days=7)
NEVER = datetime.max.replace(tzinfo=UTC)
# How long after the last request letters are still counted, to the week.
AFTERWARDS = timedelta(days=5)


class Rehearsal:
    """One world under one policy. Run it once, then ask for its figures."""

    def __init__(self, world: World, contender: Contender) -> None:
        self.world = world
        self.agenda = Agenda()
        self.house = House(world.people, contender.letters_per_week)
        self.switchboard: Switchboard | None = None
        if contender.rings:
            self.switchboard = Switchboard(world, self.house, self.agenda, self._has_taken_on)
        self.open_needs: set[int] = set()
        self.due: dict[int, datetime] = {}
        self.ticks: dict[datetime, set[int]] = defaultdict(set)
        self.first_yes: dict[int, tuple[datetime, str]] = {}
        self.takers: set[tuple[int, int]] = set()
        self.letters: Counter[int] = Counter()
        self.handed_over: set[int] = set()

    def run(self, day_is_over: Callable[[int], None] = lambda day: None) -> dict[str, float]:
        """Let the world happen and return its figures. Raises HouseFailed if the product logs an error."""
        for day in range(self.world.scenario.days):
            self.agenda.add(hours.moment(day + 1, 0), self._ends_day, day_is_over, day)
        for person in self.world.people:
            self.agenda.add(person.comes, self._comes, person)
        for need in self.world.needs:
            self.agenda.add(need.comes, self._asks, need)
        self.house.new_day()
        with self.house.listening():
            self.agenda.run()
        found = figures(self._of_requests(), self._of_volunteers())
        return found if self.switchboard else found | {"call_list": nan}

    def _ends_day(self, day_is_over: Callable[[int], None], day: int, now: datetime) -> None:
        self.house.new_day()
        day_is_over(day)

    def _comes(self, person: Person, now: datetime) -> None:
        self.house.let_in(person, now)
        self._looks_around(person, now)

    def _asks(self, need: Need, now: datetime) -> None:
        self.house.open(need, now)
        self._delivers(now)
        self._watch(need, now)

    def _watch(self, need: Need, now: datetime) -> None:
        """After something has happened to a request: when is the clock's next turn, must somebody ring?"""
        row = self.house.state(need)
        (self.open_needs.add if row.status == Status.OPEN else self.open_needs.discard)(need.number)
        due = self.house.next_due(row)
        if due is None:
            self.due.pop(need.number, None)
        else:
            self.due[need.number] = due
            minute = next_minute(due, now)
            if minute not in self.ticks:
                self.agenda.add(minute, self._tick)
            self.ticks[minute].add(need.number)
        if row.handed_over_at:
            self.handed_over.add(need.number)
            if self.switchboard and need.number in self.open_needs:
                self.switchboard.hears_of(need, row.handed_over_at, now)

    def _tick(self, now: datetime) -> None:
        waiting = [number for number in sorted(self.ticks.pop(now)) if self.due.get(number, NEVER) <= now]
        if not waiting:
            return
        self.house.tick(now)
        self._delivers(now)
        for number in waiting:
            self._watch(self.world.needs[number], now)

    def _delivers(self, now: datetime) -> None:
        """The postman: every letter tires, some are read, some of them in time."""
        for letter in self.house.post(now):
            person, need = self._who(letter.volunteer_id), self._what(letter.request_id)
            person.letters.append(now)
            self.letters[need.number] += 1
            meeting = Encounter(self.world.number, person, need, letter.kind)
            at = meeting.read_at(now)
            if at:
                self.agenda.add(at, self._reads, meeting, letter.invitation_id)

    def _who(self, volunteer_id: int) -> Person:
        return self.world.people[self.house.number_of_volunteer[volunteer_id]]

    def _what(self, request_id: int) -> Need:
        return self.world.needs[self.house.need_of_request[request_id]]

    def _reads(self, meeting: Encounter, invitation_id: int, now: datetime) -> None:
        if meeting.person.has_left or (meeting.need.number, meeting.person.number) in self.takers:
            return
        doing, is_open = meeting.does(now), meeting.need.number in self.open_needs
        if doing is Doing.LEAVES:
            self._leaves(meeting.person, now)
        elif doing is Doing.YES and is_open:
            self._claims(meeting, Invitation.objects.get(pk=invitation_id), "letter", now)
        elif doing is Doing.YES:
            self._is_too_late(meeting.person, invitation_id, now)
        elif doing is Doing.NO and is_open:
            claims.decline(Invitation.objects.get(pk=invitation_id), now)

    def _claims(self, meeting: Encounter, invitation: Invitation, way: str, now: datetime) -> None:
        """The product may have its reasons to refuse him: too many tasks, too many addresses in a day."""
        try:
            match = claims.claim(invitation, now)
        except claims.CannotClaim:
            return
        self._has_taken_on(meeting, match, way, now)

    def _is_too_late(self, person: Person, invitation_id: int, now: datetime) -> None:
        """The page behind the letter says that somebody was faster."""
        person.too_late += 1
        if self.house.rules.max_backups:
            claims.reserve(Invitation.objects.get(pk=invitation_id), now)
        self._looks_around(person, now)

    def _looks_around(self, person: Person, now: datetime) -> None:
        """Somebody is on his own page: will he take on one of the open requests near him?"""
        if not person.is_interested(now) or not self._is_anything_open_near(person.home):
            return
        volunteer = self.house.volunteers[person.number]
        for opening in openings.near(volunteer, now):
            meeting = Encounter(self.world.number, person, self._what(opening.help_request.pk), "page")
            if not meeting.says_yes(now):
                continue
            invitation = openings.pick(volunteer, opening.help_request, now)
            if invitation:
                self._claims(meeting, invitation, "page", now)
            return

    def _is_anything_open_near(self, home: Point) -> bool:
        """Whether the page could show him anything: mostly not, and that saves a search."""
        rules, needs = self.house.rules, self.world.needs
        km = rules.openings_km if rules.openings else -1
        return any(distance_km(home, needs[number].home) <= km for number in self.open_needs)

    def _has_taken_on(self, meeting: Encounter, match: Match, way: str, now: datetime) -> None:
        """Somebody has a task; whether it will be done is drawn now."""
        if match.claimed_at != now:
            return  # he had it already, and has said so once more
        person, need = meeting.person, meeting.need
        person.tasks += 1
        self.takers.add((need.number, person.number))
        self.first_yes.setdefault(need.number, (now, way))
        fate, at = meeting.fate(now)
        if fate is Fate.DONE:
            self.agenda.add(at, self._reports, need, match)
        elif fate is Fate.GIVEN_BACK:
            self.agenda.add(at, self._gives_back, need, match)
        self._watch(need, now)

    def _reports(self, need: Need, match: Match, now: datetime) -> None:
        claims.done(match, f"volunteer:{match.volunteer.uuid}", now)
        self._watch(need, now)

    def _gives_back(self, need: Need, match: Match, now: datetime) -> None:
        claims.give_back(match, Outcome.GIVEN_BACK, f"volunteer:{match.volunteer.uuid}", now)
        self._watch(need, now)

    def _leaves(self, person: Person, now: datetime) -> None:
        volunteer = self.house.volunteers[person.number]
        held = [match.help_request_id for match in Match.objects.live().filter(volunteer=volunteer)]
        endings.volunteer_leaves(volunteer, now)
        person.has_left = True
        for request_id in held:
            self._watch(self._what(request_id), now)

    def _of_requests(self) -> list[RequestOutcome]:
        done = set(HelpRequest.objects.filter(status=Status.DONE).values_list("pk", flat=True))
        outcomes = []
        for need in self.world.needs:
            at, way = self.first_yes.get(need.number, (None, ""))
            outcomes.append(
                RequestOutcome(
                    urgent=need.urgent,
                    is_rural=need.is_rural,
                    hours=(at - need.comes) / timedelta(hours=1) if at else inf,
                    way=way,
                    is_done=self.house.request_of_need[need.number] in done,
                    letters=self.letters[need.number],
                    was_on_call_list=need.number in self.handed_over,
                )
            )
        return outcomes

    def _of_volunteers(self) -> list[VolunteerOutcome]:
        end = max(need.comes for need in self.world.needs) + AFTERWARDS
        return [
            VolunteerOutcome(_by_week(person, end), person.tasks, person.has_left)
            for person in self.world.people
        ]


def _by_week(person: Person, end: datetime) -> tuple[int, ...]:
    """His letters in each week from the day he came, the last one not always whole."""
    weeks = max(ceil((end - person.comes) / WEEK), 0)
    counts = Counter((at - person.comes) // WEEK for at in person.letters)
    return tuple(counts[week] for week in range(weeks))
