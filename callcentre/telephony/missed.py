"""Whom nobody answered is rung back: once, however often they rang, and not if they got through."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from callcentre.models import Call, CallTask, Direction, Reason
from callcentre.models.tasks import TaskQuerySet
from callcentre.raising import raise_task
from matching import policy
from privacy.crypto import blind_indexes

# A word may be twelve hours late, and a call-back wait for a weekend.
LOOK_BACK = timedelta(days=4)
BY = "telephony"
GOT_THROUGH, LEFT_MESSAGE = "got_through", "left_message"


def left_message(call: Call, now: datetime) -> None:
    """A message must be listened to, whatever became of its caller since: each is a task of its own."""
    raise_task(Reason.VOICEMAIL, call.uuid, due_at=_due_at(call), now=now, language=call.language)


@transaction.atomic
def follow(call: Call, now: datetime) -> None:
    """Bring the call-backs of this call's number to what all its calls ask for.

    Looks at what the rows say, not at what has just happened: so it does not
    matter in which order the calls became known.
    """
    if not call.phone or call.direction != Direction.IN:
        return
    calls = _calls_of(call, now)
    tasks = CallTask.objects.filter(subject__in=[each.uuid for each in calls])
    missed = tasks.filter(purpose__startswith="missed:", settled_at__isnull=True)
    quiet = max(filter(None, (*_got_through(calls), *_settled(tasks))), default=None)
    waiting = [each for each in calls if _is_missed(each) and not (quiet and each.started_at <= quiet)]
    if not waiting:
        _settle(missed, GOT_THROUGH, now)
    elif tasks.filter(reason=Reason.VOICEMAIL, settled_at__isnull=True).exists():
        _settle(missed, LEFT_MESSAGE, now)
    elif not missed.exists():
        first = waiting[0]
        raise_task(
            Reason.CALL_BACK,
            first.uuid,
            due_at=_due_at(first),
            now=now,
            language=first.language,
            purpose=f"missed:{first.uuid}",
        )


def _calls_of(call: Call, now: datetime) -> list[Call]:
    """The number's calls of late, locked in one order: of two workers the second sees what the first did."""
    since = min(call.started_at, now) - LOOK_BACK
    lately = Call.objects.of_phone(blind_indexes(call.phone)).filter(
        direction=Direction.IN, started_at__gte=since
    )
    locked = (
        lately.select_for_update()
        .order_by("pk")
        .only("uuid", "started_at", "answered_at", "ended_at", "language")
    )
    return sorted(locked, key=lambda each: (each.started_at, each.pk))


def _is_missed(call: Call) -> bool:
    return call.ended_at is not None and call.answered_at is None


def _got_through(calls: list[Call]) -> list[datetime]:
    return [each.started_at for each in calls if each.answered_at]


def _settled(tasks: TaskQuerySet) -> list[datetime | None]:
    """When operators settled a call-back of this number: whoever rang before that has been rung back."""
    by_people = tasks.filter(~Q(settled_by=BY), settled_at__isnull=False)
    return list(by_people.values_list("settled_at", flat=True))


def _settle(tasks: TaskQuerySet, result: str, now: datetime) -> None:
    tasks.update(settled_at=now, settled_by=BY, result=result)


def _due_at(call: Call) -> datetime:
    """At once, or when people are awake."""
    return policy.current().wake_after(call.ended_at or call.started_at)
