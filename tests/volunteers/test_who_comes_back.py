"""Who was blocked or left while held back does not come back unseen; nobody honest is taken for him."""

from collections.abc import Callable

import pytest

from matching import endings, reports
from matching.report_rows import Verdict
from privacy.models import Event
from tests import cast
from tests.cast import NOON
from tests.matching.reporting import active, again, by_her, met, settle
from tests.volunteers.stopped import (
    EMAIL,
    OTHER_EMAIL,
    OTHER_PHONE,
    PHONE,
    STOPPED,
    blocked,
    change_email,
    hugo,
    left_while_held,
)
from volunteers import holding, listed, membership, wishes
from volunteers.models import Return, Status, Trace, Volunteer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stop", STOPPED)
@pytest.mark.parametrize("shares", ["phone", "email"])
def test_who_comes_back_with_phone_or_address_is_held_back(stop: Callable[[], None], shares: str) -> None:
    stop()
    if stop is blocked and shares == "email":
        assert membership.find_by_email(EMAIL), "his row is there: nobody else can register with it"
        return
    has_phone = shares == "phone"
    new = cast.volunteer(phone=PHONE if has_phone else OTHER_PHONE, email=OTHER_EMAIL if has_phone else EMAIL)

    assert (new.status, bool(new.held_back_at)) == (Status.ACTIVE, True)
    assert not active(new).exists()
    assert new.returns.open().get().shares == shares
    assert list(Event.objects.filter(action__startswith="return.").values_list("subject", flat=True)) == [
        new.uuid
    ]


def honest_leaver() -> None:
    endings.volunteer_leaves(hugo(), NOON)


def cleared() -> None:
    """Reported, found nothing in it, and then he goes."""
    gone = hugo()
    row = by_her(met(cast.help_request(), gone))
    settle(row, Verdict.NOTHING)
    endings.volunteer_leaves(gone, NOON)


def cleared_when_he_had_left() -> None:
    gone = hugo()
    row = by_her(met(cast.help_request(), gone))
    endings.volunteer_leaves(gone, NOON)
    settle(row, Verdict.NOTHING)


@pytest.mark.parametrize("leave", [honest_leaver, cleared, cleared_when_he_had_left])
def test_of_who_was_not_stopped_no_trace_is_kept(leave: Callable[[], None]) -> None:
    leave()
    new = cast.volunteer(phone=PHONE, email=EMAIL)

    assert not Trace.objects.exists()
    assert new.held_back_at is None
    assert active(new).exists()


@pytest.mark.parametrize("stop", STOPPED)
def test_an_honest_newcomer_is_not_held_back(stop: Callable[[], None]) -> None:
    stop()
    new = cast.volunteer(phone=OTHER_PHONE, email=OTHER_EMAIL)

    assert new.held_back_at is None
    assert active(new).exists()
    assert not Event.objects.filter(action__startswith="return.").exists()


def test_who_comes_by_a_list_is_held_back_once_he_has_confirmed() -> None:
    blocked()
    listed.enter([cast.sign_up(phone=PHONE, email=OTHER_EMAIL)], source="Croix", by="staff:1", now=NOON)
    new = membership.find_by_email(OTHER_EMAIL)
    assert new
    assert new.held_back_at is None, "nobody has confirmed that it is he"

    membership.confirm(new, NOON)

    assert again(new).held_back_at == NOON


@pytest.mark.parametrize(
    "change",
    [
        lambda each: wishes.change_phone(each, PHONE, NOON),
        lambda each: change_email(each, EMAIL),
    ],
)
def test_another_phone_or_address_on_his_page_is_the_same(
    victor: Volunteer, change: Callable[[Volunteer], object]
) -> None:
    wishes.change_phone(victor, OTHER_PHONE, NOON)
    change_email(victor, OTHER_EMAIL)
    left_while_held()
    assert again(victor).held_back_at is None

    change(victor)

    assert again(victor).held_back_at == NOON
    assert not active(victor).exists()


def test_a_second_account_that_is_there_already_waits_with_the_block() -> None:
    second, neighbour = cast.volunteer(phone=PHONE), cast.volunteer()

    blocked()

    assert again(second).held_back_at == NOON
    assert again(neighbour).held_back_at is None


def test_a_report_holds_back_nobody_else_who_is_there(victor: Volunteer) -> None:
    wife = cast.volunteer(phone=victor.phone)

    by_her(met(cast.help_request(), victor))

    assert again(victor).held_back_at
    assert again(wife).held_back_at is None


def test_each_of_two_reasons_has_its_own_end() -> None:
    blocked()
    for first in ("report", "return"):
        new = cast.volunteer(phone=OTHER_PHONE)
        row = by_her(met(cast.help_request(), new))
        wishes.change_phone(new, PHONE, NOON)
        for end in (first, "return" if first == "report" else "report"):
            assert again(new).held_back_at
            if end == "report":
                settle(row, Verdict.NOTHING)
            else:
                reports.not_the_same(new, by="staff:1", now=NOON)
        assert again(new).held_back_at is None
        assert not new.traces.exists()
        wishes.change_phone(new, "+32470222000", NOON)  # or the second of them would share it


def test_whom_a_coordinator_lets_help_is_not_held_back_again_for_the_same() -> None:
    left_while_held()
    new = cast.volunteer(phone=PHONE)
    reports.not_the_same(new, by="staff:1", now=NOON)
    assert again(new).held_back_at is None
    assert active(new).exists()

    wishes.change_phone(new, OTHER_PHONE, NOON)
    wishes.change_phone(new, PHONE, NOON)
    holding.look(new, NOON)
    assert again(new).held_back_at is None

    change_email(new, EMAIL)
    assert again(new).held_back_at, "another trace is another question"
    assert Event.objects.filter(action="return.settled", actor="staff:1", subject=new.uuid).count() == 1


def test_who_is_let_help_is_found_by_nobody_and_blocked_he_is() -> None:
    blocked()
    new = cast.volunteer(phone=PHONE, email=OTHER_EMAIL)
    reports.not_the_same(new, by="staff:1", now=NOON)
    assert cast.volunteer(email="third@example.net").held_back_at is None
    assert not new.traces.exists()

    endings.block_volunteer(new, by="staff:1", now=NOON)

    assert not Return.objects.open().exists()
    assert set(new.traces.values_list("value", flat=True)) == {new.phone_index, new.email_index}


def test_of_several_with_the_same_phone_he_is_measured_by_the_first() -> None:
    first = hugo()
    endings.block_volunteer(first, by="staff:1", now=NOON)
    second, third = cast.volunteer(phone=PHONE), cast.volunteer(phone=PHONE)

    assert [each.returns.get().trace.volunteer for each in (second, third)] == [first, first]
