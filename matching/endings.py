"""Endings: the only way to cancel or expire a request, together with its matches and letters."""

from datetime import datetime

from django.db import transaction

from letters.outbox import letter, post
from matching import claims, reports
from matching.models import Match, Outcome
from matching.recall import forget_unsent
from matching.report_rows import Verdict
from requests_app import lifecycle
from requests_app.models import HelpRequest, Status
from volunteers import holding, membership
from volunteers.models import Volunteer


def _end(help_request: HelpRequest, to: Status, by: str, now: datetime) -> None:
    """Move the request, end what is live, and tell those who were on it.

    Letters about it that still wait are dropped when their turn comes: their
    kind looks at the request before it says anything.
    """
    lifecycle.move(help_request, to, by=by, now=now)
    for match in help_request.matches.live():
        claims.end(match, Outcome.ENDED, now)
        post([letter("no_longer_needed", match.uuid, now=now)])


@transaction.atomic
def cancel(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """It is not needed any more. Raises IllegalMove if it has ended already."""
    _end(help_request, Status.CANCELLED, by, now)


@transaction.atomic
def expire(help_request: HelpRequest, *, now: datetime) -> None:
    """Nobody was found in time; the person is told, if there is an address to write to."""
    _end(help_request, Status.EXPIRED, "clock", now)
    if help_request.email:
        post([letter("expired", help_request.uuid, now=now)])


@transaction.atomic
def finish(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """The team knows that it is done. Raises IllegalMove if it is neither matched nor referred."""
    lifecycle.move(help_request, Status.DONE, by=by, now=now)
    for match in help_request.matches.live():
        claims.end(match, Outcome.DONE, now)
    if help_request.matches.unanswered().exists():
        claims.ask_how_it_went(help_request, now)


@transaction.atomic
def release(help_request: HelpRequest, *, by: str, now: datetime) -> None:
    """Let go: what is held or referred is asked for again, what a volunteer sits on is given to others."""
    if help_request.status in (Status.HELD, Status.REFERRED):
        checked = {"verified_at": now, "verified_by": by} if help_request.status == Status.HELD else {}
        facts = {"hold": "", "next_wave_at": now, **checked, **claims.more_time(help_request, now)}
        lifecycle.move(help_request, Status.OPEN, by=by, now=now, **facts)
        forget_unsent(help_request)
        return
    live = list(help_request.matches.live())
    if not live:
        raise lifecycle.IllegalMove("nothing to release")
    for match in live:
        claims.give_back(match, Outcome.RELEASED, by, now)
        post([letter("no_longer_needed", match.uuid, now=now)])


def _hold_still(volunteer: Volunteer) -> None:
    """Lock the volunteer before looking at his matches: a yes at this moment comes before or not at all."""
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)


@transaction.atomic
def volunteer_leaves(volunteer: Volunteer, now: datetime) -> None:
    """Somebody goes: what he had taken on is offered to others, and he is forgotten."""
    by = f"volunteer:{volunteer.uuid}"
    _hold_still(volunteer)
    for match in Match.objects.live().filter(volunteer=volunteer):
        claims.give_back(match, Outcome.GIVEN_BACK, by, now)
    membership.leave(volunteer, now)


@transaction.atomic
def block_volunteer(volunteer: Volunteer, *, by: str, now: datetime) -> None:
    """No letters and no links, at once; what he had taken on is offered to others."""
    _hold_still(volunteer)
    holding.look_at_others(volunteer, now)  # before his matches: rows of volunteers are locked first
    for match in Match.objects.live().filter(volunteer=volunteer):
        claims.give_back(match, Outcome.RELEASED, by, now)
    membership.block(volunteer, by, now)
    reports.close_all(volunteer, Verdict.BLOCKED, by=by, now=now)
