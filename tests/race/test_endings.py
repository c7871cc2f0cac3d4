"""Yes, no and never mind at the same moment: no deadlock, no ghost, no letter too many."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from matching import claims, dispatch, endings
from matching.models import Invitation, Match
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once
from volunteers.models import Status as VolunteerStatus
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 12


def test_cancel_and_done_at_once_wait_for_each_other_in_no_ring(pool: ThreadPoolExecutor) -> None:
    for _trial in range(TRIALS):
        request = cast.help_request()
        match = claims.claim(invite(request, [cast.volunteer()])[0], NOON)
        request.refresh_from_db()

        came = at_once(
            pool,
            [
                lambda request=request: endings.cancel(request, by="requester", now=NOON),  # type: ignore[misc]
                lambda match=match: claims.done(match, "volunteer", NOON),  # type: ignore[misc]
            ],
        )

        assert set(came) <= {"ok", "IllegalMove"}
        request.refresh_from_db()
        assert request.has_ended
        assert not Match.objects.live().filter(help_request=request).exists()


def test_nobody_who_leaves_at_the_moment_of_the_yes_is_waited_for(pool: ThreadPoolExecutor) -> None:
    for _trial in range(TRIALS):
        volunteer = cast.volunteer()
        (invitation,) = invite(cast.help_request(), [volunteer])

        at_once(
            pool,
            [
                lambda each=invitation: claims.claim(each, NOON),  # type: ignore[misc]
                lambda each=volunteer: endings.volunteer_leaves(each, NOON),  # type: ignore[misc]
            ],
        )

    assert Volunteer.objects.filter(status=VolunteerStatus.LEFT).count() == TRIALS
    assert not Match.objects.live().exists()
    assert set(HelpRequest.objects.values_list("status", flat=True)) == {Status.OPEN}


def test_eight_waves_at_once_write_no_more_letters_than_the_week_has(
    pool: ThreadPoolExecutor, victor: Volunteer
) -> None:
    requests = [cast.help_request() for _number in range(8)]

    came = at_once(pool, [lambda each=each: dispatch.send_wave(each, NOON) for each in requests])  # type: ignore[misc]

    assert came == {"ok": 8}
    assert Invitation.objects.filter(volunteer=victor).count() == victor.letters_per_week
