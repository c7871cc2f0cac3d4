"""A list goes out: asked for with a reason, agreed to by another if long, fetched once, written down."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from exchange import groups, people, sheets
from exchange.groups import Group
from exchange.models import AGREE_WITHIN, FETCH_WITHIN, FEW, KEPT, WITHIN, Export
from privacy.masking import masked
from privacy.models import Event
from volunteers.models import Status, Volunteer

MOST = 20_000  # rows of one file; it is made while somebody waits
STATUSES = (Status.ACTIVE, Status.UNCONFIRMED)


def rows(group: Group) -> QuerySet[Volunteer]:
    """Whom the file names, the first registered first."""
    return groups.within(groups.here(group["status"]), group).order_by("registered_at", "pk")


def count(group: Group) -> int:
    """How many; one more than MOST says too many."""
    return rows(group).values("pk")[: MOST + 1].count()


@transaction.atomic
def ask(group: Group, *, form: str, reason: str, by: str, has_right: bool, now: datetime) -> Export:
    """Write the wish down. Whether another must agree is decided by the numbers of now, and kept.

    One wish of a person is judged after the other, or several at once would
    each find that there is no other.
    """
    _hold(by)
    wanted = count(group)
    is_long = wanted + _had(by, now) > FEW
    made = Export.objects.create(
        by=by, at=now, group=group, count=wanted, form=form, reason=reason, has_right=has_right,
        asked_at=now if is_long or not has_right else None,
    )  # fmt: skip
    _book(made, "export.asked", by, now, reason=masked(reason), form=form)
    return made


def _hold(by: str) -> None:
    """Lock the asker's account until the end of the transaction."""
    list(User.objects.select_for_update(no_key=True).filter(pk=by.removeprefix("staff:")).values_list("pk"))


def _had(by: str, now: datetime) -> int:
    """How many rows of her own lists she has fetched within a week, or could fetch at this moment."""
    fetched = Q(fetched_at__gt=now - WITHIN)
    at_once = Q(asked_at__isnull=True, at__gt=now - FETCH_WITHIN)
    agreed = Q(approved_at__gt=now - FETCH_WITHIN)
    ready = Q(fetched_at__isnull=True) & (at_once | agreed)
    hers = Export.objects.filter(fetched | ready, by=by, stopped_at__isnull=True)
    found: int | None = hers.aggregate(rows=Sum("count"))["rows"]
    return found or 0


@transaction.atomic
def approve(export: Export, *, by: str, has_right: bool, now: datetime) -> bool:
    """A second person agrees; False if it is her own wish, too late, done, or neither has the right."""
    waiting = Export.objects.filter(
        pk=export.pk, approved_at__isnull=True, stopped_at__isnull=True, asked_at__gt=now - AGREE_WITHIN
    )
    if not has_right:
        waiting = waiting.filter(has_right=True)
    if not waiting.exclude(by=by).update(approved_by=by, approved_at=now):
        return False
    _book(export, "export.approved", by, now)
    return True


@transaction.atomic
def stop(export: Export, *, by: str, now: datetime) -> bool:
    """No, by another; or the asker takes it back. False if the file has gone out or it was stopped before.

    Whoever coordinates may say no, also after somebody's yes and without the
    right to take lists out: a no gives nobody's data away.
    """
    still = Export.objects.filter(pk=export.pk, fetched_at__isnull=True, stopped_at__isnull=True)
    if not still.update(stopped_by=by, stopped_at=now):
        return False
    _book(export, "export.stopped", by, now)
    return True


@transaction.atomic
def fetch(export: Export, *, by: str, now: datetime) -> bytes | None:
    """The file, made now; None for anybody but the asker, for a second time, and after the hour.

    Never more people than were agreed to: nobody who registered after the
    wish, and not more rows than it said.
    """
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if locked.by != by or not locked.may_fetch(now):
        return None
    claim = Export.objects.filter(pk=export.pk, fetched_at__isnull=True, stopped_at__isnull=True)
    if not claim.update(fetched_at=now):
        return None
    wanted = rows(locked.group).filter(registered_at__lte=locked.at)[: locked.count]
    headings, lines = people.lines(wanted)
    _book(locked, "export.fetched", by, now, rows=len(lines), reason=masked(locked.reason))
    return sheets.write(locked.form, headings, lines)


def _book(export: Export, action: str, by: str, now: datetime, **more: object) -> None:
    detail = {"count": export.count, **more}
    Event.objects.create(at=now, actor=by, action=action, subject=export.uuid, detail=detail)


def forget_exports(now: datetime) -> int:
    """The wishes; the book of events keeps who fetched how many rows and why. Returns how many."""
    return Export.objects.filter(at__lte=now - KEPT).delete()[0]
