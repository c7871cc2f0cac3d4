"""What we write to volunteers about themselves."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from letters.kinds import Message
from volunteers.models import Status, Volunteer


def _link(volunteer: Volunteer, view: str, purpose: str) -> str:
    """A full address in the reader's own language."""
    with translation.override(volunteer.language):
        path = reverse(f"volunteers:{view}", args=[volunteer.token(purpose)])
    return f"{settings.BASE_URL}{path}"


def unsubscribe_link(volunteer: Volunteer) -> str:
    """The address to which a mail program posts "no more of these"; RFC 8058 wants it opaque."""
    return f"{settings.BASE_URL}{reverse('unsubscribe', args=[volunteer.token('unsubscribe')])}"


def _message(volunteer: Volunteer, template: str, button_url: str) -> Message:
    return Message(
        to=volunteer.email,
        recipient=volunteer.email_index or "",
        language=volunteer.language,
        template=f"volunteers/email/{template}",
        context={"first_name": volunteer.first_name, "button_url": button_url},
    )


def confirm(subject: UUID) -> Message | None:
    """The signed letter that asks whether it was he who registered; nothing more once he has answered."""
    volunteer = Volunteer.objects.filter(
        uuid=subject, status=Status.UNCONFIRMED, blocked_at__isnull=True
    ).first()
    return (
        None if volunteer is None else _message(volunteer, "confirm", _link(volunteer, "confirm", "confirm"))
    )


def known(subject: UUID) -> Message | None:
    """For somebody who registers though we know him already: here is your own page."""
    volunteer = Volunteer.objects.filter(uuid=subject, status=Status.ACTIVE, blocked_at__isnull=True).first()
    return None if volunteer is None else _message(volunteer, "known", _link(volunteer, "own", "own"))


def welcome(subject: UUID) -> Message | None:
    """The first letter after the confirmation: what happens now, and his own page to keep."""
    volunteer = Volunteer.objects.filter(uuid=subject, status=Status.ACTIVE, blocked_at__isnull=True).first()
    return None if volunteer is None else _message(volunteer, "welcome", _link(volunteer, "own", "own"))
