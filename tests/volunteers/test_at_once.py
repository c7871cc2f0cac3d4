"""Twenty hands on the same button: one volunteer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from letters.models import Letter
from tests import cast
from tests.cast import NOON
from volunteers import membership
from volunteers.models import Volunteer

HANDS = 20


@pytest.mark.django_db(transaction=True)
def test_twenty_registrations_at_once_make_one_volunteer_and_one_letter() -> None:
    wanted, start = cast.sign_up(), Barrier(HANDS)

    def register() -> None:
        try:
            start.wait(10)
            membership.register(wanted, NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        for each in [hands.submit(register) for _hand in range(HANDS)]:
            each.result(60)

    assert Volunteer.objects.count() == 1
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_different_people_at_once_are_twenty_volunteers() -> None:
    wanted, start = [cast.sign_up() for _hand in range(HANDS)], Barrier(HANDS)

    def register(one: membership.SignUp) -> None:
        try:
            start.wait(10)
            membership.register(one, NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        for each in [hands.submit(register, one) for one in wanted]:
            each.result(60)

    assert Volunteer.objects.count() == HANDS
