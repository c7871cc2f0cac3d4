"""Which rows are a reason to ring somebody: each reason is a question, and the clock compares its answer.

A row in the answer without a task gets one; a task whose row is not in the
answer any more is closed. So nothing is forgotten, whoever forgets to tell.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from callcentre.models import CallTask, Reason
from matching import afterwards, policy
from matching.models import Match
from matching.report_rows import Side, What
from privacy.fields import is_empty
from requests_app.models import HelpRequest, Hold, Status

logger = logging.getLogger(__name__)
CLOCK = "clock"
AT_A_TIME = 500
TOLD_WITHIN = timedelta(days=7)  # later the news is none
# The letter that reminds has two hours of day to be answered before somebody rings.
AFTER_REMINDER = timedelta(hours=2)


@dataclass(frozen=True)
class Fact:
    """One row that is a reason: since when, and until when it makes sense to ring (None: until it ends)."""

    uuid: UUID
    since: datetime
    language: str
    urgent: bool
    until: datetime | None


@dataclass(frozen=True)
class Cause:
    """One reason for calls: the rows that are it now, and when to ring about one.

    `is_asked_once` says that an answer does not change the row, so that a
    task that a person has settled since then is the end of it. `only` names
    this cause's own tasks, where operators raise the same reason by hand.
    """

    reason: Reason
    rows: Callable[[datetime], QuerySet[Any]]
    due_at: Callable[[Fact], datetime]
    is_asked_once: bool = False
    only: Q = field(default_factory=Q)


def _facts(rows: QuerySet[Any], since: str, **columns: Any) -> QuerySet[Any]:
    """The same rows with the facts that a task needs, under the same names for every reason."""
    named = {"language": "language", "urgent": "urgent", **columns}
    facts = {f"of_{name}": F(of) if isinstance(of, str) else of for name, of in named.items()}
    return rows.order_by().values("uuid", since=F(since), **facts)


def _to_check(_now: datetime) -> QuerySet[Any]:
    held = HelpRequest.objects.filter(status=Status.HELD, hold__in=(Hold.UNCHECKED, Hold.NOT_REACHED))
    return _facts(held, "created_at")


def _nobody(_now: datetime) -> QuerySet[Any]:
    return _facts(HelpRequest.objects.to_ring_about(), "handed_over_at")


def _silent(_now: datetime) -> QuerySet[Any]:
    reminded = Match.objects.live().filter(reminded_at__isnull=False)
    return _facts(
        reminded,
        "reminded_at",
        language="volunteer__language",
        urgent="help_request__urgent",
        until="lapses_at",
    )


def _how_it_went(now: datetime) -> QuerySet[Any]:
    recent = afterwards.answerable(now).filter(is_empty("email"))
    return _facts(recent, "ended_at")


def _to_tell(now: datetime) -> QuerySet[Any]:
    """Nobody was found; or two requests are one now, and the words that she has in hand no longer count."""
    ended = HelpRequest.objects.filter(ended_at__gt=now - TOLD_WITHIN, erased_at__isnull=True)
    merged = Q(status=Status.CANCELLED, goes_on_as__ended_at__isnull=True, goes_on_as__isnull=False)
    return _facts(ended.filter(Q(is_empty("email"), status=Status.EXPIRED) | merged), "ended_at")


def _worried(_now: datetime) -> QuerySet[Any]:
    """Where the volunteer has said that he is worried about the person, and nobody has settled it."""
    said = Match.objects.filter(
        reports__what=What.WORRIED, reports__side=Side.VOLUNTEER, reports__settled_at__isnull=True,
        help_request__erased_at__isnull=True,
    )  # fmt: skip
    return _facts(said, "reports__created_at", language="help_request__language", urgent=Value(True))


def _now(fact: Fact) -> datetime:
    return fact.since


def _soon(fact: Fact) -> datetime:
    return policy.current().ring_after(fact.since)


def _some_hours_later(fact: Fact) -> datetime:
    rules = policy.current()
    return rules.ring_after(fact.since + timedelta(hours=rules.how_went_hours))


def _after_the_letter(fact: Fact) -> datetime:
    """After the reminder has had its time; at once if the claim would lapse before that."""
    rules = policy.current()
    patient = rules.ring_after(fact.since + AFTER_REMINDER)
    return patient if fact.until is None or patient < fact.until else rules.ring_after(fact.since)


CAUSES = (
    Cause(Reason.CHECK, _to_check, _soon),
    Cause(Reason.NOBODY, _nobody, _soon),
    Cause(Reason.SILENT, _silent, _after_the_letter),
    Cause(Reason.HOW_WENT, _how_it_went, _some_hours_later, is_asked_once=True),
    Cause(Reason.TELL, _to_tell, _soon, is_asked_once=True),
    Cause(
        Reason.WORRY, _worried, _now, is_asked_once=True,
        only=Q(subject__in=Match.objects.order_by().values("uuid")),
    ),
)


def settle_up(now: datetime) -> dict[str, int]:
    """Compare every reason with its tasks; return how many tasks were opened or closed for each."""
    counts: dict[str, int] = {}
    for cause in CAUSES:
        try:
            counts[cause.reason] = _close(cause, now) + _open(cause, now)
        except DatabaseError:  # one reason's trouble is not another's, and the next minute tries again
            logger.exception("call tasks: %s failed", cause.reason)
    return counts


def _close(cause: Cause, now: datetime) -> int:
    """Close the tasks whose reason has gone."""
    still = cause.rows(now).filter(uuid=OuterRef("subject"))
    gone = CallTask.objects.open().filter(cause.only, ~Exists(still), reason=cause.reason)
    return gone.update(settled_at=now, settled_by=CLOCK, result="gone", held_by=None, held_until=None)


def _open(cause: Cause, now: datetime) -> int:
    """A task for every row that has none; one that was closed too early is opened again."""
    enough = Q(settled_at__isnull=True)
    if cause.is_asked_once:
        enough |= Q(settled_at__gte=OuterRef("since")) & ~Q(settled_by=CLOCK)
    has_task = CallTask.objects.filter(enough, reason=cause.reason, subject=OuterRef("uuid"))
    missing = [_fact(row) for row in cause.rows(now).filter(~Exists(has_task))[:AT_A_TIME]]
    tasks = [_task(cause, fact, now) for fact in missing]
    CallTask.objects.bulk_create(tasks, ignore_conflicts=True)
    _reopen(tasks, now)
    return len(tasks)


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(row["uuid"], row["since"], row["of_language"], row["of_urgent"], row.get("of_until"))


def _task(cause: Cause, fact: Fact, now: datetime) -> CallTask:
    return CallTask(
        reason=cause.reason,
        subject=fact.uuid,
        purpose=f"{cause.reason}:{fact.uuid}",
        language=fact.language,
        urgent=fact.urgent,
        created_at=now,
        due_at=cause.due_at(fact),
    )


def _reopen(tasks: Sequence[CallTask], now: datetime) -> None:
    """Those of the same purpose that were settled before this look at the rows are open again."""
    due = {each.purpose: each.due_at for each in tasks}
    settled = CallTask.objects.filter(purpose__in=due, settled_at__lt=now)
    for pk, purpose in settled.values_list("pk", "purpose"):
        CallTask.objects.filter(pk=pk, settled_at__lt=now).update(
            settled_at=None, settled_by="", result="", tries=0, created_at=now, due_at=due[purpose]
        )
