"""A request that moves is asked for where it lies now."""

from datetime import UTC, datetime, timedelta

import pytest

from geo.points import Place
from letters.models import Letter
from letters.models import Status as LetterStatus
from letters.send import deliver
from matching import clock, dispatch, moves
from requests_app.models import Status
from tests import cast
from tests.cast import LEUVEN, NOON, invite
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven in Brussels
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


def test_a_request_that_moves_is_asked_for_where_it_lies_now(victor: Volunteer, wim: Volunteer) -> None:
    row = cast.help_request()
    dispatch.send_wave(row, NOON)
    assert [each.volunteer for each in row.invitations.all()] == [victor]

    moves.move_to(row, "3000", "Bondgenotenlaan 1", by="staff:1", now=NOON)
    clock.sweep(NOON)

    row.refresh_from_db()
    assert (row.postcode, row.street, row.status) == ("3000", "Bondgenotenlaan 1", Status.OPEN)
    assert [each.volunteer for each in row.invitations.all()] == [wim]
    deliver(lambda: NOON)
    sent = Letter.objects.filter(kind="invitation", status=LetterStatus.SENT)
    assert [each.subject for each in sent] == [row.invitations.get().uuid]


def test_who_was_written_to_before_a_move_sees_how_far_it_is_now(victor: Volunteer) -> None:
    row = cast.help_request()
    (asked,) = invite(row, [victor])
    assert asked.km_now
    assert asked.km_now < 1

    row.place_at(Place(LEUVEN, "house", "test"), NOON)
    row.save()

    asked.refresh_from_db()
    assert asked.km_now > 20
