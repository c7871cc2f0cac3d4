"""What the queue does for volunteers."""

from celery import shared_task
from django.utils import timezone

from volunteers import whereabouts
from volunteers.models import Volunteer


@shared_task
def locate_volunteer(uuid: str) -> None:
    """Give one volunteer his point, if he has none yet or only a rough one."""
    now = timezone.now()
    volunteer = Volunteer.objects.filter(uuid=uuid).to_look_up(now).first()
    if volunteer:
        whereabouts.place(volunteer, now)
