"""What the clock forgets for us: visitors' sessions that have run out, and how often they tried a door."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from privacy import limits


@shared_task
def sweep_sessions() -> None:
    """Take away the sessions that have expired, and counts that are over."""
    call_command("clearsessions")
    limits.forget(timezone.now())
