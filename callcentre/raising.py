"""Raising what must be rung about: one task for one purpose, however often it is raised."""

from datetime import datetime
from uuid import UUID

from callcentre.models import CallTask, Reason


def raise_task(
    reason: Reason,
    subject: UUID,
    *,
    due_at: datetime,
    now: datetime,
    language: str = "",
    urgent: bool = False,
    purpose: str = "",
) -> None:
    """Write down that somebody must be rung about this row from `due_at` on.

    The purpose is the reason and the row unless the caller names another, when
    the same row may rightly be rung about again.
    """
    task = CallTask(
        reason=reason,
        subject=subject,
        purpose=purpose or f"{reason}:{subject}",
        language=language,
        urgent=urgent,
        created_at=now,
        due_at=due_at,
    )
    CallTask.objects.bulk_create([task], ignore_conflicts=True)
