"""The page of shifts: who is at the phone when, and the buttons to be there. A GET shows, a POST changes."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from callcentre import joining, shifts
from callcentre.models import Operator, Shift
from callcentre.shift_forms import PutForm
from team.access import LEAD_CALLS, TAKE_CALLS, actor, needs

TOO_LATE = gettext_lazy("This was done before, or the hours are over. Nothing has changed.")


def operator_of(request: HttpRequest) -> Operator | None:
    """Who is logged in, as one of those who take calls; None for coordinators who do not."""
    return Operator.objects.active().filter(user_id=request.user.pk or 0).first()


def _me(request: HttpRequest) -> Operator:
    if me := operator_of(request):
        return me
    raise Http404


@needs(TAKE_CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Two weeks. An operator puts herself on hours, or takes herself off them."""
    now = timezone.now()
    if request.method == "POST":
        me = _me(request)
        if key := request.POST.get("take"):
            _take(request, me, key, now)
        if key := request.POST.get("give_up"):
            _give_up(request, me, key, now)
        return redirect("callcentre:shifts")
    return _shown(request, now)


def _take(request: HttpRequest, operator: Operator, key: str, now: datetime) -> None:
    try:
        shifts.take(operator, key, actor(request), now)
    except shifts.NoSuchSlot:  # the page has stood open since
        messages.warning(
            request, _("These hours have begun already, or there are none such. Nothing has changed.")
        )


def _give_up(request: HttpRequest, operator: Operator, key: str, now: datetime) -> None:
    if not shifts.give_up(operator, key, actor(request), now):
        messages.warning(request, TOO_LATE)


def _take_off(request: HttpRequest, number: str, now: datetime) -> None:
    try:
        shift = Shift.objects.select_related("operator").get(uuid=UUID(number))
    except (ValueError, Shift.DoesNotExist):  # it is off already
        messages.warning(request, TOO_LATE)
    else:
        _give_up(request, shift.operator, shifts.key_of(shift.starts_at), now)


def _shown(request: HttpRequest, now: datetime, form: PutForm | None = None) -> HttpResponse:
    me, leads = operator_of(request), request.user.has_perm(LEAD_CALLS)
    plan = shifts.plan(now, me)
    lacking = {day: sum(bool(line.missing) for line in lines) for day, lines in plan.items()}
    context = {
        "plan": plan,
        "now": now,
        "me": me,
        "lacking": [(day, count, len(plan[day])) for day, count in lacking.items() if count],
        "leads": leads,
        "form": (form or PutForm(plan, now)) if leads else None,
        "feed": f"{settings.BASE_URL}{reverse('calendar', args=[me.token('shifts')])}" if me else "",
    }
    return render(request, "callcentre/shifts.html", context)


@needs(LEAD_CALLS)
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """A coordinator puts somebody on hours, or takes a promise away."""
    now = timezone.now()
    if number := request.POST.get("off"):
        _take_off(request, number, now)
        return redirect("callcentre:shifts")
    form = PutForm(shifts.plan(now, None), now, request.POST)
    if not form.is_valid():
        return _shown(request, now, form)
    operator = Operator.objects.active().get(uuid=form.cleaned_data["operator"])
    _take(request, operator, form.cleaned_data["slot"], now)
    return redirect("callcentre:shifts")


@needs(TAKE_CALLS)
@require_POST
def new_link(request: HttpRequest) -> HttpResponse:
    """Another link to the calendar, and the old one is dead; pressed twice on one page it is one new link."""
    me = _me(request)
    if request.POST.get("epoch") == str(me.epoch):
        Operator.objects.filter(pk=me.pk, epoch=me.epoch).update(epoch=F("epoch") + 1)
    return redirect("callcentre:shifts")


@needs(TAKE_CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """No more calls: GET asks once more, POST forgets her and logs her out."""
    me = _me(request)
    if request.method == "POST":
        joining.leave(me, actor(request), timezone.now())
        logout(request)
        return redirect("phone:goodbye")
    return render(request, "callcentre/leave.html")
