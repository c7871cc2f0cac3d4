"""What the person who asked says when it is reported done: it went well, or nobody came."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from letters.outbox import letter, post
from matching import claims
from matching.models import Match, Outcome
from matching.recall import forget_unsent
from privacy.models import Event
from requests_app import lifecycle
from requests_app.models import HelpRequest, RequestQuerySet, Status

ASKED_FOR = timedelta(days=14)  # later nobody remembers, and whoever needs help asks anew


def asked() -> RequestQuerySet:
    """The requests reported done by a volunteer, of which the person has not said how it went."""
    done = Match.objects.unanswered().filter(help_request=OuterRef("pk"))
    return HelpRequest.objects.filter(Exists(done), status=Status.DONE, erased_at__isnull=True)


def answerable(now: datetime) -> RequestQuerySet:
    """Those of which the person may still say at this moment how it went."""
    return asked().filter(ended_at__gt=now - ASKED_FOR)


def may_be_answered(help_request: HelpRequest, now: datetime) -> bool:
    """Whether the person may say at this moment how it went."""
    return answerable(now).filter(pk=help_request.pk).exists()


def _lock(help_request: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.select_for_update().get(pk=help_request.pk)


@transaction.atomic
def went_well(help_request: HelpRequest, now: datetime) -> bool:
    """It went well; False if nothing was to be said, or it was said before."""
    if not may_be_answered(_lock(help_request), now):
        return False
    return bool(Match.objects.unanswered().filter(help_request=help_request).update(went_well_at=now))


@transaction.atomic
def nobody_came(help_request: HelpRequest, *, by: str, now: datetime) -> bool:
    """Nobody came: it is asked for again at once, and the team hears; False if it was said before.

    The same request, so that number and code word stay good; not from the
    volunteer who reported it done, who loses that task from his certificate.
    """
    row = _lock(help_request)
    if not may_be_answered(row, now):
        return False
    matches = list(Match.objects.unanswered().filter(help_request=row))
    Match.objects.filter(pk__in=[each.pk for each in matches]).update(outcome=Outcome.NOBODY_CAME)
    facts = {"taken": F("taken") - len(matches), "next_wave_at": now, **claims.more_time(row, now)}
    lifecycle.move(row, Status.OPEN, by=by, now=now, **facts)
    Event.objects.create(at=now, actor=by, action="match.nobody_came", subject=row.uuid)
    forget_unsent(row)
    post(letter("nobody_came", each.uuid, now=now) for each in matches)
    help_request.refresh_from_db()
    return True
