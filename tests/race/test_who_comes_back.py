"""A yes at the moment at which a volunteer takes the number of somebody who was blocked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from matching import claims, endings, reports
from matching.report_rows import Side, Verdict, What
from privacy.models import Event
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once
from volunteers import wishes
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("on_postgres")
def test_a_yes_is_there_before_the_hold_or_is_refused(pool: ThreadPoolExecutor) -> None:
    gone = cast.volunteer()
    endings.block_volunteer(gone, by="staff:1", now=NOON)
    yeses = 0
    for _number in range(20):
        new = cast.volunteer()
        asked = invite(cast.help_request(), [new])[0]

        came = at_once(
            pool,
            [
                lambda asked=asked: claims.claim(asked, NOON),  # type: ignore[misc]
                lambda new=new: wishes.change_phone(new, gone.phone, NOON),  # type: ignore[misc]
            ],
        )

        assert set(came) <= {"ok", "HeldBack"}
        held = Event.objects.get(action="return.phone", subject=new.uuid)
        yes = Event.objects.filter(action="contact.revealed", subject=asked.help_request.uuid).first()
        assert yes is None or yes.pk < held.pk
        yeses += yes is not None
        assert Volunteer.objects.get(pk=new.pk).held_back_at == NOON
    print(f"20 yeses beside a change of number: {yeses} stood")


@pytest.mark.usefixtures("on_postgres")
def test_both_reasons_settled_at_once_leave_hold_and_rows_agreed(pool: ThreadPoolExecutor) -> None:
    gone = cast.volunteer()
    endings.block_volunteer(gone, by="staff:1", now=NOON)
    for _number in range(12):
        new = cast.volunteer()
        match = claims.claim(invite(cast.help_request(), [new])[0], NOON)
        row = reports.report(match, Side.PERSON, What.MONEY, "", NOON)
        wishes.change_phone(new, gone.phone, NOON)

        came = at_once(
            pool,
            [
                lambda row=row: reports.close(row, Verdict.NOTHING, by="staff:1", now=NOON),  # type: ignore[misc]
                lambda new=new: reports.not_the_same(new, by="staff:2", now=NOON),  # type: ignore[misc]
            ],
        )

        assert came == {"ok": 2}
        new.refresh_from_db()
        assert new.held_back_at is None, "whoever came second freed him"
        assert not new.traces.exists()


@pytest.mark.usefixtures("on_postgres")
def test_blocked_while_he_says_yes_with_a_second_account(pool: ThreadPoolExecutor) -> None:
    for _number in range(12):
        first = cast.volunteer()
        second = cast.volunteer(phone=first.phone)
        request = cast.help_request()
        claims.claim(invite(request, [first])[0], NOON)
        asked = invite(request, [second])[0]

        came = at_once(
            pool,
            [
                lambda first=first: endings.block_volunteer(first, by="staff:1", now=NOON),  # type: ignore[misc]
                lambda asked=asked: claims.claim(asked, NOON),  # type: ignore[misc]
            ],
        )

        assert set(came) <= {"ok", "HeldBack", "AlreadyTaken"}, "no deadlock"
        second.refresh_from_db()
        assert second.held_back_at == NOON
