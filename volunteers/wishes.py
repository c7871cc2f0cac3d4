"""What a volunteer wishes to be asked for, and how often: changed in one go, his search rows with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from privacy.crypto import blind_index
from privacy.models import Event
from volunteers import holding, news, reach
from volunteers.models import Volunteer


@dataclass(frozen=True)
class Wishes:
    """Kinds as a mask of the catalogue, distance in km, the language of letters by its code.

    `news` is the tick for the weekly letter about what happened near him.
    """

    kinds: int
    languages: list[str]
    travel_km: int
    letters_per_week: int
    language: str
    news: bool


@transaction.atomic
def change(volunteer: Volunteer, wishes: Wishes, read_in: str, now: datetime) -> None:
    """Write them down, once however often they are sent; `read_in` is the language of the page."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    wanted = {name: value for name, value in vars(wishes).items() if name != "news"}
    turns = wishes.news != news.is_wanted(current)
    if not turns and all(getattr(current, name) == value for name, value in wanted.items()):
        return
    if turns:
        news.turn(current, wishes.news, read_in, now)
    for name, value in wanted.items():
        setattr(current, name, value)
    reach.save(current)
    _note(volunteer, "volunteer.wishes", now)
    volunteer.refresh_from_db()


@transaction.atomic
def change_phone(volunteer: Volunteer, phone: str, now: datetime) -> None:
    """Another number, in E.164; the same one again changes nothing."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.phone == phone:
        return
    current.phone, current.phone_index = phone, blind_index(phone)
    current.save(update_fields=["phone", "phone_index"])
    _note(volunteer, "volunteer.phone", now)
    holding.look(current, now)
    volunteer.refresh_from_db()


def _note(volunteer: Volunteer, action: str, now: datetime) -> None:
    actor = f"volunteer:{volunteer.uuid}"
    Event.objects.create(at=now, actor=actor, action=action, subject=volunteer.uuid)
