"""Forgetting: thirty days after its end a request keeps its place in the counts, and no person."""

from datetime import datetime

from privacy.retention import ENDED_REQUEST
from requests_app.models import HelpRequest

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
    return old.update(**PERSONAL, form_key=None, lat=None, lon=None, located_at=None, erased_at=now)
