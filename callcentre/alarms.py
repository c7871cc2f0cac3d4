"""What the call centre writes to the team; nothing of any person."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from callcentre.models import Call, Outcome
from letters.kinds import Message


def worry_raised(subject: UUID) -> Message | None:
    """To the coordinators: an operator is worried about a caller; who it is stands in the office only."""
    if not Call.objects.filter(uuid=subject, outcome=Outcome.WORRY, erased_at__isnull=True).exists():
        return None
    return Message(
        to=settings.COORDINATORS_EMAIL,
        language=settings.LANGUAGE_CODE,
        template="callcentre/email/worry_raised",
        context={"button_url": settings.BASE_URL + reverse("callcentre:queue")},
    )
