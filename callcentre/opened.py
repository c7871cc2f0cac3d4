"""Which requests an operator has open: written down when she opens one, shown in her session for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from callcentre import lookup

OPENED = "desk_opened"  # what the session keeps: until when each may be shown
SHOWN_FOR = timedelta(minutes=30)  # a long talk; then one more press, and one more line in the books
MOST = 10


def is_open(request: HttpRequest, uuid: UUID, now: datetime) -> bool:
    """Whether this session may show the request at this moment."""
    return bool(request.session.get(OPENED, {}).get(uuid.hex, 0) > now.timestamp())


def open_request(request: HttpRequest, uuid: UUID, now: datetime) -> None:
    """Show it from now on, with a line in the books unless it is shown already."""
    if is_open(request, uuid, now):
        return
    lookup.reveal(request, [uuid], "request.revealed", now)
    kept = {key: until for key, until in request.session.get(OPENED, {}).items() if until > now.timestamp()}
    newest = list(kept.items())[1 - MOST :]
    request.session[OPENED] = {**dict(newest), uuid.hex: (now + SHOWN_FOR).timestamp()}
