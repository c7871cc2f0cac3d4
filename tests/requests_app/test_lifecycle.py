"""The life of a request: the moves it may make, and that it makes no other."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from requests_app import erasure, lifecycle
from requests_app.lifecycle import IllegalMove
from requests_app.models import ENDED, HelpRequest, Hold, Status, StatusChange
from tests import cast
from tests.cast import NOON
from tests.privacy.test_crypto import raw

HELD, OPEN, REFERRED, MATCHED, DONE, CANCELLED, EXPIRED = Status
ALLOWED = {
    (HELD, OPEN), (HELD, CANCELLED),
    (OPEN, HELD), (OPEN, MATCHED), (OPEN, REFERRED), (OPEN, CANCELLED), (OPEN, EXPIRED),
    (REFERRED, DONE), (REFERRED, OPEN), (REFERRED, CANCELLED),
    (MATCHED, DONE), (MATCHED, OPEN), (MATCHED, CANCELLED),
    (DONE, OPEN),
}  # fmt: skip
PAIRS = [(seen, to) for seen in Status for to in Status]
FACTS: dict[Status, dict[str, Any]] = {
    HELD: {"hold": Hold.STAFF},
    OPEN: {"next_wave_at": NOON},
    MATCHED: {"taken": 1},
}
LATER = NOON + timedelta(hours=1)


def standing_at(status: Status) -> HelpRequest:
    """A request that has come as far as this."""
    made = cast.help_request()
    ended = {"ended_at": NOON, "next_wave_at": None} if status in ENDED else {}
    HelpRequest.objects.filter(pk=made.pk).update(status=status, **FACTS.get(status, {}), **ended)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(("seen", "to"), PAIRS, ids=lambda status: str(status.value))
def test_every_move_is_in_the_table_or_refused_with_nothing_changed(
    db: None, seen: Status, to: Status
) -> None:
    made = standing_at(seen)
    before, diary = raw(HelpRequest, made.pk), StatusChange.objects.count()

    if (seen, to) not in ALLOWED:
        with pytest.raises(IllegalMove):
            lifecycle.move(made, to, by="staff:1", now=LATER, **FACTS.get(to, {}))
        assert raw(HelpRequest, made.pk) == before
        assert StatusChange.objects.count() == diary
        assert made.status == seen
        return

    lifecycle.move(made, to, by="staff:1", now=LATER, **FACTS.get(to, {}))
    stored = HelpRequest.objects.get(pk=made.pk)
    assert made.status == stored.status == to
    assert (stored.ended_at, stored.next_wave_at is None) == ((LATER, True) if to in ENDED else (None, False))
    last = made.diary.last()
    assert last
    assert (last.old, last.new, last.by, last.at) == (seen, to, "staff:1", LATER)


@pytest.mark.once
def test_the_house_has_the_table_that_is_written_here() -> None:
    assert {(seen, to) for seen, targets in lifecycle.MOVES.items() for to in targets} == ALLOWED


def test_of_two_who_act_on_what_they_both_saw_the_second_is_told(nadia: HelpRequest) -> None:
    stale = HelpRequest.objects.get(pk=nadia.pk)
    lifecycle.move(nadia, Status.CANCELLED, by="requester", now=NOON)

    with pytest.raises(IllegalMove, match="no longer"):
        lifecycle.move(stale, Status.REFERRED, by="staff:1", now=LATER)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.ended_at) == (Status.CANCELLED, NOON)
    assert [each.new for each in nadia.diary.all()] == [Status.OPEN, Status.CANCELLED]


def test_the_facts_of_a_move_come_with_it_or_not_at_all(nadia: HelpRequest) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        lifecycle.move(nadia, Status.MATCHED, by="staff:1", now=NOON)

    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN
    assert nadia.diary.count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "lost"},
        {"taken": 2},
        {"taken": -1},
        {"places": 0},
        {"status": "matched"},
        {"status": "done"},
        {"status": "cancelled"},
        {"ended_at": NOON},
        {"status": "held"},
        {"lat": None},
        {"lat": 91.0},
        {"reference": None},
    ],
    ids=str,
)
def test_the_database_refuses_impossible_requests(nadia: HelpRequest, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.filter(pk=nadia.pk).update(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"taken": 1},
        {"status": "matched", "taken": 1},
        {"status": "done", "ended_at": NOON},
        {"status": "held", "hold": "staff"},
        {"places": 3, "taken": 2},
    ],
    ids=str,
)
def test_the_database_takes_possible_ones(nadia: HelpRequest, facts: dict[str, Any]) -> None:
    assert HelpRequest.objects.filter(pk=nadia.pk).update(**facts) == 1


@pytest.mark.parametrize("status", ENDED)
def test_thirty_days_after_its_end_a_request_is_nobodys(db: None, status: Status) -> None:
    made = cast.help_request(email="nadia@example.org", asked_by="Karim")
    HelpRequest.objects.update(status=status, ended_at=NOON)
    month = timedelta(days=30)

    assert erasure.forget_ended(NOON + month - timedelta(seconds=1)) == 0
    assert HelpRequest.objects.get().name == "Nadia Zephirine"
    assert erasure.forget_ended(NOON + month) == 1

    row = raw(HelpRequest, made.pk)
    for name in ("name", "phone", "phone_index", "email", "street", "notes", "asked_by", "code_word"):
        assert row[name] == "", name
    for name in ("form_key", "lat", "lon", "located_at"):
        assert row[name] is None, name
    assert (row["postcode"], row["kind"], row["reference"]) == ("1050", "groceries", made.reference)
    assert erasure.forget_ended(NOON + 2 * month) == 0


@pytest.mark.parametrize("status", [status for status in Status if status not in ENDED])
def test_what_has_not_ended_is_never_forgotten(db: None, status: Status) -> None:
    standing_at(status)

    assert erasure.forget_ended(NOON + timedelta(days=3650)) == 0
