"""How many, when: waves of letters to those who may help."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from letters.models import Letter
from letters.models import Status as LetterStatus
from letters.outbox import letter, post
from matching import candidates, policy
from matching.candidates import Candidate
from matching.models import Answer, Invitation
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from volunteers.models import Volunteer


@transaction.atomic
def send_wave(help_request: HelpRequest, now: datetime) -> int:
    """Ask the next few volunteers, if a wave is due; return how many.

    The UPDATE names the due time we saw, so that of two clocks, or a clock and
    a hint, one sends the wave and the other finds nothing to do.
    """
    seen = help_request.next_wave_at
    mine = HelpRequest.objects.wave_due(now).filter(pk=help_request.pk, next_wave_at=seen)
    if not mine.update(next_wave_at=now + policy.BETWEEN_WAVES):
        return 0
    so_far = help_request.invitations.count()
    found = candidates.find(help_request, policy.wave_size(so_far), now)
    found = _still_free(found, now)
    wave = (help_request.invitations.aggregate(last=Max("wave"))["last"] or 0) + 1
    invitations = Invitation.objects.bulk_create(
        Invitation(
            help_request=help_request, volunteer_id=each.volunteer_id, wave=wave, asked_at=now,
            km=None if each.km is None else round(each.km, 1),
        )
        for each in found
    )  # fmt: skip
    post(
        letter("invitation", each.uuid, now=now, valid_until=help_request.expires_at) for each in invitations
    )
    return len(invitations)


def _still_free(found: list[Candidate], now: datetime) -> list[Candidate]:
    """Those whose letters of this week have room when nobody else can write to them.

    Two waves at the same moment may find the same person; the lock lets them
    count one after the other.
    """
    people = (
        Volunteer.objects.select_for_update().order_by("pk").in_bulk([each.volunteer_id for each in found])
    )
    letters = Invitation.objects.filter(volunteer__in=people, asked_at__gt=now - policy.WEEK)
    counts = dict(letters.order_by().values_list("volunteer").annotate(n=Count("pk")))
    return [
        each
        for each in found
        if counts.get(each.volunteer_id, 0) < people[each.volunteer_id].letters_per_week
    ]


def forget_unsent(help_request: HelpRequest) -> None:
    """Whoever was to be asked, but whose letter was dropped, was never asked: let the next wave find them."""
    waiting = help_request.invitations.filter(answer=Answer.NONE)
    dropped = Letter.objects.filter(
        kind="invitation", status=LetterStatus.CANCELLED, subject__in=waiting.values("uuid")
    )
    subjects = list(dropped.values_list("subject", flat=True))
    help_request.invitations.filter(uuid__in=subjects).delete()
    dropped.filter(subject__in=subjects).delete()


def ask_again(help_request: HelpRequest, now: datetime) -> None:
    """Let the next wave go at once. Raises IllegalMove if the request is not open."""
    if not HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN).update(next_wave_at=now):
        raise IllegalMove("only what is open is asked for")
