"""How many, when: waves of letters to those who may help."""

from datetime import datetime

from django.db import transaction

from letters.outbox import letter, post
from matching import candidates, policy
from matching.models import Invitation
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status


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
    wave = len(set(help_request.invitations.values_list("wave", flat=True))) + 1
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


def ask_again(help_request: HelpRequest, now: datetime) -> None:
    """Let the next wave go at once. Raises IllegalMove if the request is not open."""
    if not HelpRequest.objects.filter(pk=help_request.pk, status=Status.OPEN).update(next_wave_at=now):
        raise IllegalMove("only what is open is asked for")
