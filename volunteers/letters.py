"""What we write to volunteers about themselves."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from letters.kinds import Message
from privacy.crypto import blind_index
from volunteers import mailbox
from volunteers.listed import source_of
from volunteers.models import Status, Volunteer


def _link(volunteer: Volunteer, view: str, purpose: str) -> str:
    """A full address in the reader's own language."""
    with translation.override(volunteer.language):
        path = reverse(f"volunteers:{view}", args=[volunteer.token(purpose)])
    return f"{settings.BASE_URL}{path}"


def unsubscribe_link(volunteer: Volunteer) -> str:
    """The address to which a mail program posts "no more of these"; RFC 8058 wants it opaque."""
    return f"{settings.BASE_URL}{reverse('unsubscribe', args=[volunteer.token('unsubscribe')])}"


def no_news_link(volunteer: Volunteer) -> str:
    """The same for one letter alone: the weekly one about what happened near him."""
    return f"{settings.BASE_URL}{reverse('no_news', args=[volunteer.token('no_news')])}"


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
    if volunteer is None:
        return None
    message = _message(volunteer, "confirm", _link(volunteer, "confirm", "confirm"))
    source = source_of(volunteer)
    if not source:
        return message
    context = message.context | {"source": source}
    return replace(message, template="volunteers/email/confirm_listed", context=context)


def known(subject: UUID) -> Message | None:
    """For somebody who registers though we know him already: here is your own page."""
    volunteer = _active(subject)
    return None if volunteer is None else _message(volunteer, "known", _link(volunteer, "own", "own"))


def welcome(subject: UUID) -> Message | None:
    """The first letter after the confirmation: what happens now, and his own page to keep.

    `matching.welcome` adds what he may expect, and is the kind that is sent.
    """
    volunteer = _active(subject)
    return None if volunteer is None else _message(volunteer, "welcome", _link(volunteer, "own", "own"))


def _active(subject: UUID) -> Volunteer | None:
    return Volunteer.objects.filter(uuid=subject, status=Status.ACTIVE, blocked_at__isnull=True).first()


def new_email(subject: UUID) -> Message | None:
    """To the address that somebody has named as his new one: is it his? Nothing once that is settled."""
    volunteer = _active(subject)
    if volunteer is None or not volunteer.new_email:
        return None
    with translation.override(volunteer.language):
        path = reverse("volunteers:new_email", args=[mailbox.token(volunteer)])
    return Message(
        to=volunteer.new_email,
        recipient=blind_index(volunteer.new_email.lower()),
        language=volunteer.language,
        template="volunteers/email/new_email",
        context={"first_name": volunteer.first_name, "button_url": f"{settings.BASE_URL}{path}"},
    )


def email_changes(subject: UUID) -> Message | None:
    """To the old address: somebody has asked to write elsewhere. Also when that is done already."""
    volunteer = _active(subject)
    if volunteer is None or not (volunteer.new_email or volunteer.former_email):
        return None
    old = volunteer.former_email or volunteer.email
    with translation.override(volunteer.language):
        home = settings.BASE_URL + reverse("home")
    return Message(
        to=old,
        recipient=blind_index(old.lower()),
        language=volunteer.language,
        template="volunteers/email/email_changes",
        context={
            "first_name": volunteer.first_name,
            "button_url": home if volunteer.former_email else _link(volunteer, "reach_me", "own"),
            "is_done": bool(volunteer.former_email),
        },
    )


def data(subject: UUID) -> Message | None:
    """The link to the file with all that we hold about him; it works for a day, see `mydata`."""
    volunteer = _active(subject)
    return None if volunteer is None else _message(volunteer, "data", _link(volunteer, "data", "data"))
