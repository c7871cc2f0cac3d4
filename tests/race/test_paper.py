"""Fifty neighbours scan one poster: all are counted, one takes the request on, nobody is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from matching import claims
from matching.models import Match
from paper import codes, figures, joining
from paper.models import Arrival, Code, Scans
from tests import cast
from tests.cast import NOON
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def crowd() -> int:
    """As many as the database takes at once without waiting."""
    return 50 if connection.vendor == "postgresql" else 10


def test_of_a_crowd_that_scans_and_claims_at_once_one_wins(pool: ThreadPoolExecutor) -> None:
    row, number = cast.help_request(), crowd()
    for each in [cast.volunteer() for _number in range(number)]:
        joining.say_hello(each.email, row, NOON)
    arrivals = list(Arrival.objects.select_related("help_request", "volunteer"))

    def claim(arrival: Arrival) -> None:
        figures.count_scan(arrival.help_request, NOON)
        claims.claim(joining.invite(arrival, NOON), NOON)

    outcomes = at_once(pool, [lambda each=each: claim(each) for each in arrivals])  # type: ignore[misc]

    print(f"{number} before one door: {dict(outcomes)}")
    assert outcomes == {"ok": 1, "AlreadyTaken": number - 1}
    assert Match.objects.count() == 1
    assert Scans.objects.get().number == number
    assert figures.figures(NOON.date(), NOON.date()).claims == 1


def test_many_presses_make_one_code(pool: ThreadPoolExecutor) -> None:
    row = cast.help_request()

    outcomes = at_once(pool, [lambda: codes.make(row, NOON)] * crowd())

    assert outcomes == {"ok": crowd()}
    assert Code.objects.count() == 1


def test_one_sign_up_sent_many_times_at_once_is_one_arrival(
    pool: ThreadPoolExecutor,
) -> None:
    row, wanted = cast.help_request(), cast.sign_up()

    outcomes = at_once(pool, [lambda: joining.sign_up(wanted, row, NOON)] * 8)

    assert outcomes == {"ok": 8}
    assert Arrival.objects.get().volunteer.email == wanted.email
