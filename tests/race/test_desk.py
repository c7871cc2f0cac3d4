"""Several operators at once: who saves the same caller at the same moment finds one request."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from callcentre import doubles, saving
from callcentre.models import Call
from requests_app import intake
from requests_app.intake import Ask
from requests_app.models import Channel, HelpRequest
from tests import cast, staff
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS, HANDS = 30, 8
Save = Callable[[Ask, User], object]


def careful(ask: Ask, user: User) -> HelpRequest:
    """The product's own."""
    return saving.save(ask, user=user, seen=set(), now=timezone.now())


def careless(ask: Ask, user: User) -> HelpRequest:
    """The negative control: look, then write."""
    there = doubles.twins(ask, set())
    if there:
        raise saving.AlreadyThere(there)
    return intake.take_down(ask, channel=Channel.PHONE, now=timezone.now())


def trials(pool: ThreadPoolExecutor, save: Save, count: int) -> tuple[Counter[str], int]:
    """`count` callers, each saved by eight operators at once: how it came out, how many callers had two."""
    people = [staff.member("operator") for _number in range(HANDS)]
    outcomes: Counter[str] = Counter()
    for trial in range(count):
        asks = [cast.ask(form_key=uuid4(), phone=f"+3247099{trial:04d}") for _each in people]
        jobs = [lambda ask=ask, user=user: save(ask, user) for ask, user in zip(asks, people, strict=True)]
        outcomes += at_once(pool, jobs)
    rows = Counter(HelpRequest.objects.values_list("phone_index", flat=True))
    assert len(rows) == count
    return outcomes, sum(1 for many in rows.values() if many > 1)


@pytest.mark.usefixtures("on_postgres")
def test_of_eight_operators_who_save_one_caller_one_makes_the_request(pool: ThreadPoolExecutor) -> None:
    outcomes, twice = trials(pool, careful, TRIALS)

    print(f"{TRIALS} x {HANDS} operators: {dict(outcomes)}, {twice} twice")
    assert outcomes == {"ok": TRIALS, "AlreadyThere": TRIALS * (HANDS - 1)}
    assert twice == 0
    assert Call.objects.count() == TRIALS


@pytest.mark.usefixtures("on_postgres")
def test_look_then_write_makes_two_so_the_test_above_can_fail(pool: ThreadPoolExecutor) -> None:
    outcomes, twice = trials(pool, careless, 10)

    print(f"negative control, 10 x {HANDS}: {dict(outcomes)}, {twice} twice")
    assert twice > 0


def test_one_request_on_either_database(pool: ThreadPoolExecutor) -> None:
    outcomes, twice = trials(pool, careful, 3)

    assert outcomes == {"ok": 3, "AlreadyThere": 3 * (HANDS - 1)}
    assert twice == 0


def test_twenty_posts_of_one_form_at_the_desk_make_one_request_and_one_call(pool: ThreadPoolExecutor) -> None:
    ask, user = cast.ask(), staff.member("operator")

    assert at_once(pool, [lambda: careful(ask, user)] * 20) == {"ok": 20}
    assert HelpRequest.objects.count() == Call.objects.count() == 1
