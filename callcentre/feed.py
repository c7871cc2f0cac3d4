"""An operator's shifts as a calendar that her own program fetches: RFC 5545, by a private link."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from callcentre.letters import shifts_link
from callcentre.models import Operator, Shift
from letters.compose import domain
from privacy import doors

KEPT = timedelta(days=30)  # a shift that is over stays in the calendar for so long
EVERY = timedelta(hours=1)


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Her own shifts and nothing else. Times are in UTC, which every calendar shows in its owner's zone."""
    operator = doors.live(token, "operator.shifts", Operator.objects.active())
    response = HttpResponse(written(operator), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="shifts.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def written(operator: Operator) -> bytes:
    """The calendar as it stands now."""
    with translation.override(operator.language):
        name = gettext("At the phone: %(service)s") % {"service": settings.SERVICE_NAME}
    found = Calendar()
    found.add("prodid", f"-//{domain()}//shifts//")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for shift in operator.shifts.filter(ends_at__gt=timezone.now() - KEPT):
        found.add_component(_event(shift, name))
    return bytes(found.to_ical())


def _event(shift: Shift, name: str) -> Event:
    """The same number for the same shift, so that a program that fetches it again knows it."""
    event = Event()
    event.add("uid", f"{shift.uuid}@{domain()}")
    event.add("dtstamp", shift.starts_at)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", name)
    event.add("url", shifts_link())
    return event
