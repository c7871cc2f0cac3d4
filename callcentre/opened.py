"""Which requests an operator has open: written down when she opens one, shown in her session for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from callcentre import lookup
from team.uncovered import Uncovered

SHOWN_FOR = timedelta(minutes=30)  # a long talk; then one more press, and one more line in the books
REQUESTS = Uncovered("desk_opened", SHOWN_FOR, most=10)


def is_open(request: HttpRequest, uuid: UUID, now: datetime) -> bool:
    """Whether this session may show the request at this moment."""
    return REQUESTS.is_open(request, uuid, now)


def open_request(request: HttpRequest, uuid: UUID, now: datetime) -> None:
    """Show it from now on, with a line in the books unless it is shown already."""
    if not is_open(request, uuid, now):
        lookup.reveal(request, [uuid], "request.revealed", now)
        REQUESTS.open(request, uuid, now)
