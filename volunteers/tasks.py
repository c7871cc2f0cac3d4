"""What the queue does for volunteers."""

from celery import shared_task
from django.utils import timezone

from volunteers import membership
from volunteers.models import Volunteer


@shared_task
def locate_volunteer(uuid: str) -> None:
    """Give one volunteer his point, if he has none yet."""
    volunteer = Volunteer.objects.unlocated().filter(uuid=uuid).first()
    if volunteer:
        membership.place(volunteer, timezone.now())
