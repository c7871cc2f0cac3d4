"""The office's page about one report: what was said and of whom, covered words, and the verdicts."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import verdicts
from matching.report_rows import Report, Verdict
from office import ages, shown
from requests_app.lifecycle import IllegalMove
from team.access import actor

VIEW, CHANGE = "matching.view_report", "matching.change_report"
PAGE = "admin:matching_report_change"
LATE, LONG = timedelta(hours=1), timedelta(hours=4)
ACTS: dict[Verdict, tuple[Any, Any]] = {
    Verdict.NOTHING: (
        gettext_lazy("Nothing in it: the volunteer helps again"),
        gettext_lazy("You have looked into it and found nothing. Letters go to this volunteer again."),
    ),
    Verdict.SPOKEN: (
        gettext_lazy("Spoken with both: the volunteer helps again"),
        gettext_lazy(
            "You have spoken with both. Letters go to this volunteer again, but not about this person."
        ),
    ),
    Verdict.BLOCKED: (
        gettext_lazy("Block the volunteer"),
        gettext_lazy("No letters and no links from this moment on. Tasks go to others. No way back."),
    ),
    Verdict.SETTLED: (
        gettext_lazy("Settled"),
        gettext_lazy("You have spoken with the volunteer. Nobody need ring the person about it any more."),
    ),
    Verdict.CANCELLED: (
        gettext_lazy("Settled: cancel the request"),
        gettext_lazy("The request is closed, and a volunteer who is on it is told. Ring the person first."),
    ),
}


def may_see(request: HttpRequest) -> bool:
    """Whether who is logged in may know of reports."""
    return bool(request.user.has_perm(VIEW))


def age(row: Report, now: datetime) -> ages.Age:
    """How long it waits for a coordinator; of one that is settled how long it took."""
    if row.settled_at:
        return ages.Age(timesince(row.created_at, row.settled_at, depth=1))
    return ages.of(row.created_at, now, LATE, LONG)


def about(request: HttpRequest, **which: Any) -> list[tuple[Report, list[tuple[str, Any]]]]:
    """The reports about a request or a volunteer, each with the acts that are possible; for who may know."""
    if not may_see(request):
        return []
    rows = Report.objects.filter(**which).select_related("match__help_request", "match__volunteer")
    return [(each, _acts(request, each)) for each in rows.defer("words")]


def _acts(request: HttpRequest, row: Report) -> list[tuple[str, Any]]:
    if not request.user.has_perm(CHANGE):
        return []
    return [(each.value, ACTS[each][0]) for each in verdicts.possible(row)]


def _row(request: HttpRequest, pk: Any, right: str) -> Report:
    if not request.user.has_perm(right):
        raise PermissionDenied
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    return get_object_or_404(Report.objects.select_related("match__help_request", "match__volunteer"), pk=pk)


def page(request: HttpRequest, pk: Any) -> HttpResponse:
    """All about one report; nothing is edited here."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied
    row, now = _row(request, pk, VIEW), timezone.now()
    may_change = request.user.has_perm(CHANGE)
    is_open = may_change and shown.is_open(request, row.uuid, now)
    context = admin.site.each_context(request) | {
        "title": f"{row.match.help_request.spoken_reference} · {row}",
        "original": row,
        "opts": Report._meta,
        "age": age(row, now),
        "words": row.words if is_open else shown.COVER,
        "covered": may_change and bool(row.words) and not is_open,
        "acts": _acts(request, row),
    }
    return render(request, "admin/matching/report/page.html", context)


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Uncover the words for ten minutes; the press is written down."""
    row = _row(request, pk, CHANGE)
    if row.words:
        shown.press(request, row.uuid, timezone.now())
    return redirect(PAGE, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One verdict: what will happen, then the press that does it; a second one changes nothing."""
    row = _row(request, pk, CHANGE)
    if code not in Verdict.values:
        raise Http404
    verdict = Verdict(code)
    if verdict not in verdicts.possible(row):
        return _too_late(request, row)
    label, what = ACTS[verdict]
    if request.method != "POST":
        context = admin.site.each_context(request) | {
            "title": label, "original": row, "opts": Report._meta, "label": label, "what": what,
        }  # fmt: skip
        return render(request, "admin/matching/report/act.html", context)
    try:
        if not verdicts.settle(row, verdict, by=actor(request), now=timezone.now()):
            return _too_late(request, row)
    except IllegalMove:
        return _too_late(request, row)
    nudge(deliver_soon)
    messages.success(request, _("%(act)s: done.") % {"act": label})
    return redirect(PAGE, row.pk)


def _too_late(request: HttpRequest, row: Report) -> HttpResponse:
    messages.warning(request, _("Nothing was done: it is so already. Look again."))
    return redirect(PAGE, row.pk)
