"""Too many requests from the web at once: the rest is kept, and waits for the eyes of the team."""

from datetime import datetime, timedelta

from privacy.crypto import blind_indexes
from requests_app.models import Channel, HelpRequest

# The busiest hour that the press can bring is eight times the usual one: 500 a day make 28 in ten minutes.
IN_TEN_MINUTES = 60
OF_ONE_PHONE = 10  # a day; several people of one house may share a phone
TEN_MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)


def is_rising(phone: str, now: datetime) -> bool:
    """Whether one more from the web would be more than people ask for: in all, or by this phone (E.164)."""
    web = HelpRequest.objects.filter(channel=Channel.WEB)
    if web.filter(phone_index__in=blind_indexes(phone), created_at__gt=now - DAY).count() >= OF_ONE_PHONE:
        return True
    return web.filter(created_at__gt=now - TEN_MINUTES, created_at__lte=now).count() >= IN_TEN_MINUTES
