"""How many, when: waves of letters to those who may help, and the call list when letters are not enough."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q

from letters.outbox import letter, post
from matching import candidates, policy, search
from matching.candidates import Candidate
from matching.models import Answer, Invitation, Way
from privacy.models import Event
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from volunteers.models import Volunteer

HEAD_START = 0  # the wave before the first: whoever has helped this person before


@transaction.atomic
def send_wave(help_request: HelpRequest, now: datetime) -> int:
    """Ask the next few volunteers, if a wave is due and people are awake; return how many.

    The UPDATE names the due time we saw, so that of two clocks, or a clock and
    a hint, one sends the wave and the other finds nothing to do.
    """
    rules = policy.current()
    mine = HelpRequest.objects.wave_due(now).filter(
        pk=help_request.pk, next_wave_at=help_request.next_wave_at
    )
    morning = rules.wake_after(now)
    if morning > now:
        mine.update(next_wave_at=morning)
        return 0
    if not mine.update(
        next_wave_at=rules.wake_after(now + rules.minutes("wave_minutes", help_request.urgent))
    ):
        return 0
    help_request.refresh_from_db()
    so_far = so_far_of(help_request)
    if not so_far["letters"] and (known := _still_free(candidates.helpers(help_request, now), now)):
        head_start = rules.minutes("head_start_minutes", help_request.urgent)
        _plan(help_request, rules.wake_after(now + head_start))
        return _invite(help_request, known, HEAD_START, now)
    return _ask(help_request, so_far, now)


def so_far_of(help_request: HelpRequest) -> dict[str, Any]:
    """What has gone out: letters, those of waves among them, the number and time of the last; who waits."""
    letter = Q(way=Way.LETTER)
    return help_request.invitations.aggregate(
        letters=Count("pk", filter=letter),
        of_waves=Count("pk", filter=letter & ~Q(wave=HEAD_START)),
        wave=Max("wave", default=HEAD_START),
        last=Max("asked_at", filter=letter),
        reserve=Count("pk", filter=Q(answer=Answer.LATE, again_at__isnull=True)),
    )


def _ask(help_request: HelpRequest, so_far: dict[str, Any], now: datetime) -> int:
    """One wave: whoever waits in reserve, then the best of those not asked yet; return how many."""
    rules, urgent = policy.current(), help_request.urgent
    free = help_request.places - help_request.taken
    size = rules.wave_size(so_far["of_waves"], urgent=urgent, places=help_request.places, free=free)
    again = _ask_reserve(help_request, now) if so_far["reserve"] else 0
    found = _still_free(candidates.find(help_request, size - again, now), now) if size > again else []
    asked = again + _invite(help_request, found, so_far["wave"] + 1, now)
    due_at, last = help_request.due_at, so_far["last"]
    if rules.due_for_call(size=size, found=asked, last=last, due_at=due_at, now=now, urgent=urgent):
        hand_over(help_request, now)
        if size == 0:
            _plan(help_request, None)
    return asked


def _plan(help_request: HelpRequest, at: datetime | None) -> None:
    HelpRequest.objects.filter(pk=help_request.pk).update(next_wave_at=at)


def _invite(help_request: HelpRequest, found: list[Candidate], wave: int, now: datetime) -> int:
    """Rows and letters for these people, a batch of each."""
    if not found:
        return 0
    invitations = Invitation.objects.bulk_create(
        Invitation(
            help_request=help_request, volunteer_id=each.volunteer_id, wave=wave, asked_at=now,
            km=None if each.km is None else round(each.km, 1),
        )
        for each in found
    )  # fmt: skip
    people = Volunteer.objects.filter(pk__in=[each.volunteer_id for each in found])
    people.update(unanswered=F("unanswered") + 1)
    until = help_request.expires_at
    post(letter("invitation", each.uuid, now=now, valid_until=until) for each in invitations)
    return len(invitations)


def _ask_reserve(help_request: HelpRequest, now: datetime) -> int:
    """Whoever said yes too late hears that it is free again; once."""
    waiting = candidates.backups(help_request, now)
    Invitation.objects.filter(pk__in=[each.pk for each in waiting]).update(again_at=now)
    until = help_request.expires_at
    post(letter("free_again", each.uuid, now=now, valid_until=until) for each in waiting)
    return len(waiting)


def _still_free(found: list[Candidate], now: datetime) -> list[Candidate]:
    """Those with room for a letter and a task when nobody else can write to them.

    Two waves at the same moment may find the same person; the lock lets them
    count one after the other.
    """
    if not found:
        return []
    ids = [each.volunteer_id for each in found]
    list(Volunteer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    room, most = search.standing(ids, now), policy.current().max_open_tasks
    return [
        each
        for each in found
        # whoever has left since the search has no standing any more
        if (his := room.get(each.volunteer_id)) and his.letters < his.letters_per_week and his.live < most
    ]


@transaction.atomic
def hand_over(help_request: HelpRequest, now: datetime) -> bool:
    """Put an open request on the call list, and tell the person so; False if it is there already."""
    waiting = HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN, handed_over_at__isnull=True)
    if help_request.handed_over_at or not waiting.update(handed_over_at=now):
        return False
    Event.objects.create(at=now, actor="clock", action="request.call_list", subject=help_request.uuid)
    if help_request.email:
        post([letter("calling", help_request.uuid, now=now)])
    return True


def ask_again(help_request: HelpRequest, now: datetime) -> None:
    """Let the next wave go at once. Raises IllegalMove if the request is not open."""
    if not HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN).update(next_wave_at=now):
        raise IllegalMove("only what is open is asked for")
