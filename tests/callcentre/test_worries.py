"""A volunteer is worried about the person: somebody rings at once; other worries are left alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from callcentre import about, calls, due
from callcentre.calls import Note
from callcentre.models import CallTask, Outcome, Reason
from callcentre.raising import raise_task
from matching import claims, endings, reports, verdicts
from matching.models import Match
from matching.report_rows import Side, Verdict, What
from tests import cast
from tests.cast import NOON, invite

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def match() -> Match:
    """Somebody is on it."""
    return claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)


def worries() -> list[CallTask]:
    return list(CallTask.objects.open().filter(reason=Reason.WORRY))


def test_the_person_is_to_be_rung_now_and_it_is_urgent(match: Match) -> None:
    night = NOON + timedelta(hours=12)
    reports.report(match, Side.VOLUNTEER, What.WORRIED, "", night)
    for minute in range(3):
        due.settle_up(night + timedelta(minutes=minute))

    (task,) = worries()
    assert (task.subject, task.due_at, task.urgent, task.language) == (match.uuid, night, True, "fr")
    person = about.of(task).person()
    assert person
    assert person.phone == match.help_request.phone


@pytest.mark.parametrize(
    ("side", "what"),
    [(Side.VOLUNTEER, each) for each in (What.RUDE, What.NOT_RIGHT, What.OTHER)] + [(Side.PERSON, What.RUDE)],
)
def test_nothing_else_that_is_reported_is_a_call(match: Match, side: Side, what: What) -> None:
    reports.report(match, side, what, "", NOON)

    due.settle_up(LATER)

    assert worries() == []


def test_with_the_verdict_nobody_need_ring(match: Match) -> None:
    row = reports.report(match, Side.VOLUNTEER, What.WORRIED, "", NOON)
    due.settle_up(NOON)

    verdicts.settle(row, Verdict.SETTLED, by="staff:1", now=LATER)
    due.settle_up(LATER)

    assert worries() == []
    assert CallTask.objects.get().result == "gone"


def test_who_was_rung_is_not_rung_again_until_it_is_said_again(match: Match) -> None:
    row = reports.report(match, Side.VOLUNTEER, What.WORRIED, "", NOON)
    due.settle_up(NOON)
    CallTask.objects.update(settled_at=LATER, settled_by="staff:1")
    due.settle_up(LATER)
    assert worries() == []

    verdicts.settle(row, Verdict.SETTLED, by="staff:1", now=LATER)
    reports.report(match, Side.PERSON, What.OTHER, "", LATER + DAY)
    due.settle_up(LATER + DAY)
    assert worries() == []
    reports.report(match, Side.VOLUNTEER, What.WORRIED, "", LATER + DAY)
    due.settle_up(LATER + DAY)

    (task,) = worries()
    assert task.due_at == LATER + DAY


def test_of_who_is_forgotten_nobody_can_be_rung(match: Match) -> None:
    reports.report(match, Side.VOLUNTEER, What.WORRIED, "", NOON)
    due.settle_up(NOON)
    endings.cancel(match.help_request, by="requester", now=NOON)
    reports.forget(match.help_request, NOON)

    due.settle_up(LATER)

    assert worries() == []


def test_a_worry_that_an_operator_raised_is_not_closed_by_the_clock(match: Match) -> None:
    user = User.objects.create_user("otto")
    call = calls.write_down(user, Note(Outcome.WORRY, phone="+3225123499"), NOON)
    raise_task(Reason.WORRY, match.help_request.uuid, due_at=NOON, now=NOON, purpose="worry:of a task")

    due.settle_up(LATER)

    assert {each.subject for each in worries()} == {call.uuid, match.help_request.uuid}
