"""People who ring: by day, in rounds, until somebody says yes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from matching import calls, claims, dispatch
from matching.models import Invitation, Match, Outcome, Way
from requests_app.models import HelpRequest, Status
from simulation import hours
from simulation.agenda import Agenda
from simulation.house import House
from simulation.people import Need, Person
from simulation.switchboard import Switchboard
from tests.simulation.conftest import need, person
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
EVENING, MORNING = hours.moment(3, 19.5), hours.moment(4, 8)


class Office:
    """A request on the call list and some who could be rung, all next door."""

    def __init__(self, people: list[Person], asked: Need, now: datetime) -> None:
        self.people, self.need = people, asked
        self.house = House(people)
        self.agenda = Agenda()
        self.taken: list[datetime] = []
        for each in people:
            self.house.let_in(each, now)
        self.house.open(asked, now)
        self.switchboard = Switchboard(self, self.house, self.agenda, self._takes_on)  # type: ignore[arg-type]

    number = 1  # of the world

    def _takes_on(self, meeting: Any, match: Match, way: str, now: datetime) -> None:
        self.taken.append(now)

    def ring(self, now: datetime) -> HelpRequest:
        """Put the request on the list, let the phones be used, return its row."""
        dispatch.hand_over(self.house.request(self.need), now)
        since = self.house.state(self.need).handed_over_at
        assert since
        for _twice in range(2):
            self.switchboard.hears_of(self.need, since, now)
        self.agenda.run()
        return self.house.request(self.need)


@pytest.fixture(autouse=True)
def _no_letters(settings: Any) -> None:
    settings.DISPATCH = {"max_letters": 0}


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When the phone was used."""
    times: list[datetime] = []
    writes_down = calls.rung

    def note(row: HelpRequest, volunteer: Volunteer, by: str, now: datetime) -> Invitation:
        times.append(now)
        return writes_down(row, volunteer, by, now)

    monkeypatch.setattr(calls, "rung", note)
    return times


def nobody_home(count: int) -> list[Person]:
    """People who want to help nobody: the phone alone may persuade them."""
    return [person(number, willing=-1.0) for number in range(count)]


def test_nobody_is_rung_at_night_and_two_rounds_are_enough(rung: list[datetime]) -> None:
    office = Office(nobody_home(40), need(comes=EVENING), EVENING)

    row = office.ring(hours.moment(3, 21))

    assert row.status == Status.OPEN
    assert office.taken == []
    five_minutes = [timedelta(minutes=5 * each) for each in range(12)]
    assert rung[:12] == [MORNING + each for each in five_minutes]
    assert rung[12:] == [MORNING + timedelta(hours=4) + each for each in five_minutes]


def test_a_round_that_meets_the_evening_goes_on_in_the_morning(rung: list[datetime]) -> None:
    office = Office(nobody_home(12), need(comes=EVENING), EVENING)

    office.ring(hours.moment(3, 19.8))

    assert {at.astimezone(hours.ZONE).hour for at in rung[:12]} == {19, 8}


def test_the_first_yes_ends_the_calls(rung: list[datetime]) -> None:
    office = Office([person(number, willing=2.0) for number in range(12)], need(comes=EVENING), EVENING)

    row = office.ring(EVENING)

    assert row.status == Status.MATCHED
    assert len(office.taken) == 1
    assert Match.objects.get().claimed_at == office.taken[0]
    assert Match.objects.get().invitation == Invitation.objects.get(answer="yes", way=Way.PHONE)
    assert rung[-1] == office.taken[0]


def test_whoever_has_found_somebody_meanwhile_is_not_rung_for(rung: list[datetime]) -> None:
    office = Office(nobody_home(12), need(comes=EVENING), EVENING)
    row = office.house.request(office.need)
    own = Invitation.objects.create(
        help_request=row, volunteer=office.house.volunteers[0], asked_at=EVENING, way=Way.PAGE
    )

    def presses_yes(now: datetime) -> None:
        claims.claim(own, now)

    office.agenda.add(EVENING + timedelta(minutes=7), presses_yes)

    office.ring(EVENING)

    assert rung == [EVENING, EVENING + timedelta(minutes=5)]


def test_a_request_that_comes_back_is_rung_for_anew() -> None:
    office = Office([person(number, willing=2.0) for number in range(12)], need(comes=EVENING), EVENING)
    office.ring(EVENING)
    later = EVENING + timedelta(hours=20)
    claims.give_back(Match.objects.get(), Outcome.GIVEN_BACK, "volunteer", later)

    row = office.ring(later)

    assert row.status == Status.MATCHED
    assert len(office.taken) == 2
    assert Match.objects.count() == 2
