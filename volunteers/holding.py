"""Holding a volunteer back while the team looks into something; by matching/reports.py alone."""

from datetime import datetime

from django.db import transaction

from volunteers import reach
from volunteers.models import Volunteer


@transaction.atomic
def hold_back(volunteer: Volunteer, now: datetime) -> None:
    """He is asked for nothing and takes on nothing new from this moment; what he is on stays his."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.held_back_at is None:
        current.held_back_at = now
        reach.save(current)


@transaction.atomic
def help_again(volunteer: Volunteer) -> None:
    """Nothing holds him back any more; a pause of his own goes on."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.held_back_at:
        current.held_back_at = None
        reach.save(current)
