"""How long personal data stays: the numbers that the privacy page promises."""

from datetime import datetime, timedelta

from privacy.models import Event

UNCONFIRMED_VOLUNTEER = timedelta(days=7)
UNCONFIRMED_OPERATOR = timedelta(days=7)
REFUSED_OPERATOR = timedelta(days=30)
ENDED_REQUEST = timedelta(days=30)
SETTLED_REPORT = timedelta(days=30)
CONFIRMATION_LINK = timedelta(hours=72)
CALLS = timedelta(days=30)
TEAM = timedelta(days=30)  # after somebody has left it; before that she may come back to the same account
EVENTS = timedelta(days=365)
TRACE = timedelta(days=365)  # of a volunteer who was blocked or held back, after he has left


def in_days() -> dict[str, int]:
    """Each of the rules above in days, for the page that promises them."""
    return {
        "ended_request": ENDED_REQUEST.days,
        "settled_report": SETTLED_REPORT.days,
        "unconfirmed_volunteer": UNCONFIRMED_VOLUNTEER.days,
        "unconfirmed_operator": UNCONFIRMED_OPERATOR.days,
        "refused_operator": REFUSED_OPERATOR.days,
        "calls": CALLS.days,
        "team": TEAM.days,
        "events": EVENTS.days,
        "trace": TRACE.days,
    }


def forget_events(now: datetime) -> int:
    """Delete what happened too long ago; return how many."""
    return Event.objects.filter(at__lte=now - EVENTS).delete()[0]
