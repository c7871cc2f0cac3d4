"""What a volunteer wishes to be asked for, and how often: changed in one go, his search rows with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from privacy.crypto import blind_index
from privacy.models import Event
from volunteers import reach
from volunteers.models import Volunteer


@dataclass(frozen=True)
class Wishes:
    """Kinds as a mask of the catalogue, `phone` in E.164; an empty phone keeps the one that we have."""

    kinds: int
    languages: list[str]
    travel_km: int
    letters_per_week: int
    language: str
    phone: str = ""


@transaction.atomic
def change(volunteer: Volunteer, wishes: Wishes, now: datetime) -> None:
    """Write them down, once however often they are sent."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    wanted = {name: value for name, value in vars(wishes).items() if name != "phone" or value}
    if all(getattr(current, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(current, name, value)
    current.phone_index = blind_index(current.phone)
    reach.save(current)
    actor = f"volunteer:{volunteer.uuid}"
    Event.objects.create(at=now, actor=actor, action="volunteer.wishes", subject=volunteer.uuid)
    volunteer.refresh_from_db()
