"""What the clock forgets for us: visitors' sessions that have run out."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def sweep_sessions() -> None:
    """Take away the sessions that have expired."""
    call_command("clearsessions")
