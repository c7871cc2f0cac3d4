"""How long personal data stays: the numbers that the privacy page promises."""

from datetime import datetime, timedelta

from privacy.models import Event

UNCONFIRMED_VOLUNTEER = timedelta(days=7)
UNCONFIRMED_OPERATOR = timedelta(days=7)
REFUSED_OPERATOR = timedelta(days=30)
ENDED_REQUEST = timedelta(days=30)
CONFIRMATION_LINK = timedelta(hours=72)
CALLS = timedelta(days=30)
EVENTS = timedelta(days=365)


def forget_events(now: datetime) -> int:
    """Delete what happened too long ago; return how many."""
    return Event.objects.filter(at__lte=now - EVENTS).delete()[0]
