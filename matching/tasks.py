"""The queue's and the clock's way to the matching."""

from celery import shared_task
from django.utils import timezone

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import clock
from requests_app.models import HelpRequest


@shared_task
def open_request(uuid: str) -> None:
    """A request has come in: place it and ask the first volunteers."""
    help_request = HelpRequest.objects.filter(uuid=uuid).first()
    if help_request:
        clock.open_one(help_request, timezone.now())
        nudge(deliver_soon)


@shared_task
def sweep() -> None:
    """Each minute: all that is due, whether a hint told us or not."""
    if any(clock.sweep(timezone.now()).values()):
        nudge(deliver_soon)
