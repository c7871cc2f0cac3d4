"""Two who change a list at the same moment: one is written down, the other hears of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import sleep

import pytest

from letters.models import Letter
from matching import changes, claims
from matching.models import Match
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 20


def careful(row: HelpRequest, text: str, was: str) -> None:
    """The product's own."""
    changes.change(row, notes=text, phone=row.phone, was=was, by="staff:1", now=NOON)


def careless(row: HelpRequest, text: str, was: str) -> None:
    """The negative control: looks whether it is still the list that was shown, then writes."""
    current = HelpRequest.objects.get(pk=row.pk)
    if changes.seen(current) != was:
        raise changes.Outdated
    sleep(0.03)
    HelpRequest.objects.filter(pk=row.pk).update(notes=text)


def trial(pool: ThreadPoolExecutor, change: Callable[[HelpRequest, str, str], None]) -> tuple[int, Match]:
    """How many of eight lists were taken at the same moment, and whose letter tells of it."""
    row = cast.help_request()
    match = claims.claim(invite(row, [cast.volunteer()])[0], NOON)
    was = changes.seen(row)
    came = at_once(pool, [partial(change, row, f"of {each}", was) for each in range(8)])
    assert set(came) <= {"ok", "Outdated"}
    return came["ok"], match


@pytest.mark.usefixtures("on_postgres")
def test_of_eight_at_once_one_list_stands_and_seven_are_told(pool: ThreadPoolExecutor) -> None:
    for _number in range(TRIALS):
        stood, match = trial(pool, careful)

        assert stood == 1
        changed = Event.objects.filter(subject=match.help_request.uuid, action="request.list_changed")
        assert changed.count() == Letter.objects.filter(kind="changed", subject=match.uuid).count() == 1


@pytest.mark.usefixtures("on_postgres")
def test_the_careless_way_takes_several_so_the_test_above_can_fail(pool: ThreadPoolExecutor) -> None:
    assert trial(pool, careless)[0] > 1


@pytest.mark.usefixtures("on_postgres")
def test_new_numbers_for_two_requests_of_one_person_come_one_after_the_other(
    pool: ThreadPoolExecutor,
) -> None:
    for number in range(TRIALS):
        name = f"Nadia {'abcdefghijklmnopqrst'[number]}"
        both = [cast.help_request(name=name, phone=f"+322512{number:02d}01") for _each in range(2)]
        wanted = [f"+322513{number:02d}0{each}" for each in (1, 2)]
        jobs = [
            partial(
                changes.change, row, notes=row.notes, phone=phone, was=changes.seen(row), by="x", now=NOON
            )
            for row, phone in zip(both, wanted, strict=True)
        ]

        assert at_once(pool, jobs) == {"ok": 1, "Outdated": 1}
        assert len({HelpRequest.objects.get(pk=row.pk).phone for row in both} & set(wanted)) == 1
