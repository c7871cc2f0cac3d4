"""The outbox: what goes in once, and in which order it is taken out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from letters import kinds, ledger, outbox
from letters.models import LEASE, Letter, Status
from tests.cast import NOON
from tests.letters.conftest import Post

SECOND = timedelta(seconds=1)


def test_a_second_letter_for_the_same_purpose_is_left_out_in_silence(post: Post) -> None:
    row = uuid4()
    post(subject=row)
    outbox.post([outbox.letter("plain", row, now=NOON), outbox.letter("plain", uuid4(), now=NOON)])

    assert Letter.objects.filter(subject=row).count() == 1
    assert Letter.objects.count() == 2, "the one beside it went in"


def test_another_purpose_is_another_letter(post: Post) -> None:
    row = uuid4()
    post(subject=row)
    outbox.post([outbox.letter("plain", row, now=NOON, purpose="the reminder")])

    assert Letter.objects.filter(subject=row).count() == 2


def test_no_letter_of_an_unknown_kind_goes_in(db: None) -> None:
    with pytest.raises(KeyError):
        outbox.letter("no such kind", uuid4(), now=NOON)


def test_what_failed_to_be_committed_has_no_letter(post: Post) -> None:
    def post_and_break() -> None:
        with transaction.atomic():
            post()
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        post_and_break()

    assert not Letter.objects.exists()


def test_urgent_letters_go_first_then_the_oldest(post: Post) -> None:
    young, old = post(due_at=NOON - SECOND), post(due_at=NOON - 2 * SECOND)
    wave, urgent = post(priority=kinds.WAVE, due_at=NOON - 9 * SECOND), post("urgent")

    assert ledger.take(NOON) == [urgent, old, young, wave]


def test_a_letter_goes_when_it_is_due_and_not_a_second_before(post: Post) -> None:
    letter = post(due_at=NOON)

    assert ledger.take(NOON - SECOND) == []
    assert ledger.take(NOON) == [letter]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PENDING])
def test_only_what_waits_is_taken(post: Post, status: Status) -> None:
    letter = post()
    Letter.objects.update(status=status, sent_at=NOON, lease_until=NOON + LEASE)

    assert ledger.take(NOON) == []
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (status, 0)


def test_what_is_taken_is_leased_and_counted(post: Post) -> None:
    (letter,) = [post()]
    (taken,) = ledger.take(NOON)

    letter.refresh_from_db()
    assert (letter.status, letter.lease_until, letter.attempts) == (Status.SENDING, NOON + LEASE, 1)
    assert taken.attempts == 1


def test_two_takers_get_different_letters_and_none_is_left(post: Post) -> None:
    posted = {post().pk for _number in range(ledger.BATCH + 7)}

    first, second = ledger.take(NOON), ledger.take(NOON)

    assert len(first) == ledger.BATCH
    assert {letter.pk for letter in first} | {letter.pk for letter in second} == posted
    assert len(first) + len(second) == len(posted)


def test_a_lease_is_respected_until_it_runs_out(post: Post) -> None:
    letter = post()
    ledger.take(NOON)

    assert ledger.settle_left_behind(NOON + LEASE) == 0
    assert ledger.settle_left_behind(NOON + LEASE + SECOND) == 1

    letter.refresh_from_db()
    assert (letter.status, letter.lease_until) == (Status.PENDING, None)
    assert (letter.due_at, letter.problem, letter.attempts) == (NOON + LEASE + SECOND, "SenderDied", 1)
    assert ledger.settle_left_behind(NOON + 3 * LEASE) == 0


@pytest.mark.parametrize(
    "facts",
    [{"status": "sending"}, {"status": "sent"}, {"status": "lost"}],
    ids=lambda facts: facts["status"],
)
def test_the_database_refuses_impossible_letters(post: Post, facts: dict[str, str]) -> None:
    post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**facts)
