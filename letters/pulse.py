"""Whether the post goes on: what beats, how long the oldest letter waits, and the alarm if it is too long."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from letters.kinds import Message
from letters.models import Heartbeat, Letter, Status
from letters.outbox import letter, post

logger = logging.getLogger(__name__)
TOO_LATE = timedelta(minutes=5)
SWEEP = "sweep"


def beat(name: str, now: datetime) -> None:
    """Note that something which must go on by itself has just done so."""
    Heartbeat.objects.update_or_create(pk=name, defaults={"at": now})


def last(name: str) -> datetime | None:
    """When it last did; None if never."""
    found = Heartbeat.objects.filter(pk=name).first()
    return found.at if found else None


def oldest_due(now: datetime) -> Letter | None:
    """The letter that has been due for the longest time and is not sent."""
    open_ones = Letter.objects.filter(status__in=(Status.PENDING, Status.SENDING), due_at__lte=now)
    return open_ones.order_by("due_at").first()


def lateness(now: datetime) -> timedelta:
    """For how long the oldest letter has been due."""
    oldest = oldest_due(now)
    return now - oldest.due_at if oldest else timedelta(0)


def watch(now: datetime) -> bool:
    """Tell the team when the post is late, once in an hour; whether it is."""
    oldest = oldest_due(now)
    if oldest is None or now - oldest.due_at <= TOO_LATE:
        return False
    logger.error("the oldest letter, %s, has been due for %s", oldest.uuid, now - oldest.due_at)
    post([letter("late_post", oldest.uuid, now=now, purpose=f"late_post:{now:%Y%m%d%H}")])
    return True


def late_post(subject: UUID) -> Message | None:
    """To the team: the post is late. Says nothing if that letter has gone since."""
    oldest = Letter.objects.filter(uuid=subject, status__in=(Status.PENDING, Status.SENDING)).first()
    if oldest is None:
        return None
    minutes = round((timezone.now() - oldest.due_at).total_seconds() / 60)
    return Message(
        to=settings.COORDINATORS_EMAIL,
        language=settings.LANGUAGE_CODE,
        template="letters/email/late_post",
        context={
            "minutes": minutes,
            "button_url": settings.BASE_URL + reverse("admin:letters_letter_changelist") + "?status=pending",
        },
    )
