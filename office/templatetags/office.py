"""The first page of the admin, as one tag: looked up only where it is shown."""

from typing import Any

from django import template
from django.utils import timezone

from exchange import waiting
from office import days, queues, running
from team.access import actor
from team.roles import EXPORT_PEOPLE

register = template.Library()


@register.inclusion_tag("office/front.html", takes_context=True)
def front_page(context: dict[str, Any]) -> dict[str, Any]:
    """Queues, a fortnight in bars, and how the dispatch runs, as far as whoever is logged in may see them."""
    user, now = context["request"].user, timezone.now()
    sees = user.has_perm(queues.SEES_REQUESTS)
    return {
        "queues": queues.look(user, now),
        "days": days.fortnight(now) if sees else [],
        "lines": running.look(now) if sees else [],
        "width": days.DAYS * days.STEP,
        "tall": days.TALL,
    }


@register.inclusion_tag("exchange/waiting.html", takes_context=True)
def second_person(context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the leave of whoever is logged in."""
    request = context["request"]
    return {"waiting": waiting.look(actor(request), request.user.has_perm(EXPORT_PEOPLE), timezone.now())}
