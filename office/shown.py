"""Personal data on a page of the office: covered, until somebody presses; each press is written down."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Event
from team.access import actor
from team.uncovered import Uncovered

PEOPLE = Uncovered("shown", timedelta(minutes=10), most=30)
COVER = "•••••"


def press(request: HttpRequest, subject: UUID, now: datetime) -> None:
    """Uncover one row for whoever is logged in here, for ten minutes; one event for each press."""
    Event.objects.create(at=now, actor=actor(request), action="contact.shown", subject=subject)
    PEOPLE.open(request, subject, now)


def is_open(request: HttpRequest, subject: UUID, now: datetime) -> bool:
    """Whether this row lies uncovered in this session."""
    return PEOPLE.is_open(request, subject, now)


def first(request: HttpRequest, subject: UUID, back: HttpResponse) -> HttpResponse | None:
    """The way back from a page with personal data in its fields, as long as they are covered."""
    if is_open(request, subject, timezone.now()):
        return None
    messages.warning(request, _("Show the person first: it is written down who has looked."))
    return back
