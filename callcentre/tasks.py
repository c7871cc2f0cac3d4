"""The clock's way to the call centre."""

from celery import shared_task
from django.utils import timezone

from callcentre import due


@shared_task
def raise_due() -> None:
    """Each minute: whoever must be rung about something has a task, and nobody else."""
    due.settle_up(timezone.now())
