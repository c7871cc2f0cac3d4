"""The first letter after the confirmation: what happens now, and honestly how much may be asked of him."""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from letters.kinds import Message
from matching import expectation
from volunteers import letters
from volunteers.models import Volunteer


def welcome(subject: UUID) -> Message | None:
    """The volunteers' own letter, with what the page says too: about how many requests a week near him."""
    message = letters.welcome(subject)
    if message is None:
        return None
    expected = expectation.near(Volunteer.objects.get(uuid=subject), timezone.now())
    return replace(message, context=message.context | {"expected": expected})
