"""The training page: an invented caller plays a call, and nothing that is typed is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from callcentre import training
from callcentre.shift_views import operator_of
from catalogue import kinds
from team.access import TAKE_CALLS, needs

STAGE = "training"  # what the session keeps: how far she has come
CALLED, DONE = "called", "done"


@needs(TAKE_CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """First the call, then what is said back; when both are right, she may take real ones."""
    stage = "" if "again" in request.GET else request.session.get(STAGE, "")
    second = stage == CALLED
    form_class = training.EndForm if second else training.CallForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[STAGE] = DONE if second else CALLED
        if second and (me := operator_of(request)):
            training.finish(me, timezone.now())
        return redirect("callcentre:training")
    context = {
        "form": form,
        "caller": training.caller(),
        "second": second,
        "is_done": stage == DONE and not form.is_bound,
        "consent": training.CONSENT,
        "digits": list(enumerate(kinds.KINDS, 1)),
        "reference": f"{training.REFERENCE[:3]} {training.REFERENCE[3:]}",
        "me": operator_of(request),
    }
    return render(request, "callcentre/training.html", context)
