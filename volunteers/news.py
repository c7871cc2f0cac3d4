"""The weekly letter about what happened near a volunteer: only for whoever asks for it; on, off, and when.

The row's `news_due_at` is both the tick and the clock's next due time: none, and he does not want it.
"""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalogue import consents
from privacy.models import Consent, Event
from volunteers.models import Volunteer

# The week's figures are there on Monday. From Tuesday to Thursday, by day, each has a minute of his own.
FIRST_DAY, DAYS = 1, 3
OPENS, MINUTES_A_DAY = time(9), 600


def slot(number: UUID, after: datetime) -> datetime:
    """The next of somebody's own minutes after a moment, by the clock on the wall; not all go at once."""
    zone = timezone.get_default_timezone()
    today = after.astimezone(zone).date()
    day, minute = divmod(number.int % (DAYS * MINUTES_A_DAY), MINUTES_A_DAY)
    his = today - timedelta(days=today.weekday()) + timedelta(days=FIRST_DAY + day)
    moments = (
        datetime.combine(his + timedelta(weeks=week), OPENS, zone) + timedelta(minutes=minute)
        for week in range(2)
    )
    return next(each for each in moments if each > after).astimezone(after.tzinfo)


def is_wanted(volunteer: Volunteer) -> bool:
    """Whether he has asked for it."""
    return volunteer.news_due_at is not None


def turn(current: Volunteer, wanted: bool, read_in: str, now: datetime) -> None:
    """Tick or untick a row that the caller has locked and saves; the words that were ticked are kept."""
    current.news_due_at = slot(current.uuid, now) if wanted else None
    if wanted:
        text = consents.NEWS
        Consent.objects.create(
            subject=current.uuid, text=text.name, version=text.version, language=read_in, channel="web",
            given_at=now,
        )  # fmt: skip
    else:
        _note_the_end(current, now)


@transaction.atomic
def stop(volunteer: Volunteer, now: datetime) -> None:
    """Not this letter any more; all else stays as it was. Once is enough."""
    wanting = Volunteer.objects.filter(pk=volunteer.pk, news_due_at__isnull=False)
    if wanting.update(news_due_at=None):
        _note_the_end(volunteer, now)


def _note_the_end(volunteer: Volunteer, now: datetime) -> None:
    actor = f"volunteer:{volunteer.uuid}"
    Event.objects.create(at=now, actor=actor, action="volunteer.no_news", subject=volunteer.uuid)
