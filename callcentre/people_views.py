"""Who takes calls, and who has offered it: for coordinators. A GET shows, a POST changes."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from callcentre import joining
from callcentre.models import Operator
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from privacy.models import Event
from team.access import LEAD_CALLS, actor, needs

SHOWN, SHOWN_FOR = "operator_shown", timedelta(minutes=5)  # whose numbers the session may show, how long


@needs(LEAD_CALLS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Offers first, the oldest at the top; then those who take calls, and those who were told "not now"."""
    offers = Operator.objects.order_by("confirmed_at", "pk")
    kept = request.session.get(SHOWN) or {"until": 0}
    is_live = kept["until"] > timezone.now().timestamp()
    context = {
        "offers": offers.unanswered(),
        "refused": offers.offers().filter(refused_at__isnull=False),
        "active": sorted(Operator.objects.active(), key=lambda each: each.name.casefold()),
        "shown": UUID(kept["uuid"]) if is_live else None,
    }
    return render(request, "callcentre/people.html", context)


def _named(request: HttpRequest) -> Operator:
    try:
        uuid = UUID(request.POST.get("operator", ""))
    except ValueError:
        uuid = UUID(int=0)
    return get_object_or_404(Operator, uuid=uuid, left_at__isnull=True, confirmed_at__isnull=False)


@needs(LEAD_CALLS)
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Yes: an account and a letter."""
    joining.approve(_named(request), actor(request), timezone.now())
    nudge(deliver_soon)
    return redirect("callcentre:people")


@needs(LEAD_CALLS)
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """Not now: a letter."""
    joining.refuse(_named(request), actor(request), timezone.now())
    nudge(deliver_soon)
    return redirect("callcentre:people")


@needs(LEAD_CALLS)
@require_POST
def reveal(request: HttpRequest) -> HttpResponse:
    """Phone and e-mail of one of them, for a few minutes; it is written down."""
    operator, now = _named(request), timezone.now()
    Event.objects.create(at=now, actor=actor(request), action="operator.revealed", subject=operator.uuid)
    request.session[SHOWN] = {"uuid": operator.uuid.hex, "until": (now + SHOWN_FOR).timestamp()}
    return redirect("callcentre:people")


@needs(LEAD_CALLS)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Somebody who has said by phone that she stops: as if she had pressed the button herself."""
    joining.leave(_named(request), actor(request), timezone.now())
    return redirect("callcentre:people")
