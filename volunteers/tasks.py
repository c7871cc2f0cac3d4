"""What the queue does for volunteers."""

from celery import shared_task
from django.utils import timezone

from volunteers import whereabouts
from volunteers.models import Volunteer


@shared_task
def locate_volunteer(uuid: str) -> None:
    """Give one volunteer his point, if he has none yet."""
    now = timezone.now()
    volunteer = Volunteer.objects.unlocated(now).filter(uuid=uuid).first()
    if volunteer:
        whereabouts.place(volunteer, now)
