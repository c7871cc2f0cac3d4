"""One letter to many: written, agreed to by another, sent in batches, stopped at any moment."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from exchange import groups
from exchange.groups import Group
from exchange.models import AGREE_WITHIN, KEPT, Addressee, Mailing
from letters.models import Letter
from letters.models import Status as Standing
from letters.outbox import letter, post
from privacy.models import Event
from volunteers.models import Volunteer

BATCH = 200  # letters; the next ones are written when these have gone, so a stop stops nearly all
DAY = timedelta(days=1)
STILL_TRUE = timedelta(days=7)  # a letter that could not be sent for so long is not sent at all


def readers(group: Group, languages: list[str], now: datetime) -> QuerySet[Volunteer]:
    """Whom it goes to: confirmed, not blocked, no pause, letters arrive, readers of these languages."""
    rows = Volunteer.objects.available(now).filter(language__in=languages)
    return groups.within(rows, group)


@transaction.atomic
def write(group: Group, texts: dict[str, Any], *, by: str, now: datetime) -> Mailing:
    """Keep a letter as it is shown; nothing is sent, and nobody is asked yet."""
    count = readers(group, list(texts), now).count()
    return Mailing.objects.create(by=by, at=now, group=group, texts=texts, count=count)


@transaction.atomic
def ask(mailing: Mailing, *, by: str, now: datetime) -> bool:
    """The writer asks a second person; False if it is asked already or not hers."""
    mine = Mailing.objects.filter(pk=mailing.pk, by=by, asked_at__isnull=True, stopped_at__isnull=True)
    if not mailing.count or not mine.update(asked_at=now):
        return False
    _book(mailing, "mailing.asked", by, now)
    return True


@transaction.atomic
def approve(mailing: Mailing, *, by: str, now: datetime) -> bool:
    """A second person agrees, and it goes; False if it is her own, stopped, too late, or agreed to."""
    waiting = Mailing.objects.filter(
        pk=mailing.pk, approved_at__isnull=True, stopped_at__isnull=True, asked_at__gt=now - AGREE_WITHIN
    )
    if not waiting.exclude(by=by).update(approved_by=by, approved_at=now):
        return False
    _book(mailing, "mailing.approved", by, now)
    return True


@transaction.atomic
def stop(mailing: Mailing, *, by: str, now: datetime) -> bool:
    """No further letter of it is sent, also of those in the outbox; False if it has ended or is stopped."""
    going = Mailing.objects.filter(pk=mailing.pk, stopped_at__isnull=True, ended_at__isnull=True)
    if not going.update(stopped_at=now, stopped_by=by):
        return False
    _book(mailing, "mailing.stopped", by, now)
    return True


def _book(mailing: Mailing, action: str, by: str, now: datetime) -> None:
    detail = {"count": mailing.count, "languages": sorted(mailing.texts)}
    Event.objects.create(at=now, actor=by, action=action, subject=mailing.uuid, detail=detail)


def go_on(now: datetime) -> int:
    """The next batch of every mailing that goes; return how many letters that is. May run twice."""
    going = Mailing.objects.filter(approved_at__isnull=False, stopped_at__isnull=True, ended_at__isnull=True)
    return sum(_next_batch(pk, now) for pk in going.order_by("approved_at").values_list("pk", flat=True))


@transaction.atomic
def _next_batch(pk: int, now: datetime) -> int:
    """The row is locked, so that two clocks write each letter once; its purpose is unique besides."""
    mailing = Mailing.objects.select_for_update().get(pk=pk)
    if not mailing.goes or _under_way(mailing) or not (room := _room(now)):
        return 0
    wanted = readers(mailing.group, list(mailing.texts), now).filter(pk__gt=mailing.reached)
    people = list(wanted.order_by("pk").values_list("pk", flat=True)[: min(BATCH, room)])
    if not people:
        Mailing.objects.filter(pk=pk).update(ended_at=now)
        return 0
    Addressee.objects.bulk_create([Addressee(mailing=mailing, volunteer_id=each) for each in people])
    made = Addressee.objects.filter(mailing=mailing, volunteer__in=people)
    until = now + STILL_TRUE
    post([letter("to_many", each.uuid, now=now, valid_until=until) for each in made])
    Mailing.objects.filter(pk=pk).update(reached=people[-1], posted=F("posted") + len(people))
    return len(people)


def _under_way(mailing: Mailing) -> bool:
    """Whether letters of the last batch still wait."""
    about = Addressee.objects.filter(mailing=mailing).order_by("-pk").values("uuid")[:BATCH]
    waiting = Letter.objects.filter(status__in=(Standing.PENDING, Standing.SENDING))
    return waiting.filter(subject__in=list(about.values_list("uuid", flat=True))).exists()


def _room(now: datetime) -> int:
    """How many of the day's letters are left, a tenth of them kept for those that ask for help."""
    sent = Letter.objects.sent_since(now - DAY).count()
    most: int = settings.LETTERS_A_DAY
    return max(0, most - most // 10 - sent)


def forget_mailings(now: datetime) -> int:
    """Words and addressees of old ones; return how many rows. What has gone stays counted in the events."""
    return Mailing.objects.filter(at__lte=now - KEPT).delete()[0]
