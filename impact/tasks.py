"""The clock's way to the window."""

from celery import shared_task
from django.utils import timezone

from impact import coverage, publishing


@shared_task
def publish() -> None:
    """Each hour: the figures of yesterday, if nobody has published them yet."""
    publishing.publish(timezone.now())


@shared_task
def look_round() -> None:
    """Each night: where a request would find too few volunteers."""
    coverage.look(timezone.now())
