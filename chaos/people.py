"""Many real volunteers, each with a real letter to be written to him."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from catalogue import kinds
from chaos.ledger import NOBODY
from covidsol.nudge import nudge
from geo.models import Precision
from letters.outbox import letter, post
from letters.tasks import deliver_soon
from privacy.crypto import blind_index
from volunteers.models import Status, Volunteer

LANGUAGES = ("fr", "nl", "de", "en")
MONTH = timedelta(days=30)


def volunteers(count: int, name: str = "victor") -> list[UUID]:
    """So many confirmed volunteers; what the rows of their letters are about."""
    now = timezone.now()
    rows = [_volunteer(number, name, now) for number in range(count)]
    Volunteer.objects.bulk_create(rows, batch_size=500)
    return [each.uuid for each in rows]


def strangers(count: int) -> list[UUID]:
    """The same, at addresses that do not exist."""
    return volunteers(count, NOBODY)


def _volunteer(number: int, name: str, now: datetime) -> Volunteer:
    email, phone = f"{name}{number}@example.org", f"+3247{number:07d}"
    return Volunteer(
        name=f"{name.title()} Horta",
        email=email,
        email_index=blind_index(email),
        phone=phone,
        phone_index=blind_index(phone),
        status=Status.ACTIVE,
        language=LANGUAGES[number % len(LANGUAGES)],
        languages=["fr"],
        kinds=kinds.mask(["groceries"]),
        postcode="1050",
        lat=50.83,
        lon=4.37,
        precision=Precision.POSTCODE,
        source="storm",
        located_at=now,
        registered_at=now - MONTH,
        confirmed_at=now - MONTH,
    )


def write_to(people: Sequence[UUID]) -> None:
    """A welcome to each of them into the outbox, and a hint, as the product does it."""
    now = timezone.now()
    post(letter("volunteer_welcome", each, now=now) for each in people)
    nudge(deliver_soon)
