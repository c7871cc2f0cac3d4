"""Two requests that are one: the one is closed, the other goes on with all that belonged to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from callcentre.models import Call, CallTask, Direction, Reason
from callcentre.raising import raise_task
from letters.models import Letter
from matching import claims
from office.merging import CannotMerge, merge
from privacy.models import Event
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.office.test_acts import press, url
from volunteers.models import Volunteer


def into(closed: HelpRequest, kept: HelpRequest, *, with_list: bool = False) -> None:
    """Merge, as a coordinator does."""
    merge(closed, kept, with_list=with_list, by="staff:1", now=NOON)
    closed.refresh_from_db()
    kept.refresh_from_db()


def test_calls_and_worries_go_over_and_what_was_about_it_alone_is_settled(nadia: HelpRequest) -> None:
    kept = cast.help_request()
    call = Call.objects.create(direction=Direction.IN, started_at=NOON, help_request=nadia)
    for reason in (Reason.WORRY, Reason.NOBODY):
        raise_task(reason, nadia.uuid, due_at=NOON, now=NOON)

    into(nadia, kept)

    call.refresh_from_db()
    assert (nadia.status, kept.status, call.help_request) == (Status.CANCELLED, Status.OPEN, kept)
    worry, nobody = (CallTask.objects.get(reason=reason) for reason in (Reason.WORRY, Reason.NOBODY))
    assert (worry.subject, worry.settled_at) == (kept.uuid, None)
    assert (nobody.settled_at, nobody.result) == (NOON, "merged")
    assert {(each.action, each.subject) for each in Event.objects.filter(action__startswith="request.")} >= {
        ("request.merged", nadia.uuid), ("request.took_in", kept.uuid),
    }  # fmt: skip


def test_the_list_goes_over_once_and_only_if_it_is_wanted(nadia: HelpRequest) -> None:
    kept, second, third = (cast.help_request(notes=notes) for notes in ("pain", "pain", "thé"))

    into(nadia, kept)
    assert kept.notes == "pain"
    into(second, kept, with_list=True)
    assert kept.notes == "pain"
    into(third, kept, with_list=True)
    assert kept.notes == "pain\nthé"


def test_a_list_that_would_be_cut_is_refused_and_nothing_changes(nadia: HelpRequest) -> None:
    kept = cast.help_request(notes="x" * 1990)

    with pytest.raises(CannotMerge):
        into(nadia, kept, with_list=True)

    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN


def test_the_one_with_a_volunteer_is_kept(nadia: HelpRequest, victor: Volunteer) -> None:
    other = cast.help_request()
    claims.claim(invite(nadia, [victor])[0], NOON)

    with pytest.raises(CannotMerge):
        into(nadia, other)
    nadia.refresh_from_db()
    assert nadia.status == Status.MATCHED
    assert not Letter.objects.filter(kind="no_longer_needed").exists()

    into(other, nadia)
    assert (other.status, nadia.status) == (Status.CANCELLED, Status.MATCHED)


def test_where_both_have_one_the_volunteer_of_the_closed_one_is_told(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    other = cast.help_request()
    mine = claims.claim(invite(nadia, [victor])[0], NOON)
    claims.claim(invite(other, [cast.volunteer()])[0], NOON)

    into(nadia, other)

    assert [each.subject for each in Letter.objects.filter(kind="no_longer_needed")] == [mine.uuid]


@pytest.mark.parametrize("which", ["itself", "ended", "unknown", "letters", ""])
def test_what_cannot_be_merged_is_said_beside_the_field(desk: Client, nadia: HelpRequest, which: str) -> None:
    ended = cast.help_request()
    into(ended, cast.help_request())
    typed = {"itself": nadia.reference, "ended": ended.reference, "unknown": "000000"}.get(which, which)

    page = press(desk, nadia, "merge", other=typed)

    assert nadia.status == Status.OPEN
    assert "errorlist" in page
    assert f'value="{typed}"' in page or not typed


def test_the_page_offers_requests_of_the_same_number_and_merges(desk: Client, nadia: HelpRequest) -> None:
    kept, stranger = cast.help_request(), cast.help_request(phone="+3225120001")
    page = desk.get(url(nadia, "merge")).content.decode()
    assert kept.spoken_reference in page
    assert stranger.spoken_reference not in page

    press(desk, nadia, "merge", other=kept.spoken_reference, with_list="on")

    assert nadia.status == Status.CANCELLED


def test_one_that_has_ended_meanwhile_is_not_merged(nadia: HelpRequest) -> None:
    first, second = cast.help_request(), cast.help_request()
    into(nadia, first)

    with pytest.raises(IllegalMove):
        into(nadia, second)

    facts: dict[str, Any] = {"action": "request.took_in", "subject": second.uuid}
    assert not Event.objects.filter(**facts, at__gte=NOON - timedelta(days=1)).exists()
