"""Call tasks at the same moment: one for each reason, and in one pair of hands."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.contrib.auth.models import User

from callcentre import due, holding
from callcentre.models import CallTask
from matching import dispatch
from tests import cast, staff
from tests.cast import NOON
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS, HANDS = 12, 6
Take = Callable[[CallTask, User], bool]


def careless_take(task: CallTask, user: User) -> bool:
    """The negative control: read, test, save."""
    seen = CallTask.objects.get(pk=task.pk)
    if seen.is_in_hands(NOON):
        return False
    sleep(0.02)
    seen.held_by, seen.held_until = user, NOON + holding.LEASE
    seen.save()
    return True


def winners(pool: ThreadPoolExecutor, take: Take) -> Counter[int]:
    """How many of the operators who pressed at once were told that it is theirs, counted over some tasks."""
    people = [staff.member("operator") for _number in range(HANDS)]
    counts: Counter[int] = Counter()
    for _trial in range(TRIALS):
        dispatch.hand_over(cast.help_request(), NOON)
        due.settle_up(NOON)
        task = CallTask.objects.latest("pk")
        won: list[int] = []

        def press(user: User, task: CallTask = task, won: list[int] = won) -> None:
            if take(task, user):
                won.append(user.pk)

        assert at_once(pool, [lambda each=each: press(each) for each in people]) == {"ok": HANDS}  # type: ignore[misc]
        counts[len(won)] += 1
    return counts


def test_of_six_operators_who_take_one_task_at_once_one_has_it(pool: ThreadPoolExecutor) -> None:
    assert winners(pool, lambda task, user: holding.take(task, user, NOON)) == {1: TRIALS}
    assert CallTask.objects.filter(held_by__isnull=False).count() == TRIALS


@pytest.mark.usefixtures("on_postgres")
def test_read_test_and_save_would_give_it_to_several(pool: ThreadPoolExecutor) -> None:
    counts = winners(pool, careless_take)

    assert sum(times for several, times in counts.items() if several > 1) > 0


def test_eight_clocks_at_once_raise_one_task_for_one_reason(pool: ThreadPoolExecutor) -> None:
    for _number in range(5):
        dispatch.hand_over(cast.help_request(), NOON)

    came = at_once(pool, [lambda at=at: due.settle_up(NOON + timedelta(seconds=at)) for at in range(8)])  # type: ignore[misc]

    assert came == {"ok": 8}
    assert CallTask.objects.open().count() == CallTask.objects.count() == 5
