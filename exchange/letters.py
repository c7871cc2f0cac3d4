"""The letter to many: its words stand in the mailing, and come into each letter when it is sent."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from exchange.models import Addressee
from letters.kinds import Message
from volunteers.letters import unsubscribe_link
from volunteers.models import Volunteer


def to_many(subjects: Sequence[UUID]) -> Mapping[UUID, Message]:
    """The letters of mailings that still go, to those who may still be written to, and no others."""
    rows = Addressee.objects.filter(
        uuid__in=subjects,
        mailing__stopped_at__isnull=True,
        mailing__approved_at__isnull=False,
        volunteer__in=Volunteer.objects.available(timezone.now()),
    ).select_related("mailing", "volunteer")
    return {each.uuid: message for each in rows if (message := _message(each))}


def _message(addressee: Addressee) -> Message | None:
    reader, words = addressee.volunteer, addressee.mailing.words(addressee.volunteer.language)
    if words is None:
        return None
    with translation.override(reader.language):
        own = settings.BASE_URL + reverse("volunteers:own", args=[reader.token("own")])
    return Message(
        to=reader.email,
        recipient=reader.email_index or "",
        language=reader.language,
        template="exchange/email/to_many",
        unsubscribe_url=unsubscribe_link(reader),
        context={
            "first_name": reader.first_name,
            "words": words,
            "button_url": own,
            "own_url": own,
        },
    )
