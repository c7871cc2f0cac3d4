"""What we write to people who asked for help, if they gave us an e-mail address."""

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
    return Message(
        to=help_request.email,
        recipient=blind_index(help_request.email.lower()),
        language=help_request.language,
        template="requests_app/email/received",
        context={
            "help_request": help_request,
            "label": help_request.catalogue_kind.private_label,
            "button_url": own_link(help_request),
        },
    )
