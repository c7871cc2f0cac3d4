"""A yes and a report at the same moment: the yes was first, or it comes to nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from matching import claims, reports, verdicts
from matching.models import Invitation, Match
from matching.report_rows import Report, Side, Verdict, What
from privacy.models import Event
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 30


def careful_claim(invitation: Invitation) -> None:
    """The product's own."""
    claims.claim(invitation, NOON)


def careless_claim(invitation: Invitation) -> None:
    """The negative control: looks whether he may help, and lets a moment pass before he does."""
    if not Volunteer.objects.available(NOON).filter(pk=invitation.volunteer_id).exists():
        raise claims.HeldBack
    sleep(0.03)
    volunteer = invitation.volunteer
    Match.objects.create(
        help_request=invitation.help_request, volunteer=volunteer, claimed_at=NOON, remind_at=NOON,
        lapses_at=NOON,
    )  # fmt: skip
    Event.objects.create(
        at=NOON, actor=f"volunteer:{volunteer.uuid}", action="contact.revealed",
        subject=invitation.help_request.uuid,
    )  # fmt: skip


def trial(pool: ThreadPoolExecutor, claim: Callable[[Invitation], None]) -> tuple[bool, bool]:
    """One volunteer on one task, reported while he says yes to another: was there a yes, was it too late?

    Both write into the book while they hold his row, so its numbers are their order.
    """
    volunteer = cast.volunteer()
    match = claims.claim(invite(cast.help_request(), [volunteer])[0], NOON)
    asked = invite(cast.help_request(), [volunteer])[0]

    came = at_once(
        pool,
        [lambda: claim(asked), lambda: reports.report(match, Side.PERSON, What.MONEY, "", NOON)],
    )

    assert set(came) <= {"ok", "HeldBack"}
    volunteer.refresh_from_db()
    assert volunteer.held_back_at == NOON
    with pytest.raises(claims.HeldBack):
        claims.claim(invite(cast.help_request(), [volunteer])[0], NOON)
    said = Event.objects.get(subject=Report.objects.get(match=match).uuid)
    yes = Event.objects.filter(action="contact.revealed", subject=asked.help_request.uuid).first()
    return yes is not None, yes is not None and yes.pk > said.pk


@pytest.mark.usefixtures("on_postgres")
def test_no_yes_is_made_after_the_hold(pool: ThreadPoolExecutor) -> None:
    found = [trial(pool, careful_claim) for _number in range(TRIALS)]

    yeses = sum(yes for yes, _late in found)
    print(f"{TRIALS} yeses beside a report: {yeses} stood, {TRIALS - yeses} refused, none after the hold")
    assert [late for _yes, late in found if late] == []


@pytest.mark.usefixtures("on_postgres")
def test_the_careless_way_is_late_so_the_test_above_can_fail(pool: ThreadPoolExecutor) -> None:
    assert any(late for _yes, late in (trial(pool, careless_claim) for _number in range(10)))


def test_eight_presses_at_once_are_one_report_on_either_database(pool: ThreadPoolExecutor) -> None:
    match = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)

    came = at_once(
        pool,
        [
            lambda each=each: reports.report(match, Side.PERSON, What.MONEY, f"word {each}", NOON)  # type: ignore[misc]
            for each in range(8)
        ],
    )

    assert came == {"ok": 8}
    row = Report.objects.get()
    assert all(f"word {each}" in row.words for each in range(8)), "no words are lost"


@pytest.mark.usefixtures("on_postgres")
def test_a_verdict_and_a_new_report_at_once_leave_hold_and_rows_agreed(pool: ThreadPoolExecutor) -> None:
    for _trial in range(12):
        volunteer = cast.volunteer()
        first, second = (
            claims.claim(invite(cast.help_request(), [volunteer])[0], NOON) for _number in range(2)
        )
        row = reports.report(first, Side.PERSON, What.RUDE, "", NOON)

        came = at_once(
            pool,
            [
                lambda row=row: verdicts.settle(row, Verdict.NOTHING, by="staff:1", now=NOON),  # type: ignore[misc]
                lambda second=second: reports.report(second, Side.PERSON, What.MONEY, "", NOON),  # type: ignore[misc]
            ],
        )

        assert came == {"ok": 2}
        volunteer.refresh_from_db()
        assert volunteer.held_back_at == NOON
        assert reports.of_volunteer(volunteer).open().get().match_id == second.pk
