"""How long personal data stays: the numbers that the privacy page promises."""

from datetime import timedelta

UNCONFIRMED_VOLUNTEER = timedelta(days=7)
ENDED_REQUEST = timedelta(days=30)
CONFIRMATION_LINK = timedelta(hours=72)
EVENTS = timedelta(days=365)
