"""The order of time."""

from datetime import timedelta

import pytest

from simulation.agenda import Agenda, next_minute
from tests.simulation.conftest import NOON

pytestmark = pytest.mark.once


def test_things_happen_in_the_order_of_time_and_then_of_writing() -> None:
    agenda, seen = Agenda(), []

    def see(what: str, now: object) -> None:
        seen.append(what)
        if what == "first":
            agenda.add(NOON, see, "added")

    agenda.add(NOON + timedelta(hours=1), see, "last")
    agenda.add(NOON, see, "first")
    agenda.add(NOON, see, "second")
    agenda.run()

    assert seen == ["first", "second", "added", "last"]


@pytest.mark.parametrize(
    ("due", "now", "strikes"),
    [(-90, 0, 60), (0, 0, 60), (0, -1, 0), (1, 0, 60), (60, 0, 60), (61, 0, 120), (3600, 0, 3600)],
)
def test_the_clock_strikes_whole_minutes_after_now(due: int, now: int, strikes: int) -> None:
    at = [NOON + timedelta(seconds=each) for each in (due, now, strikes)]

    assert next_minute(at[0], at[1]) == at[2]
