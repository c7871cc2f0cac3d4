"""What we write to those who take calls, or have offered it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from callcentre.models import Operator, Shift
from covidsol.hours import clock
from letters.kinds import Message
from team import accounts


def _message(operator: Operator, template: str, button_url: str, **context: Any) -> Message:
    return Message(
        to=operator.email,
        recipient=operator.email_index or "",
        language=operator.language,
        template=f"callcentre/email/{template}",
        context={"first_name": operator.first_name, "button_url": button_url, **context},
    )


def _link(operator: Operator, view: str, *arguments: str) -> str:
    with translation.override(operator.language):
        return f"{settings.BASE_URL}{reverse(view, args=arguments)}"


def _with_us(subject: UUID) -> Operator | None:
    return Operator.objects.filter(uuid=subject, left_at__isnull=True).first()


def confirm(subject: UUID) -> Message | None:
    """The signed letter that asks whether it was she who offered; nothing more once she has answered."""
    operator = _with_us(subject)
    if operator is None or operator.confirmed_at:
        return None
    return _message(operator, "confirm", _link(operator, "phone:confirm", operator.token("confirm")))


def known(subject: UUID) -> Message | None:
    """For somebody who offers again what we have taken down already."""
    operator = _with_us(subject)
    if operator is None or not operator.confirmed_at:
        return None
    view = "callcentre:shifts" if operator.approved_at else "home"
    return _message(operator, "known", _link(operator, view), is_approved=bool(operator.approved_at))


def welcome(subject: UUID) -> Message | None:
    """The one letter after the yes: account and second factor, and the way to the first shift."""
    operator = _with_us(subject)
    if operator is None or not operator.approved_at or operator.user is None:
        return None
    with translation.override(operator.language):
        second = {"second_label": gettext("Then choose your first shift"), "second_url": shifts_link()}
    return _message(operator, "welcome", accounts.link(operator.user), **second)


def shifts_link() -> str:
    """The full address of the page of shifts."""
    return f"{settings.BASE_URL}{reverse('callcentre:shifts')}"


def refused(subject: UUID) -> Message | None:
    """Not now; nothing if a coordinator has thought it over since."""
    operator = _with_us(subject)
    if operator is None or not operator.refused_at or operator.approved_at:
        return None
    return _message(operator, "no", _link(operator, "volunteers:register"))


def reminder(subject: UUID) -> Message | None:
    """Her shift is tomorrow; nothing if she has taken herself off it. Once it has begun it is void."""
    shift = Shift.objects.select_related("operator").filter(uuid=subject).first()
    if shift is None or shift.operator.left_at:
        return None
    with translation.override(shift.operator.language):
        start, end = (timezone.localtime(each) for each in (shift.starts_at, shift.ends_at))
        when = {"day": start.date(), "start": clock(start.time()), "end": clock(end.time())}
    return _message(shift.operator, "reminder", shifts_link(), **when)
