"""The clock's way to the window."""

from celery import shared_task
from django.utils import timezone

from covidsol.nudge import nudge
from impact import coverage, nearby, publishing, weekly
from letters.tasks import deliver_soon


@shared_task
def publish() -> None:
    """Each hour: the figures of yesterday, if nobody has published them yet, and once a week the letter."""
    now = timezone.now()
    publishing.publish(now)
    if weekly.post_due(now):
        nudge(deliver_soon)


@shared_task
def write_nearby() -> None:
    """Every five minutes: the weekly letter to those whose minute has come."""
    if nearby.post_due(timezone.now()):
        nudge(deliver_soon)


@shared_task
def look_round() -> None:
    """Each night: where a request would find too few volunteers."""
    coverage.look(timezone.now())
