"""What is to be rung about in a development house: of every reason, due and to come, free and in hand."""

from collections import defaultdict
from datetime import datetime, timedelta

from callcentre import due, holding
from callcentre.models import Call, CallTask, Outcome, Reason
from callcentre.raising import raise_task
from covidsol.demo_phone import Room
from matching import dispatch
from matching.models import Match
from requests_app.models import HelpRequest, Status

# Since so many minutes; the second of a reason is to come in so many.
SINCE = (290, 75, 42, 30, 18, 9, 4)
IN = (35, 80, 150, 260, 400)


def fill(room: Room) -> None:
    """Requests for which people ring, silent volunteers, call-backs, messages and worries."""
    _hand_over(room.now)
    _remind(room.now)
    due.settle_up(room.now)
    for number in range(2):
        at = room.open_at(room.now - timedelta(hours=5 + number))
        _raise(room, Reason.CALL_BACK, room.call(at, Outcome.CALL_BACK, room.main[number % len(room.main)]))
        _raise(room, Reason.VOICEMAIL, room.call(at, "", room.main[0]))
        _raise(room, Reason.WORRY, room.call(at, Outcome.WORRY, room.main[-1]), urgent=not number)
    _spread(room)


def _hand_over(now: datetime) -> None:
    """Two open requests whose letters nobody has answered."""
    waiting = HelpRequest.objects.filter(status=Status.OPEN, created_at__lt=now - timedelta(hours=2))
    for row in waiting.order_by("created_at")[:2]:
        dispatch.hand_over(row, now - timedelta(minutes=70))


def _remind(now: datetime) -> None:
    """Two volunteers who have said yes, were asked how it went, and are silent."""
    silent = [match.pk for match in Match.objects.live().order_by("claimed_at")[:2]]
    times = {"reminded_at": now - timedelta(hours=3), "lapses_at": now + timedelta(hours=9)}
    Match.objects.filter(pk__in=silent).update(**times)


def _raise(room: Room, reason: Reason, call: Call, *, urgent: bool = False) -> None:
    call.save()
    language = call.language or room.main[0]
    raise_task(reason, call.uuid, due_at=room.now, now=room.now, language=language, urgent=urgent)


def _spread(room: Room) -> None:
    """Of each reason the first is due and the second to come, and so on; two are in a colleague's hands.

    One has been rung three times in vain.
    """
    by_reason: dict[str, list[CallTask]] = defaultdict(list)
    for task in CallTask.objects.open().order_by("pk"):
        by_reason[task.reason].append(task)
    is_due: list[CallTask] = []
    for number, tasks in enumerate(by_reason.values()):
        for place, task in enumerate(tasks):
            at = number + place
            minutes = IN[at % len(IN)] if place % 2 else -SINCE[at % len(SINCE)]
            minutes = max(minutes, -12) if task.urgent else minutes
            task.due_at = room.now + timedelta(minutes=minutes)
            is_due += [task] if minutes < 0 else []
    for task, operator in zip(is_due[1::4], room.operators, strict=False):
        task.held_by_id, task.held_until = operator.user_id, room.now + holding.LEASE
    stuck = [task for task in is_due if task.held_until is None and task.reason == Reason.CHECK]
    for task in stuck[-1:]:
        task.tries = holding.TRIES
    every = [task for tasks in by_reason.values() for task in tasks]
    CallTask.objects.bulk_update(every, ["due_at", "held_by", "held_until", "tries"])
