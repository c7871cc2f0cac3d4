"""The way into the outbox: a letter is written down in the transaction that makes it needed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from letters.kinds import kind as kind_of
from letters.models import Letter


def letter(
    kind: str,
    subject: UUID,
    *,
    now: datetime,
    purpose: str = "",
    due_at: datetime | None = None,
    valid_until: datetime | None = None,
) -> Letter:
    """An unsaved letter of a registered kind, due now unless the caller names a later moment.

    The purpose is the kind and the row unless the caller names another, when
    the same row may rightly get the same kind of letter again.
    """
    return Letter(
        kind=kind,
        subject=subject,
        purpose=purpose or f"{kind}:{subject}",
        priority=kind_of(kind).priority,
        created_at=now,
        due_at=due_at or now,
        valid_until=valid_until,
    )


def post(letters: Iterable[Letter]) -> None:
    """Put letters into the outbox; one whose purpose has had its letter is left out in silence."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
