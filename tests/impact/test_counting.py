"""Each figure against a small world that was counted by hand; forgetting people changes none of them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcentre.models import Call, Direction, Outcome
from impact import counting
from impact.counting import ALL
from matching import claims, endings, telling
from matching.models import Match, Way
from matching.models import Outcome as Became
from paper import figures as paper
from paper import joining
from paper.models import Arrival
from privacy.retention import ENDED_REQUEST, EVENTS, forget_events
from requests_app import erasure
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON
from volunteers import membership

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
IXELLES, LEUVEN, ELSEWHERE = "elsene", "leuven", ""


def yes(made: HelpRequest, now: datetime = NOON, **changes: Any) -> Match:
    """A new neighbour says yes to this request."""
    return claims.claim(cast.invite(made, [cast.volunteer(**changes)], now)[0], now)


def call(**facts: Any) -> Call:
    """One call to the service's number."""
    return Call.objects.create(**{"direction": Direction.IN, "started_at": NOON, **facts})


@pytest.fixture
def world() -> None:
    """Five requests, one of them in Leuven and one nowhere, and what became of them."""
    told, untold, back, open_one = (cast.help_request() for _number in range(4))
    cast.help_request(postcode="3000", kind="errand")
    HelpRequest.objects.filter(pk=open_one.pk).update(postcode="0001")
    for made, minutes in ((told, 90), (untold, None)):
        match = yes(made, NOON + timedelta(minutes=20 if minutes else 70))
        claims.done(match, "volunteer", NOON + timedelta(hours=2))
        match.refresh_from_db()
        telling.tell(match, minutes, "", NOON)
    claims.give_back(yes(back, NOON + timedelta(hours=9)), Became.GIVEN_BACK, "volunteer", NOON)
    cast.invite(open_one, [cast.volunteer()])[0].__class__.objects.filter(help_request=open_one).update(
        way=Way.PAGE
    )
    membership.register(cast.sign_up(), NOON)  # never confirmed
    endings.volunteer_leaves(cast.volunteer(postcode="3000"), NOON)
    endings.block_volunteer(cast.volunteer(), by="staff:1", now=NOON)


@pytest.fixture
def told(world: None) -> counting.Tables:
    """All that is counted of it."""
    return counting.up_to(LATER)


def test_volunteers_are_those_who_ever_confirmed_and_those_who_left(told: counting.Tables) -> None:
    assert told["volunteers"] == {IXELLES: 5, LEUVEN: 1}
    assert told["left"] == {IXELLES: 1, LEUVEN: 1}


def test_a_request_is_matched_with_its_first_yes_and_helped_when_one_is_done(told: counting.Tables) -> None:
    assert told["requests"] == {IXELLES: 3, LEUVEN: 1, ELSEWHERE: 1}
    assert told["matched"] == {IXELLES: 3}
    assert told["helped"] == {IXELLES: 2}


def test_letters_are_those_that_asked_and_no_page_is_a_letter(told: counting.Tables) -> None:
    assert told["letters"] == {ALL: 3}


def test_hours_are_told_or_what_such_help_takes_as_a_rule(told: counting.Tables) -> None:
    assert told["hours"] == {ALL: 2}  # ninety minutes that were told, sixty of the catalogue
    assert (told["tasks"], told["told"]) == ({ALL: 2}, {ALL: 1})


@pytest.mark.usefixtures("world")
def test_errands_take_the_time_of_errands() -> None:
    for _number in range(4):
        errand = yes(cast.help_request(kind="errand"))
        claims.done(errand, "volunteer", NOON)

    assert counting.up_to(LATER)["hours"] == {ALL: 5}  # four times three quarters of an hour more


def test_a_call_counts_if_it_came_in_and_somebody_answered() -> None:
    call(answered_at=NOON)
    call(outcome=Outcome.INFORMATION)  # written down by hand
    call(answered_at=NOON, started_at=LATER)
    call(outcome=Outcome.NO_ANSWER)
    call()
    call(direction=Direction.OUT, answered_at=NOON)

    assert counting.up_to(LATER)["calls"] == {ALL: 2}


def test_what_came_by_paper_is_what_the_paper_room_says() -> None:
    made, wanted = cast.help_request(), cast.sign_up()
    paper.count_scan(made, NOON)
    paper.count_scan(made, LATER)
    joining.sign_up(wanted, made, NOON)
    new = membership.find_by_email(wanted.email)
    assert new
    membership.confirm(new, NOON)
    claims.claim(joining.invite(Arrival.objects.get(volunteer=new), NOON), NOON)
    midnight = datetime(2026, 11, 24, tzinfo=cast.BRUSSELS)

    told = counting.up_to(midnight)

    assert [told[name][ALL] for name in ("paper_scans", "paper_volunteers", "paper_matched")] == [1, 1, 1]


@pytest.mark.usefixtures("world")
def test_waiting_times_go_from_the_request_to_the_first_yes() -> None:
    assert counting.waits(LATER) == (timedelta(minutes=70), timedelta(hours=9))
    assert counting.waits(NOON) is None


@pytest.mark.usefixtures("world")
def test_nothing_is_counted_before_it_happened() -> None:
    assert (
        sum(
            number
            for parts in counting.up_to(NOON - timedelta(days=60)).values()
            for number in parts.values()
        )
        == 0
    )


def test_no_figure_changes_when_people_are_forgotten(told: counting.Tables) -> None:
    much_later = NOON + ENDED_REQUEST + EVENTS
    assert erasure.forget_ended(much_later) == 2
    assert telling.forget_notes(much_later) == 0
    assert forget_events(much_later)
    membership.forget_unconfirmed(much_later)
    for match in Match.objects.all():
        endings.volunteer_leaves(match.volunteer, LATER + timedelta(days=2))

    assert counting.up_to(LATER) == told
    assert counting.waits(LATER) == (timedelta(minutes=70), timedelta(hours=9))


@pytest.mark.usefixtures("world")
def test_the_count_takes_as_many_queries_however_many_rows_there_are() -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        counting.up_to(LATER)
    for _number in range(5):
        yes(cast.help_request())
    with CaptureQueriesContext(connection) as more:
        counting.up_to(LATER)

    assert len(few) == len(more) < 15
