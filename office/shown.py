"""Personal data on a page of the office: covered, until somebody presses; each press is written down."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Event
from team.access import actor

OPEN_FOR = timedelta(minutes=10)
KEY = "shown"
COVER = "•••••"


def press(request: HttpRequest, subject: UUID, now: datetime) -> None:
    """Uncover one row for whoever is logged in here, for ten minutes; one event for each press."""
    Event.objects.create(at=now, actor=actor(request), action="contact.shown", subject=subject)
    until = {**_open(request, now), str(subject): (now + OPEN_FOR).timestamp()}
    request.session[KEY] = until


def is_open(request: HttpRequest, subject: UUID, now: datetime) -> bool:
    """Whether this row lies uncovered in this session; looking changes nothing."""
    return str(subject) in _open(request, now)


def first(request: HttpRequest, subject: UUID, back: HttpResponse) -> HttpResponse | None:
    """The way back from a page with personal data in its fields, as long as they are covered."""
    if is_open(request, subject, timezone.now()):
        return None
    messages.warning(request, _("Show the person first: it is written down who has looked."))
    return back


def _open(request: HttpRequest, now: datetime) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {})
    return {subject: until for subject, until in kept.items() if until > now.timestamp()}
