"""Two sweeps, or a sweep and a nudge, at the same moment: a wave is sent once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from letters.models import Letter
from letters.outbox import letter, post
from matching import calls, candidates, claims, clock, dispatch, policy, silence
from matching.models import Invitation, Match, Outcome
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 8
HOUR = timedelta(hours=1)


def careless_wave(help_request: HelpRequest) -> None:
    """The negative control: look whether a wave is due, search, write, and note the next one at the end."""
    row = HelpRequest.objects.get(pk=help_request.pk)
    if row.next_wave_at is None or row.next_wave_at > NOON:
        return
    size = policy.current().wave_size(row.invitations.count())
    for each in candidates.find(row, size, NOON):
        made = Invitation(help_request=row, volunteer_id=each.volunteer_id, wave=1, asked_at=NOON, km=each.km)
        Invitation.objects.bulk_create([made], ignore_conflicts=True)
        post([letter("invitation", made.uuid, now=NOON)])
    HelpRequest.objects.filter(pk=row.pk).update(next_wave_at=NOON + HOUR)


def crowd(count: int) -> None:
    """Enough people for several waves."""
    for _number in range(count):
        cast.volunteer()
    Volunteer.objects.update(letters_per_week=7)


def letters_of_trials(pool: ThreadPoolExecutor, job: Callable[[HelpRequest], object]) -> list[int]:
    """Six at once for each request; how many letters each trial wrote."""
    written = []
    for _trial in range(TRIALS):
        row = cast.help_request()
        copies = [HelpRequest.objects.get(pk=row.pk) for _number in range(6)]
        came = at_once(pool, [lambda each=each: job(each) for each in copies])  # type: ignore[misc]
        assert set(came) == {"ok"}, came
        written.append(Letter.objects.filter(kind="invitation").count())
        Letter.objects.all().delete()
        Invitation.objects.all().delete()
    return written


def test_six_who_send_the_same_wave_write_it_once(pool: ThreadPoolExecutor) -> None:
    crowd(30)

    assert letters_of_trials(pool, lambda row: dispatch.send_wave(row, NOON)) == [10] * TRIALS


@pytest.mark.usefixtures("on_postgres")
def test_the_careless_way_writes_more_letters_so_the_test_above_can_fail(pool: ThreadPoolExecutor) -> None:
    crowd(30)

    written = letters_of_trials(pool, careless_wave)

    print(f"negative control: letters of {TRIALS} waves {written}")
    assert max(written) > 10


def test_sweeps_and_nudges_at_once_send_each_wave_once(pool: ThreadPoolExecutor) -> None:
    crowd(14)
    rows = [cast.help_request() for _number in range(3)]
    jobs: list[Callable[[], object]] = [lambda: clock.sweep(NOON)] * 3
    for row in rows:
        jobs.append(lambda row=row: clock.open_one(row, NOON))  # type: ignore[misc]

    came = at_once(pool, jobs)

    assert came == {"ok": 6}
    assert [row.invitations.count() for row in rows] == [10, 10, 10]
    assert set(Invitation.objects.values_list("wave", flat=True)) == {1}


def test_a_report_and_a_lapse_at_once_leave_one_truth(pool: ThreadPoolExecutor) -> None:
    for _trial in range(TRIALS):
        match = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)
        copy = Match.objects.get(pk=match.pk)

        came = at_once(
            pool,
            [
                lambda match=match: claims.done(match, "volunteer", NOON),  # type: ignore[misc]
                lambda copy=copy: silence.lapse(copy, NOON + 40 * HOUR),  # type: ignore[misc]
            ],
        )

        assert came == {"ok": 2}
        match.refresh_from_db()
        row = HelpRequest.objects.get(pk=match.help_request_id)
        assert (match.outcome, row.taken, row.status) in [
            (Outcome.DONE, 1, "done"), (Outcome.LAPSED, 0, "open"),
        ]  # fmt: skip


def test_of_two_yeses_on_the_phone_and_one_by_letter_one_holds(pool: ThreadPoolExecutor) -> None:
    for _trial in range(TRIALS):
        row = cast.help_request()
        by_letter, one, other = (cast.volunteer() for _number in range(3))
        (invitation,) = invite(row, [by_letter])

        came = at_once(
            pool,
            [
                lambda: claims.claim(invitation, NOON),  # noqa: B023
                lambda: calls.take_on(row, one, "staff:1", NOON),  # noqa: B023
                lambda: calls.take_on(row, other, "staff:2", NOON),  # noqa: B023
            ],
        )

        assert came == {"ok": 1, "AlreadyTaken": 2}
        assert row.matches.count() == 1
