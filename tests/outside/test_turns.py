"""One call at a time, and a pause after each; whoever dies with a turn keeps nobody waiting for long."""

from datetime import timedelta

import pytest

from outside.models import Peer
from outside.turns import HELD, turn
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_while_one_asks_nobody_else_does_and_for_a_pause_after_it() -> None:
    with turn("map", SECOND, 0, lambda: NOON) as first:
        assert first
        with turn("map", SECOND, 0, lambda: NOON + SECOND * 2) as second:
            assert not second

    for wait, is_ours in ((SECOND * 0.9, False), (SECOND, True)):
        with turn("map", SECOND, 0, lambda wait=wait: NOON + wait) as later:  # type: ignore[misc]
            assert later is is_ours


def test_one_server_does_not_wait_for_another() -> None:
    with turn("map", SECOND, 0, lambda: NOON) as first, turn("mail", SECOND, 0, lambda: NOON) as second:
        assert first
        assert second


def test_a_turn_that_breaks_is_given_back() -> None:
    with pytest.raises(ValueError, match="x"), turn("map", SECOND, 0, lambda: NOON):
        raise ValueError("x")

    with turn("map", SECOND, 0, lambda: NOON + SECOND) as later:
        assert later


def test_whoever_dies_with_a_turn_is_waited_for_no_longer_than_a_call_may_last() -> None:
    Peer.objects.create(pk="map", free_at=NOON + HELD + SECOND)

    with turn("map", SECOND, 0, lambda: NOON + HELD) as early:
        assert not early
    with turn("map", SECOND, 0, lambda: NOON + HELD + SECOND) as in_time:
        assert in_time


def test_whoever_was_thought_dead_gives_nothing_back() -> None:
    slow = turn("map", SECOND, 0, lambda: NOON)
    assert slow.__enter__()
    with turn("map", SECOND, 0, lambda: NOON + HELD * 2) as another:
        assert another
        held = Peer.objects.get(pk="map").free_at
        slow.__exit__(None, None, None)

        assert Peer.objects.get(pk="map").free_at == held


def test_a_clock_that_was_wrong_keeps_nobody_waiting() -> None:
    Peer.objects.create(pk="map", free_at=NOON + timedelta(days=400))

    with turn("map", SECOND, 0, lambda: NOON) as ours:
        assert ours


def test_a_turn_that_comes_soon_is_waited_for() -> None:
    with turn("map", SECOND * 0.2, 0) as first:
        assert first
    with turn("map", SECOND, 0) as at_once, turn("map", SECOND, 2.0) as after_a_moment:
        assert (at_once, after_a_moment) == (False, True)
