"""Two requests that are one: the one is closed, the other goes on with all that belonged to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from callcentre import due, telling
from callcentre.models import Call, CallTask, Direction, Reason
from callcentre.raising import raise_task
from letters.models import Letter
from matching import claims, endings
from office.merging import CannotMerge, merge
from privacy.models import Event
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.callcentre.at_work import AtWork
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


def test_the_person_is_rung_and_told_what_counts_now(nadia: HelpRequest) -> None:
    kept = cast.help_request()
    into(nadia, kept)

    due.settle_up(NOON)

    task = CallTask.objects.open().get(reason=Reason.TELL)
    assert task.subject == nadia.uuid
    ines = AtWork()
    CallTask.objects.update(due_at=NOON)
    page = ines.send("take", task)
    nadia_words = nadia.code_word
    assert kept.spoken_reference in page
    assert kept.code_word in page
    assert nadia_words == kept.code_word or nadia_words not in page
    shown = Event.objects.filter(action="number.revealed", detail__task=str(task.uuid))
    assert {each.subject for each in shown} == {nadia.uuid, kept.uuid}
    endings.cancel(kept, by="requester", now=NOON)
    due.settle_up(NOON)
    assert not CallTask.objects.open().filter(reason=Reason.TELL).exists()


def test_who_rang_from_another_number_is_not_told_the_word_of_the_other(nadia: HelpRequest) -> None:
    kept = cast.help_request(phone="+3225129901", name="Sam Peeters")
    into(nadia, kept)
    due.settle_up(NOON)

    page = AtWork().send("take", CallTask.objects.open().get(reason=Reason.TELL))

    assert "Sam" in page
    assert kept.code_word not in page
    assert kept.spoken_reference not in page


def test_her_page_says_that_it_goes_on_and_nothing_of_the_other(client: Client, nadia: HelpRequest) -> None:
    kept = cast.help_request()
    into(nadia, kept)
    translation.activate("en")
    page = client.get(reverse("requests:own", args=[nadia.token()])).content.decode()

    assert "Your request goes on" in page
    assert "no longer count" in page
    assert "It was cancelled" not in page
    for told in (kept.reference, kept.spoken_reference, kept.code_word, kept.token()):
        assert told not in page
    assert "put both together" in telling.sentence(nadia, [], "en")

    endings.cancel(kept, by="requester", now=NOON)
    nadia.refresh_from_db()
    page = client.get(reverse("requests:own", args=[nadia.token()])).content.decode()
    assert "It was cancelled" in page


def test_of_three_made_one_the_first_goes_on_as_the_last(nadia: HelpRequest) -> None:
    second, third = cast.help_request(), cast.help_request()
    into(nadia, second)
    into(second, third)

    nadia.refresh_from_db()
    assert nadia.goes_on == third


def test_both_are_shown_before_two_are_made_one(desk: Client, nadia: HelpRequest) -> None:
    kept = cast.help_request()
    stranger = cast.help_request(
        phone="+3225120001", name="Willem Peeters", street="Meir 1", postcode="2000", kind="chemist"
    )

    same = press(desk, nadia, "merge", other=kept.reference)
    strange = press(desk, nadia, "merge", other=stranger.reference)
    taken = press(desk, nadia, "merge", other=stranger.reference, same=kept.reference)

    assert nadia.status == Status.OPEN
    assert "same phone, same address, similar name" in same
    assert f'value="{kept.reference}"' in same.partition('name="same"')[2][:200]
    for page in (strange, taken):
        assert "neither phone nor address nor name" in page
        assert "W… P…" in page
        assert "Willem" not in page


@pytest.mark.parametrize("which", ["itself", "ended", "unknown", "letters", ""])
def test_what_cannot_be_merged_is_said_beside_the_field(desk: Client, nadia: HelpRequest, which: str) -> None:
    ended = cast.help_request()
    into(ended, cast.help_request())
    typed = {"itself": nadia.reference, "ended": ended.reference, "unknown": "000000"}.get(which, which)

    page = press(desk, nadia, "merge", other=typed, same=typed)

    assert nadia.status == Status.OPEN
    assert "errorlist" in page
    assert f'value="{typed}"' in page or not typed


def test_the_page_offers_requests_of_the_same_number_and_merges(desk: Client, nadia: HelpRequest) -> None:
    kept, stranger = cast.help_request(), cast.help_request(phone="+3225120001")
    page = desk.get(url(nadia, "merge")).content.decode()
    assert kept.spoken_reference in page
    assert stranger.spoken_reference not in page

    press(desk, nadia, "merge", other=kept.spoken_reference, with_list="on", same=kept.reference)

    assert nadia.status == Status.CANCELLED


def test_one_that_has_ended_meanwhile_is_not_merged(nadia: HelpRequest) -> None:
    first, second = cast.help_request(), cast.help_request()
    into(nadia, first)

    with pytest.raises(IllegalMove):
        into(nadia, second)

    facts: dict[str, Any] = {"action": "request.took_in", "subject": second.uuid}
    assert not Event.objects.filter(**facts, at__gte=NOON - timedelta(days=1)).exists()
