"""What we write to a volunteer who has scanned a poster."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from letters.kinds import Message
from paper.models import Arrival
from volunteers.models import Status


def known(subject: UUID) -> Message | None:
    """You wanted to take this on: kind and place, and the link that claims; nothing of the person."""
    rows = Arrival.objects.select_related("help_request", "volunteer")
    arrival = rows.filter(
        uuid=subject, volunteer__status=Status.ACTIVE, volunteer__blocked_at__isnull=True
    ).first()
    if arrival is None or arrival.help_request.has_ended:
        return None
    volunteer, help_request = arrival.volunteer, arrival.help_request
    language = volunteer.language
    with translation.override(language):
        kind = help_request.catalogue_kind
        context = {
            "first_name": volunteer.first_name,
            "button_url": settings.BASE_URL + reverse("paper:arrival", args=[arrival.token()]),
            "label": str(kind.public_label),
            "place": help_request.municipality_label(language) if kind.needs_place else "",
        }
    return Message(
        to=volunteer.email,
        recipient=volunteer.email_index or "",
        language=language,
        template="paper/email/known",
        context=context,
    )
