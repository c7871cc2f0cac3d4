"""Once a week the coordinators get the figures that everybody may see: what the week brought, and in all."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from impact import picture
from impact.measures import MEASURES
from impact.models import Published
from letters.kinds import Message
from letters.outbox import letter, post
from matching import policy

KIND = "week_in_figures"
# A week has no row of its own, so its number is made of its last day.
WEEKS_OF_OURS = UUID("6c0d6d5e-5f43-4f0e-9d53-1f7f2d2f7a10")
AFTER = timedelta(days=5)  # a letter that could not go by then says nothing new any more


def number_of(sunday: date) -> UUID:
    """The letter's subject: the week that ended on this day."""
    return uuid5(WEEKS_OF_OURS, sunday.isoformat())


def last_week(now: datetime) -> Published | None:
    """The row of the last Sunday that is over; None while it is not published."""
    today = timezone.localdate(now)
    return Published.objects.filter(day=today - timedelta(days=today.isoweekday())).first()


def until_when(row: Published) -> datetime:
    """How long a letter about the week that ends with this row is worth sending."""
    return datetime.combine(row.day, datetime.max.time(), timezone.get_default_timezone()) + AFTER


def post_due(now: datetime) -> bool:
    """Put the week's letter into the outbox, by day and once; whether there was anything to write about."""
    row = last_week(now)
    if row is None or policy.current().wake_after(now) > now:
        return False
    until = until_when(row)
    if now > until:
        return False
    post([letter(KIND, number_of(row.day), now=now, valid_until=until)])
    return True


def week_in_figures(subject: UUID) -> Message | None:
    """To the coordinators: each figure in all, and what of it the week brought. None for a week long ago."""
    sundays = Published.objects.filter(day__week_day=picture.SUNDAY)[:2]
    row = next((each for each in sundays if number_of(each.day) == subject), None)
    if row is None:
        return None
    week = next(each for each in reversed(picture.weeks(row)) if each.last == row.day)
    with translation.override(settings.LANGUAGE_CODE):
        told = [(each, row.totals[each.code]) for each in MEASURES if each.code in row.totals]
        figures = [
            (each.label, picture.number(total), picture.number(week.added.get(each.code, 0)))
            for each, total in told
            if total
        ]
        few = ", ".join(str(each.label) for each, total in told if not total)
        path, waits = reverse("impact:impact"), translation.gettext("See what waits")
    return Message(
        to=settings.COORDINATORS_EMAIL,
        language=settings.LANGUAGE_CODE,
        template="impact/email/week_in_figures",
        context={
            "monday": week.monday,
            "sunday": row.day,
            "figures": figures,
            "few": few,
            "button_url": settings.BASE_URL + path,
            "second_label": waits,
            "second_url": settings.BASE_URL + reverse("admin:index"),
        },
    )
