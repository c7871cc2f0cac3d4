"""The desk opens on the caller: what rings on an operator's phone, and one press that takes it up."""

from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from callcentre import lookup
from callcentre.guard import takes_calls
from callcentre.models import Call, Direction, Ring
from privacy.models import Event
from team.access import View, actor, is_in

# Should the word of its end be lost, a call does not ring for ever.
RINGS_FOR, LASTS_FOR = timedelta(minutes=5), timedelta(hours=2)
STOP_ASKING = 286  # htmx shows what comes with it, and asks no more
# What the session keeps for the desk: the number that it opens on, and where the cursor is then.
DESK_PHONE, DESK_FOCUS = "desk_phone", "desk_focus"


def on_the_phone_of(user: int) -> QuerySet[Ring]:
    """The calls that ring on this operator's phone now, or that she has; one query over one index."""
    now = timezone.now()
    # a call that somebody else has taken rings no more, unless it was passed on to her since
    rings = _before("call__answered_at") & _before("declined_at") & _before("had_at")
    hers = Q(call__operator=user, call__answered_at__isnull=False)
    lately = Ring.objects.filter(operator=user, last_at__gte=now - LASTS_FOR, call__ended_at__isnull=True)
    found = lately.filter(hers | rings & Q(last_at__gte=now - RINGS_FOR), call__direction=Direction.IN)
    return found.select_related("call").order_by("-last_at")


def _before(field: str) -> Q:
    """That this never happened, or before the last word about her."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lt": F("last_at")})


def until_logged_out(view: View) -> View:
    """What a window asks for by itself ends with its session, and not with a log-in page in its midst."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "HX-Request" in request.headers and not is_in(request):
            return render(request, "callcentre/logged_out.html", status=STOP_ASKING)
        return view(request, *args, **kwargs)

    return asked


@require_safe
@until_logged_out
@takes_calls
def ringing(request: HttpRequest) -> HttpResponse:
    """What the desk asks for every few seconds; as a page of its own where there is no JavaScript."""
    is_part = "HX-Request" in request.headers
    template = "callcentre/ringing_calls.html" if is_part else "callcentre/ringing_page.html"
    return render(request, template, {"rings": on_the_phone_of(request.user.pk or 0)})


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def open_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the card's link leads. A press, which is written down, opens the desk on this caller."""
    call = get_object_or_404(Call, uuid=uuid, erased_at__isnull=True)
    if request.method != "POST":
        return render(request, "callcentre/open_call.html", {"call": call})
    now = timezone.now()
    Event.objects.create(at=now, actor=actor(request), action="call.opened", subject=call.uuid)
    open_on(request, call.phone, now)
    return redirect("callcentre:desk")


def open_on(request: HttpRequest, phone: str, now: datetime, focus: str = "") -> None:
    """Let the desk open on this number (E.164). What it will show is written down now: showing is a GET."""
    lookup.look_up(request, phone, now)
    request.session[DESK_PHONE], request.session[DESK_FOCUS] = phone, focus
