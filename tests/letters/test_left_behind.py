"""What a dead sender leaves: one letter of which nobody knows, and those behind it that were never tried."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from letters import kinds, ledger, send, transport
from letters.models import LEASE, Letter, Status
from letters.transport import Draft, Outcome
from tests.cast import NOON
from tests.letters.conftest import Post, Server
from tests.letters.test_send import at, fate

LATER = NOON + LEASE + timedelta(seconds=1)
DieAt = Callable[[int], Server]


class Killed(BaseException):
    """As a SIGKILL would end it: nobody writes anything down any more."""


class Deadly(Server):
    """Takes every letter; over one, by its number from 0, the sender dies before it hears the yes."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def send_messages(self, messages: list[Any]) -> int:
        super().send_messages(messages)
        if len(self.got) > self.number:
            raise Killed
        return len(messages)


@pytest.fixture
def die_at(monkeypatch: pytest.MonkeyPatch) -> DieAt:
    """Send until the letter of a number, and die over it."""

    def until(number: int) -> Server:
        server = Deadly(number)
        monkeypatch.setattr(send, "get_connection", lambda: server)
        with pytest.raises(Killed):
            send.deliver(at(NOON))
        return server

    return until


def test_those_behind_the_one_under_way_wait_as_if_they_had_not_been_taken(post: Post, die_at: DieAt) -> None:
    gone, doubtful, *untried = [post(attempts=2) for _number in range(5)]
    die_at(1)

    assert ledger.settle_left_behind(LATER) == 4

    assert fate(gone)[0] == Status.SENT
    assert fate(doubtful) == (Status.PENDING, 3, "SenderDied")
    assert {fate(each) for each in untried} == {(Status.PENDING, 2, "")}
    assert {each.due_at for each in untried} == {NOON}


def test_only_the_one_under_way_waits_for_the_providers_word(
    post: Post, die_at: DieAt, settings: Any
) -> None:
    settings.MAIL_EVENTS = True
    doubtful, *untried = [post() for _number in range(4)]
    die_at(0)

    assert ledger.settle_left_behind(LATER) == 3
    assert fate(doubtful)[0] == Status.SENDING
    assert {fate(each)[0] for each in untried} == {Status.PENDING}

    assert ledger.settle_left_behind(LATER + ledger.EVENTS_TAKE) == 1
    assert fate(doubtful) == (Status.PENDING, 1, "SenderDied")


def test_of_one_call_for_all_nobody_knows_anything(post: Post, settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    letters = [post() for _number in range(3)]
    ledger.take(NOON)

    ledger.settle_left_behind(LATER)

    assert {fate(each) for each in letters} == {(Status.PENDING, 1, "SenderDied")}


def test_each_batch_has_one_under_way_and_rows_of_no_batch_are_all_doubtful(post: Post) -> None:
    letters = [post() for _number in range(6)]
    ledger.take(NOON, limit=2)
    ledger.take(NOON, limit=2)
    ledger.take(NOON)
    Letter.objects.filter(pk__in=[each.pk for each in letters[4:]]).update(batch=None)

    ledger.settle_left_behind(LATER)

    assert [fate(each)[1] for each in letters] == [1, 0, 1, 0, 1, 1]


def storm(post: Post, die_at: DieAt, seed: int) -> tuple[set[str], set[str]]:
    """Of a mixed batch whose sender died somewhere: the letters that went out, and those called untried."""
    rng = Random(seed)
    for _number in range(12):
        kind, minutes = rng.choice(("plain", "urgent", "gone", "poison")), rng.randrange(3)
        post(kind, due_at=NOON - timedelta(minutes=minutes), priority=rng.choice((kinds.URGENT, kinds.WAVE)))
    post(
        "urgent", due_at=NOON, priority=kinds.WAVE
    )  # at least one that can be sent, for the sender to die over
    can_be_sent = Letter.objects.filter(kind__in=("plain", "urgent")).count()
    server = die_at(rng.randrange(can_be_sent))
    ledger.settle_left_behind(LATER)
    untried = Letter.objects.filter(status=Status.PENDING, attempts=0)
    return {mail.extra_headers["Message-ID"][1:37] for mail in server.got}, {
        str(each.uuid) for each in untried
    }


@pytest.mark.parametrize("seed", range(12))
def test_nothing_that_went_out_is_ever_called_untried(post: Post, die_at: DieAt, seed: int) -> None:
    out, untried = storm(post, die_at, seed)

    assert not out & untried
    assert len(Letter.objects.filter(problem="SenderDied")) == 1


def test_control_another_order_of_handing_over_would_be_noticed(
    post: Post, die_at: DieAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = transport.hand_over

    def backwards(drafts: Sequence[Draft], connection: BaseEmailBackend) -> Iterator[Outcome]:
        return straight(drafts[::-1], connection)

    monkeypatch.setattr(transport, "hand_over", backwards)

    out, untried = storm(post, die_at, seed=1)

    assert out & untried


def test_a_row_that_cannot_be_read_does_not_take_the_others_of_its_kind_with_it(
    post: Post, register: object
) -> None:
    bad = post("plain")

    def all_at_once(subjects: Iterable[Any]) -> dict[Any, kinds.Message]:
        if bad.subject in (wanted := list(subjects)):
            raise ArithmeticError
        return {each: kinds.kind("plain").compose(each) for each in wanted}  # type: ignore[misc]

    kinds.register_many("together", all_at_once)
    Letter.objects.update(kind="together")
    good = [post("together") for _number in range(3)]

    send.deliver(at(NOON))

    assert {fate(each)[0] for each in good} == {Status.SENT}
    assert fate(bad) == (Status.PENDING, 1, "ArithmeticError")
