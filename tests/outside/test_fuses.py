"""After so many failures in a row everybody rests; a server that sends us away says for how long."""

from datetime import timedelta

import pytest

from outside.fuses import Fuse
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
FUSE = Fuse("map", most=2, rest=timedelta(seconds=30))


def test_failures_in_a_row_begin_a_rest_and_then_one_tries() -> None:
    FUSE.failed(NOON)
    assert FUSE.may_try(NOON)
    FUSE.failed(NOON)

    assert not FUSE.may_try(NOON + SECOND * 29)
    assert FUSE.may_try(NOON + SECOND * 30)
    assert not FUSE.may_try(NOON + SECOND * 30)


def test_a_success_between_them_begins_anew() -> None:
    FUSE.failed(NOON)
    FUSE.worked()
    FUSE.failed(NOON)

    assert FUSE.may_try(NOON)


def test_one_refusal_is_enough_and_a_trial_that_works_ends_it() -> None:
    FUSE.refused(NOON, timedelta(hours=1))

    assert not FUSE.may_try(NOON + timedelta(minutes=59))
    assert FUSE.may_try(NOON + timedelta(hours=1))
    FUSE.worked()
    assert FUSE.may_try(NOON)


def test_fuses_of_other_names_are_whole() -> None:
    FUSE.refused(NOON, timedelta(hours=1))

    assert Fuse("mail").may_try(NOON)
