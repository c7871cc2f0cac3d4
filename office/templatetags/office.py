"""The first page of the admin, as one tag: looked up only where it is shown."""

from typing import Any

from django import template
from django.utils import timezone

from office import days, queues, running

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
