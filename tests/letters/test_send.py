"""What becomes of a letter: sent, later, refused, dead or no longer needed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from letters import ledger, send
from letters.models import LADDER, LEASE, Letter, Status
from tests.cast import NOON
from tests.letters.conftest import Post, Server


def at(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def fate(letter: Letter) -> tuple[str, int, str]:
    letter.refresh_from_db()
    return letter.status, letter.attempts, letter.problem


def test_a_letter_is_sent_once(post: Post) -> None:
    letter = post()

    assert send.deliver(at(NOON)).letters == 1
    assert send.deliver(at(NOON)).letters == 0

    assert fate(letter) == (Status.SENT, 1, "")
    assert (letter.sent_at, letter.lease_until) == (NOON, None)
    (sent,) = mail.outbox
    assert sent.to == [f"{letter.subject.hex}@example.org"]
    assert sent.extra_headers["Message-ID"].startswith(f"<{letter.uuid}@")


def test_each_temporary_failure_makes_it_wait_longer_until_it_is_given_up(
    post: Post, serve: Callable[..., Server]
) -> None:
    letter, now = post(), NOON
    serve(*[SMTPDataError(451, b"later")] * 20)
    waits = []
    for _attempt in LADDER:
        assert send.deliver(at(now)).letters == 1
        assert fate(letter)[0] == Status.PENDING
        assert send.deliver(at(letter.due_at - timedelta(seconds=1))).letters == 0
        waits.append(letter.due_at - now)
        now = letter.due_at

    assert waits == LADDER == sorted(LADDER)
    assert send.deliver(at(now)).letters == 1
    assert fate(letter) == (Status.DEAD, len(LADDER) + 1, "SMTPDataError")
    assert send.deliver(at(now + timedelta(days=30))).letters == 0


def test_a_letter_that_goes_at_the_last_attempt_is_sent(post: Post, serve: Callable[..., Server]) -> None:
    letter = post(attempts=len(LADDER))
    serve()

    send.deliver(at(NOON))

    assert fate(letter)[0] == Status.SENT


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SMTPDataError(554, b"no"), Status.FAILED),
        (SMTPDataError(500, b"no"), Status.FAILED),
        (SMTPDataError(499, b"later"), Status.PENDING),
        (SMTPRecipientsRefused({"a": (550, b"nobody")}), Status.FAILED),
        (SMTPRecipientsRefused({"a": (450, b"full")}), Status.PENDING),
        (OSError("disk"), Status.PENDING),
        (ValueError("odd"), Status.PENDING),
    ],
)
def test_a_final_no_stops_at_once_and_anything_else_waits(
    post: Post, serve: Callable[..., Server], error: Exception, status: Status
) -> None:
    letter = post()
    serve(error)

    send.deliver(at(NOON))

    assert fate(letter) == (status, 1, type(error).__name__)


def test_the_name_of_the_problem_is_kept_and_never_its_text(
    post: Post, serve: Callable[..., Server], caplog: Any
) -> None:
    letter = post()
    serve(SMTPRecipientsRefused({"victor@example.org": (550, b"no victor@example.org here")}))

    send.deliver(at(NOON))

    assert fate(letter)[2] == "SMTPRecipientsRefused"
    assert "victor" not in caplog.text
    assert str(letter.uuid) in caplog.text


def test_one_poisonous_letter_does_not_stop_the_others(post: Post) -> None:
    before, poison, after = post(), post("poison"), post()
    unknown = post()
    Letter.objects.filter(pk=unknown.pk).update(kind="of an app that is gone")

    assert send.deliver(at(NOON)).letters == 4

    assert fate(before)[0] == fate(after)[0] == Status.SENT
    assert fate(poison) == (Status.PENDING, 1, "ZeroDivisionError")
    assert fate(unknown) == (Status.PENDING, 1, "KeyError")


def test_a_refused_recipient_does_not_stop_the_others(post: Post, serve: Callable[..., Server]) -> None:
    refused, fine = post(), post()
    server = serve(SMTPRecipientsRefused({"a": (550, b"nobody")}))

    send.deliver(at(NOON))

    assert (fate(refused)[0], fate(fine)[0]) == (Status.FAILED, Status.SENT)
    assert len(server.got) == 1


@pytest.mark.parametrize("error", [SMTPServerDisconnected("x"), ConnectionResetError(), TimeoutError()])
def test_when_the_server_is_gone_the_rest_waits_as_if_it_had_not_been_taken(
    post: Post, serve: Callable[..., Server], error: Exception
) -> None:
    sent, lost, third, fourth = post(), post(), post(attempts=2), post()
    serve(None, error)

    assert send.deliver(at(NOON)).letters == 4

    assert fate(sent)[0] == Status.SENT
    assert fate(lost) == (Status.PENDING, 1, type(error).__name__)
    assert lost.due_at == NOON + LADDER[0]
    assert fate(third) == (Status.PENDING, 2, "")
    assert fate(fourth) == (Status.PENDING, 0, "")
    assert third.due_at == fourth.due_at == NOON
    assert fourth.lease_until is None


def test_a_letter_without_sense_or_too_late_is_cancelled_and_not_sent(post: Post) -> None:
    gone, late, in_time = post("gone"), post(valid_until=NOON), post(valid_until=NOON + timedelta(seconds=1))

    send.deliver(at(NOON))

    assert fate(gone)[0] == fate(late)[0] == Status.CANCELLED
    assert fate(in_time)[0] == Status.SENT
    assert len(mail.outbox) == 1


def test_a_letter_says_what_is_true_when_it_goes_not_when_it_was_posted(
    post: Post, register: Callable[..., None]
) -> None:
    seen: list[UUID] = []
    register("late", lambda subject: seen.append(subject))
    letter = post("late")
    assert seen == []

    send.deliver(at(NOON))

    assert seen == [letter.subject]


def test_what_its_sender_died_over_goes_out_with_the_same_message_id(post: Post) -> None:
    letter = post()
    ledger.take(NOON)
    ledger.settle_left_behind(NOON + timedelta(minutes=6))
    send.deliver(at(NOON + timedelta(minutes=6)))

    assert fate(letter) == (Status.SENT, 2, "")
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{letter.uuid}@")


def test_a_settled_letter_is_not_settled_again_by_a_slow_sender(post: Post) -> None:
    letter = post()
    (slow,) = ledger.take(NOON)
    Letter.objects.update(status=Status.CANCELLED, lease_until=None)

    ledger.settle(slow, Status.SENT, sent_at=NOON)

    assert fate(letter)[0] == Status.CANCELLED


def test_a_sender_whose_lease_has_run_out_settles_nothing_that_another_has_taken(post: Post) -> None:
    letter = post()
    (slow,) = ledger.take(NOON)
    later = NOON + LEASE + timedelta(seconds=1)
    ledger.settle_left_behind(later)
    (quick,) = ledger.take(later)

    ledger.settle(slow, Status.SENT, sent_at=later)
    ledger.give_back([slow])
    assert fate(letter)[0] == Status.SENDING

    ledger.settle(quick, Status.SENT, sent_at=later)
    assert fate(letter) == (Status.SENT, 2, "SenderDied")
