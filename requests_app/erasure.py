"""Forgetting: thirty days after its end, or when asked, a request keeps its counts and loses its person."""

from datetime import datetime

from django.db import transaction

from privacy.models import Event
from privacy.retention import ENDED_REQUEST
from requests_app.models import ENDED, HelpRequest, RequestQuerySet

PERSONAL = dict.fromkeys(
    (
        "name",
        "phone",
        "phone_index",
        "email",
        "street",
        "notes",
        "asked_by",
        "code_word",
        "precision",
        "source",
    ),
    "",
)


def forget_ended(now: datetime) -> int:
    """Take the person out of all requests that ended long enough ago; return how many."""
    old = HelpRequest.objects.filter(ended_at__lte=now - ENDED_REQUEST, erased_at__isnull=True)
    return _empty(old, now)


@transaction.atomic
def forget(help_request: HelpRequest, now: datetime) -> bool:
    """Forget a request that has ended, at once; False if it is under way, or was forgotten before."""
    ended = HelpRequest.objects.filter(pk=help_request.pk, status__in=ENDED, erased_at__isnull=True)
    if not _empty(ended, now):
        return False
    Event.objects.create(at=now, actor="requester", action="request.forgotten", subject=help_request.uuid)
    return True


def _empty(rows: RequestQuerySet, now: datetime) -> int:
    return rows.update(**PERSONAL, form_key=None, lat=None, lon=None, located_at=None, erased_at=now)
