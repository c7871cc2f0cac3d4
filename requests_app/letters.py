"""What we write to people who asked for help, if they gave us an e-mail address."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from letters.kinds import Message
from privacy.crypto import blind_index
from requests_app.models import HelpRequest


def own_link(help_request: HelpRequest) -> str:
    """The full address of the request's own page, in the reader's language."""
    with translation.override(help_request.language):
        path = reverse("requests:own", args=[help_request.token()])
    return f"{settings.BASE_URL}{path}"


def received(subject: UUID) -> Message | None:
    """We have your request: the reference, the code word, and what happens now."""
    help_request = HelpRequest.objects.filter(uuid=subject).first()
    if help_request is None or help_request.has_ended or not help_request.email:
        return None
    return _message(help_request, "received", label=help_request.catalogue_kind.private_label)


def place_not_found(subject: UUID) -> Message | None:
    """Nobody knows your address yet, so somebody looks for it by hand; nothing once it has been found."""
    help_request = HelpRequest.objects.not_found().filter(uuid=subject).first()
    return _message(help_request, "place_not_found") if help_request and help_request.email else None


def _message(help_request: HelpRequest, template: str, **context: Any) -> Message:
    return Message(
        to=help_request.email,
        recipient=blind_index(help_request.email.lower()),
        language=help_request.language,
        template=f"requests_app/email/{template}",
        context={"help_request": help_request, "button_url": own_link(help_request), **context},
    )
