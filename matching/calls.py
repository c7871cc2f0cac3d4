"""The call list: where letters have not been enough, people ring those who are most likely to help."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from matching import candidates, claims
from matching.candidates import Candidate
from matching.models import Invitation, Match, Way
from privacy.models import Event
from requests_app.models import HelpRequest
from volunteers.models import Volunteer


def to_ring(help_request: HelpRequest, count: int, now: datetime) -> list[Candidate]:
    """Whom to ring about a request, best first.

    Also those who have a letter and have not answered it; nobody who said no,
    or was rung for it within the last hours.
    """
    return candidates.find(help_request, count, now, by_phone=True)


def rung(help_request: HelpRequest, volunteer: Volunteer, by: str, now: datetime) -> Invitation:
    """Write down that somebody was rung about a request, whatever came of it."""
    invitation = Invitation.objects.get_or_create(
        help_request=help_request, volunteer=volunteer, defaults={"way": Way.PHONE, "asked_at": now}
    )[0]
    Invitation.objects.filter(pk=invitation.pk).update(rung_at=now)
    Event.objects.create(
        at=now, actor=by, action="volunteer.rung", subject=help_request.uuid,
        detail={"volunteer": str(volunteer.uuid)},
    )  # fmt: skip
    return invitation


@transaction.atomic
def take_on(help_request: HelpRequest, volunteer: Volunteer, by: str, now: datetime) -> Match:
    """He says yes on the phone: the claim is his, and the letter with the address goes out to him.

    Raises CannotClaim, and changes nothing, if he may not or somebody was faster.
    """
    return claims.claim(rung(help_request, volunteer, by, now), now, by=by)


REFUSALS: dict[type[claims.CannotClaim], Any] = {
    claims.AlreadyTaken: _("Somebody was faster: it has its volunteer, or is no longer needed."),
    claims.NotAvailable: _("This volunteer does not help at the moment: a pause, or gone."),
    claims.HeldBack: _("Our team speaks with this volunteer first. Tell a coordinator."),
    claims.NotApproved: _("Nobody has checked yet who this volunteer is. Tell a coordinator."),
    claims.TooMany: _("This volunteer has as many open tasks as one may have."),
    claims.TooManyToday: _("This volunteer has taken on as many tasks today as one may."),
}


@transaction.atomic
def said_no(help_request: HelpRequest, volunteer: Volunteer, by: str, now: datetime) -> None:
    """He says no on the phone: nobody asks him again about this request."""
    claims.decline(rung(help_request, volunteer, by, now), now)


def settle(help_request: HelpRequest, volunteer: Volunteer, outcome: str, by: str, now: datetime) -> bool:
    """Write down what came of ringing somebody: "yes", "no" or "no_answer"; whether he has it now.

    Raises CannotClaim after a yes that came to nothing; that he was rung is written down all the same.
    """
    if outcome == "no":
        said_no(help_request, volunteer, by, now)
    elif outcome == "no_answer":
        rung(help_request, volunteer, by, now)
    elif outcome == "yes":
        try:
            take_on(help_request, volunteer, by, now)
        except claims.CannotClaim:
            rung(help_request, volunteer, by, now)
            raise
        return True
    return False
