"""Two operators act for one caller at the same moment: it is done once, and stands in the books once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from callcentre import for_caller
from letters.models import Letter
from matching import claims
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.race.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
HANDS, TRIALS = 8, 4


def _done(phone: str) -> HelpRequest:
    now = timezone.now()
    row = cast.help_request(now=now - timedelta(hours=9), phone=phone)
    match = claims.claim(cast.invite(row, [cast.volunteer(now=now)])[0], now - timedelta(hours=8))
    claims.done(match, "volunteer", now - timedelta(hours=5))
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("code", for_caller.BY_CODE)
def test_of_eight_operators_one_does_it(pool: ThreadPoolExecutor, code: str) -> None:
    now = timezone.now()
    for trial in range(TRIALS):
        phone = f"+3247099{trial:04d}"
        is_done = code in ("well", "nobody_came")
        row = _done(phone) if is_done else cast.help_request(now=now, phone=phone, email="n@example.org")
        jobs = [partial(for_caller.do, code, row, f"staff:{hand}", now) for hand in range(HANDS)]

        assert at_once(pool, jobs) == {"ok": HANDS}
        assert Event.objects.filter(action=f"caller.{code}", subject=row.uuid).count() == 1


def test_a_yes_and_a_cancellation_at_the_same_moment_end_in_a_cancelled_request(
    pool: ThreadPoolExecutor,
) -> None:
    now = timezone.now()
    for trial in range(TRIALS):
        row = cast.help_request(now=now, phone=f"+3247099{trial:04d}")
        (invitation,) = cast.invite(row, [cast.volunteer(now=now)])
        cancel = partial(for_caller.do, "cancel", row, "staff:1", now)

        came = at_once(pool, [cancel, partial(claims.claim, invitation, now)])

        assert set(came) <= {"ok", "AlreadyTaken"}
        row.refresh_from_db()
        assert row.status == Status.CANCELLED
        matches = [each.uuid for each in row.matches.all()]
        assert Letter.objects.filter(kind="no_longer_needed", subject__in=matches).count() == len(matches)
