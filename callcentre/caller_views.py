"""One request at the desk: how it stands, and what the operator does for the caller. A GET only shows."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcentre import finding, for_caller, lookup, opened
from callcentre.guard import takes_calls
from callcentre.ringing import open_on
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import changing, reporting, reports
from matching.report_rows import Side
from matching.tasks import open_request
from privacy.search import phone_as_written
from requests_app.models import HelpRequest
from team.access import actor


def _row(uuid: UUID | str) -> HelpRequest:
    return get_object_or_404(HelpRequest, uuid=uuid, erased_at__isnull=True)


@require_POST
@takes_calls
def told(request: HttpRequest) -> HttpResponse:
    """Open one request; written down who has opened it."""
    key = request.POST.get("uuid", "")
    if not finding.UUID_HEX.fullmatch(key):
        raise Http404
    row = _row(key)
    opened.open_request(request, row.uuid, timezone.now())
    return redirect("callcentre:request", uuid=row.uuid)


@require_safe
@takes_calls
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One request in full, and what to tell the caller; only its number for who has not opened it."""
    row, now = _row(uuid), timezone.now()
    if not opened.is_open(request, row.uuid, now):
        return render(request, "callcentre/to_open.html", {"row": row})
    (standing,) = lookup.standings([row], now)
    context = {
        "standing": standing,
        "row": row,
        "phone": phone_as_written(row.phone),
        "calls": row.calls.filter(erased_at__isnull=True)[: lookup.MOST],
    }
    return render(request, "callcentre/told.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET asks once more, with the words to say; POST cancels, and whoever had said yes is told."""
    row = _row(uuid)
    if request.method == "POST":
        return _do(request, row, "cancel")
    return render(request, "callcentre/cancel.html", {"row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another list or another number; whoever is on it is told. Only for who has the request open."""
    row, here = _row(uuid), reverse("callcentre:change_for_caller", args=[uuid])
    page = reverse("callcentre:request", args=[row.uuid])
    if not opened.is_open(request, row.uuid, timezone.now()):
        return redirect(page)
    desk = changing.Desk("callcentre/change.html", here, page, by=actor(request), with_phone=True)
    return changing.ask(request, row, desk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Something was not right with a volunteer, as the caller tells it; he is held back from this moment."""
    row, now = _row(uuid), timezone.now()
    page = reverse("callcentre:request", args=[row.uuid])
    desk = reporting.Desk(
        Side.PERSON, request.path, page, page, f"phone:{row.uuid.hex}",
        by=actor(request), language=row.language, template="callcentre/report.html",
    )  # fmt: skip
    matches = list(reports.about(row, now))
    answer = reporting.ask(request, desk, matches)
    if matches and getattr(answer, "url", "") == page:
        opened.open_request(request, row.uuid, now)
        messages.success(request, _("Written down. A coordinator looks at it today and rings the person."))
    return answer


@require_POST
@takes_calls
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the caller says, at one press."""
    code = request.POST.get("act", "")
    if code not in for_caller.BY_CODE or for_caller.BY_CODE[code].asks:
        raise Http404
    return _do(request, _row(uuid), code)


def _do(request: HttpRequest, row: HelpRequest, code: str) -> HttpResponse:
    """Whoever acts on a request has it open: the page that follows says how it stands now."""
    now = timezone.now()
    opened.open_request(request, row.uuid, now)
    if for_caller.do(code, row, actor(request), now):
        if code == "nobody_came":
            nudge(open_request, row.uuid)
        nudge(deliver_soon)
        messages.success(request, _("Written down: %(answer)s.") % {"answer": for_caller.BY_CODE[code].said})
    else:
        messages.warning(
            request, _("Nothing was done: it was done a moment ago, or the request has changed.")
        )
    return redirect("callcentre:request", uuid=row.uuid)


@require_POST
@takes_calls
def to_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open the desk on this caller, to write down what came of the call."""
    row = _row(uuid)
    open_on(request, row.phone, timezone.now(), focus="outcome")
    return redirect("callcentre:desk")
