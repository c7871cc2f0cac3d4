"""Every reason to ring somebody is raised once, and closed when it has gone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcentre import due
from callcentre.models import CallTask, Reason
from matching import afterwards, claims, dispatch, endings, silence
from matching.models import Match, Outcome
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.cast import NOON, invite

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def held(hold: Hold = Hold.UNCHECKED) -> HelpRequest:
    """A request that waits for a check."""
    row = cast.help_request()
    lifecycle.move(row, Status.HELD, by="staff:1", now=NOON, hold=hold, next_wave_at=None)
    return row


def on_the_call_list() -> HelpRequest:
    """A request that letters alone have not answered."""
    row = cast.help_request()
    dispatch.hand_over(row, NOON)
    return row


def claimed(**facts: str) -> Match:
    """A request that somebody has taken on."""
    return claims.claim(invite(cast.help_request(None, **facts), [cast.volunteer()])[0], NOON)  # type: ignore[arg-type]


def reminded() -> Match:
    """A volunteer who has been asked how it went, and has not said."""
    match = claimed()
    Match.objects.filter(pk=match.pk).update(reminded_at=NOON)
    match.refresh_from_db()
    return match


def finished(**facts: str) -> HelpRequest:
    """A request that a volunteer reports done."""
    match = claimed(**facts)
    claims.done(match, "volunteer", NOON)
    return HelpRequest.objects.get(pk=match.help_request_id)


def run_out(**facts: str) -> HelpRequest:
    """A request for which nobody was found."""
    row = cast.help_request(None, **facts)  # type: ignore[arg-type]
    endings.expire(row, now=NOON)
    return row


def release(row: HelpRequest) -> None:
    endings.release(row, by="staff:1", now=LATER)


def cancel(row: HelpRequest) -> None:
    endings.cancel(row, by="requester", now=LATER)


def taken_on(row: HelpRequest) -> None:
    claims.claim(invite(row, [cast.volunteer()])[0], LATER)


STORIES: list[tuple[Reason, Callable[[], HelpRequest | Match], Callable[..., object]]] = [
    (Reason.CHECK, held, release),
    (Reason.CHECK, held, cancel),
    (Reason.CHECK, lambda: held(Hold.NOT_REACHED), release),
    (Reason.NOBODY, on_the_call_list, taken_on),
    (Reason.NOBODY, on_the_call_list, cancel),
    (Reason.NOBODY, on_the_call_list, lambda row: endings.expire(row, now=LATER)),
    (Reason.SILENT, reminded, lambda match: claims.done(match, "volunteer", LATER)),
    (Reason.SILENT, reminded, lambda match: claims.give_back(match, Outcome.GIVEN_BACK, "v", LATER)),
    (Reason.SILENT, reminded, lambda match: silence.still_on_it(match, "staff:1", LATER)),
    (Reason.SILENT, reminded, lambda match: silence.lapse(match, LATER)),
    (Reason.SILENT, reminded, lambda match: endings.cancel(match.help_request, by="r", now=LATER)),
    (Reason.HOW_WENT, finished, lambda row: afterwards.went_well(row, LATER)),
    (Reason.HOW_WENT, finished, lambda row: afterwards.nobody_came(row, by="requester", now=LATER)),
]
NAMES = [f"{reason}-{number}" for number, (reason, _make, _end) in enumerate(STORIES)]


def open_tasks(reason: Reason) -> list[CallTask]:
    return list(CallTask.objects.open().filter(reason=reason))


@pytest.mark.parametrize(("reason", "make", "end"), STORIES, ids=NAMES)
def test_a_reason_is_raised_once_and_closed_when_it_has_gone(
    reason: Reason, make: Callable[[], HelpRequest | Match], end: Callable[..., object]
) -> None:
    row = make()

    for minute in range(3):
        due.settle_up(NOON + timedelta(minutes=minute))

    (task,) = open_tasks(reason)
    assert (task.subject, task.tries, task.held_by) == (row.uuid, 0, None)
    row.refresh_from_db()
    end(row)
    due.settle_up(LATER)
    task.refresh_from_db()
    assert open_tasks(reason) == []
    assert (task.settled_by, task.settled_at, task.result) == ("clock", LATER, "gone")


@pytest.mark.parametrize(("reason", "make"), [(each, make) for each, make, _end in STORIES], ids=NAMES)
def test_a_task_that_was_lost_or_closed_too_early_comes_back(
    reason: Reason, make: Callable[[], HelpRequest | Match]
) -> None:
    make()
    due.settle_up(NOON)

    CallTask.objects.update(settled_at=NOON, settled_by="clock")
    due.settle_up(LATER)
    assert len(open_tasks(reason)) == 1

    CallTask.objects.all().delete()
    due.settle_up(LATER)
    assert len(open_tasks(reason)) == 1


def test_nobody_was_found_is_told_until_a_week_has_gone() -> None:
    row = run_out()
    due.settle_up(LATER)
    (task,) = open_tasks(Reason.TELL)
    assert task.subject == row.uuid

    due.settle_up(NOON + timedelta(days=7))

    assert open_tasks(Reason.TELL) == []


@pytest.mark.parametrize(("make", "reason"), [(run_out, Reason.TELL), (finished, Reason.HOW_WENT)])
def test_what_a_person_has_settled_is_not_asked_again(make: Callable[[], object], reason: Reason) -> None:
    make()
    due.settle_up(NOON)
    CallTask.objects.update(settled_at=LATER, settled_by="staff:1")

    due.settle_up(LATER + timedelta(minutes=1))

    assert open_tasks(reason) == []


@pytest.mark.parametrize("make", [run_out, finished])
def test_who_has_an_address_hears_by_letter_and_is_not_rung(make: Callable[..., object]) -> None:
    make(email="nadia@example.org")

    due.settle_up(LATER)

    assert not CallTask.objects.exists()


def test_who_is_on_the_call_list_once_more_is_rung_about_once_more() -> None:
    row = on_the_call_list()
    due.settle_up(NOON)
    taken_on(row)
    due.settle_up(LATER)
    match = Match.objects.get()
    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", LATER)
    again = LATER + timedelta(hours=1)
    dispatch.hand_over(HelpRequest.objects.get(), again)

    due.settle_up(again)

    (task,) = open_tasks(Reason.NOBODY)
    assert task.due_at == again
    assert CallTask.objects.filter(reason=Reason.NOBODY).count() == 1


def hour(moment: datetime) -> float:
    local = moment.astimezone(cast.BRUSSELS)
    return local.hour + local.minute / 60


def test_nobody_is_rung_at_night() -> None:
    night = NOON + timedelta(hours=11)
    dispatch.hand_over(cast.help_request(now=night), night)
    match = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)
    claims.done(match, "volunteer", night)
    Match.objects.filter(pk=reminded().pk).update(reminded_at=night, lapses_at=night + timedelta(days=1))

    due.settle_up(night)

    assert sorted(CallTask.objects.values_list("reason", flat=True)) == ["how_went", "nobody", "silent"]
    assert {hour(task.due_at) for task in CallTask.objects.all()} == {8}


def test_a_silent_volunteer_is_rung_two_hours_after_the_letter_or_before_the_claim_lapses() -> None:
    usual, short = reminded(), reminded()
    Match.objects.filter(pk=short.pk).update(lapses_at=NOON + timedelta(hours=1))

    due.settle_up(NOON)

    times = dict(CallTask.objects.values_list("subject", "due_at"))
    assert times == {usual.uuid: NOON + timedelta(hours=2), short.uuid: NOON}


def test_a_minute_costs_the_same_whatever_there_is() -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            due.settle_up(LATER)
        return len(seen)

    for _number in range(10):
        on_the_call_list()
    due.settle_up(LATER)
    few = cost()
    for _number in range(35):
        on_the_call_list()
    due.settle_up(LATER)

    assert cost() == few <= 20
    assert CallTask.objects.count() == 45
