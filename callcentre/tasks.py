"""What the clock does for the phone's room."""

from celery import shared_task
from django.utils import timezone

from callcentre import shifts
from covidsol.nudge import nudge
from letters.tasks import deliver_soon


@shared_task
def remind_of_shifts() -> None:
    """Each quarter of an hour: who has a shift tomorrow gets one letter in the evening."""
    if shifts.remind(timezone.now()):
        nudge(deliver_soon)
