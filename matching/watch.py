"""Who has seen many addresses and brought few to an end: a hint for a human, nothing is done by itself."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from matching import policy
from matching.models import Match, MatchQuerySet, Outcome
from privacy.models import Event
from volunteers.models import Return, Status, Volunteer

# What he is on is not over; what the person or the team ended early is not his doing.
NOT_HIS = (Outcome.LIVE, Outcome.ENDED)
FEW_DONE, BACK_AGAIN = Q(few_done=True), Q(pk__in=Return.objects.open().values("volunteer"))


def seen(now: datetime) -> MatchQuerySet:
    """The addresses that volunteers have seen lately and are done with, one way or other.

    What a coordinator has looked into does not count again.
    """
    since = now - timedelta(days=policy.current().watch_days)
    rows = Match.objects.filter(claimed_at__gt=since, looked_into_at__isnull=True)
    return rows.exclude(outcome__in=NOT_HIS)


def _many(rows: MatchQuerySet) -> QuerySet[Any]:
    """Of whom these are many, and few are done; by his key."""
    rules = policy.current()
    n, done = Count("pk"), Count("pk", filter=Q(outcome=Outcome.DONE))
    counted = rows.order_by().values("volunteer").annotate(n=n, done=done)
    many = counted.filter(n__gte=rules.watch_seen, n__gt=F("done") * rules.watch_one_in)
    return many.values("volunteer")


def watched(now: datetime) -> QuerySet[Volunteer]:
    """Many seen, few done; `caused_at` is when the last of these ended."""
    return to_look_at(now).filter(FEW_DONE)


def to_look_at(now: datetime) -> QuerySet[Volunteer]:
    """These, and who perhaps comes back (he has a return that is open): both in one query.

    Whether somebody is one of these (`few_done`) is asked of the whole table once, not for each volunteer
    anew: that took PostgreSQL more than ten seconds at ten thousand.
    """
    rows = seen(now)
    many = _many(rows)
    either = Return.objects.open().order_by().values("volunteer").union(many)
    people = Volunteer.objects.filter(status=Status.ACTIVE, blocked_at__isnull=True, pk__in=either)
    last = rows.filter(volunteer=OuterRef("pk")).order_by("-ended_at").values("ended_at")
    return people.annotate(few_done=Q(pk__in=many), caused_at=Subquery(last[:1]))


def keys(code: str, now: datetime) -> list[int]:
    """The keys of those whom a hint names: `few_done` or `back_again`; a short question of its own.

    As a part of a list's query PostgreSQL asked it for each volunteer anew, and gave up after ten seconds.
    """
    rows = _many(seen(now)) if code == "few_done" else Return.objects.open().order_by()
    return list(rows.values_list("volunteer", flat=True))


def reason(volunteer: Volunteer, now: datetime) -> list[tuple[str, int]]:
    """How many addresses he has seen lately, then how each ended, done first; empty if he is not watched."""
    if not watched(now).filter(pk=volunteer.pk).exists():
        return []
    ends = Counter(seen(now).filter(volunteer=volunteer).values_list("outcome", flat=True))
    named = [(str(each.label), ends[each]) for each in Outcome if ends[each] or each == Outcome.DONE]
    return [(_("addresses seen"), ends.total()), *named]


@transaction.atomic
def nothing_in_it(volunteer: Volunteer, *, by: str, now: datetime) -> None:
    """A coordinator has looked: he is not shown for this again, only for what ends from now on."""
    rows = seen(now).filter(volunteer=volunteer)
    if rows.update(looked_into_at=now):
        Event.objects.create(at=now, actor=by, action="watch.nothing", subject=volunteer.uuid)
