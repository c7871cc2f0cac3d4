"""The office's page about one request: facts, its whole story, whom to ask next, and the acts."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcentre.doubles import in_common
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import explain
from matching.models import Match
from office import acts, ages, report_page, shown, story
from office.merging import CannotMerge
from privacy.search import phone_as_written
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from team.access import actor

VIEW, CHANGE = "requests_app.view_helprequest", "requests_app.change_helprequest"
PAGE = "admin:requests_app_helprequest_change"
WHOM = "admin:requests_app_helprequest_volunteers"


def _row(request: HttpRequest, pk: Any, right: str) -> HelpRequest:
    """The request, for whoever has this right; 404 if there is none, or no number."""
    if not request.user.has_perm(right):
        raise PermissionDenied
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    return get_object_or_404(HelpRequest, pk=pk)


def page(request: HttpRequest, pk: Any) -> HttpResponse:
    """All about one request; nothing is edited here."""
    may_change = request.user.has_perm(CHANGE)
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied
    row, now = _row(request, pk, CHANGE if may_change else VIEW), timezone.now()
    is_open = may_change and not row.erased_at and shown.is_open(request, row.uuid, now)
    same = [] if row.erased_at or not row.phone_index else _same_phone(row)
    context = admin.site.each_context(request) | {
        "title": row.spoken_reference,
        "original": row,
        "opts": HelpRequest._meta,
        "age": ages.of_request(row, now),
        "person": person(row) if is_open else None,
        "covered": not is_open and may_change and not row.erased_at,
        "cover": shown.COVER,
        "acts": _presses(row) if may_change and not row.erased_at else [],
        "matches": list(Match.objects.filter(help_request=row).select_related("volunteer")),
        "moments": story.of_request(row),
        "reports": report_page.about(request, match__help_request=row),
        "same": same,
        "is_open": row.status == Status.OPEN,
        "where": row.municipality_label(get_language() or row.language),
        "show_url": "admin:requests_app_helprequest_show",
    }
    context |= ranking(row, now) if may_change and row.status == Status.OPEN else {}
    return render(request, "admin/requests_app/helprequest/page.html", context)


def _presses(row: HelpRequest) -> list[tuple[acts.Act, str]]:
    return [(deed, acts.state(row, deed)) for deed in acts.possible(row)]


def _same_phone(row: HelpRequest) -> list[HelpRequest]:
    """Other requests of the same number that go on."""
    others = HelpRequest.objects.filter(phone_index=row.phone_index, ended_at__isnull=True)
    return list(others.exclude(pk=row.pk)[:10])


def ranking(row: HelpRequest, now: Any) -> dict[str, Any]:
    """Whom it would ask next and why, without a number."""
    plan = explain.plan(row, now)
    return {"plan": plan, "lines": [(each, "") for each in plan.ranking], "with_numbers": False}


def person(row: HelpRequest) -> list[tuple[str, str]]:
    """What is covered otherwise: who asks, where to ring, where to go, what to bring."""
    facts = (
        (_("Name"), row.name),
        (_("Phone"), phone_as_written(row.phone)),
        (_("E-mail"), row.email),
        (_("Street"), row.street),
        (_("List"), row.notes),
        (_("Asked by"), row.asked_by),
        (_("Code word"), row.code_word),
    )
    notes = row.matches.exclude(noted_at=None).order_by("noted_at")
    written = [(_("A word to the team"), each.note) for each in notes if each.note]
    return [(label, value) for label, value in (*facts, *written) if value]


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Uncover the person for ten minutes; the press is written down."""
    row = _row(request, pk, CHANGE)
    if not row.erased_at:
        shown.press(request, row.uuid, timezone.now())
    return redirect(PAGE, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One act: what will happen, then the press that does it."""
    row, deed = _row(request, pk, CHANGE), acts.BY_CODE.get(code)
    if deed is None or row.erased_at:
        raise Http404
    is_sent = request.method == "POST"
    if (is_sent and request.POST.get("seen") != acts.state(row, deed)) or not deed.possible(row):
        return _too_late(request, row)
    form = deed.form(request.POST if is_sent else None)
    if not (is_sent and form.is_valid() and _done(request, row, deed, form)):
        context = admin.site.each_context(request) | {
            "title": deed.label, "original": row, "opts": HelpRequest._meta, "act": deed, "form": form,
            "seen": acts.state(row, deed), "same": _same_phone(row) if code == "merge" else [],
            **_beside(row, form),
        }  # fmt: skip
        return render(request, "admin/requests_app/helprequest/act.html", context)
    return redirect(WHOM if request.POST.get("onward") == "volunteers" else PAGE, row.pk)


def _beside(row: HelpRequest, form: Any) -> dict[str, Any]:
    """The other request, with what both have in common, for who is about to make one of two."""
    other = getattr(form, "cleaned_data", {}).get("other")
    return {"other": other, "both": (row, other), "alike": in_common(row, other)} if other else {}


def _too_late(request: HttpRequest, row: HelpRequest) -> HttpResponse:
    """Somebody was faster, or it was pressed twice."""
    text = _("Nothing was done: the request is “%(status)s” now. Look again.")
    messages.warning(request, text % {"status": row.get_status_display()})
    return redirect(PAGE, row.pk)


def _done(request: HttpRequest, row: HelpRequest, deed: acts.Act, form: Any) -> bool:
    """Do it, and say so; False if it must be asked otherwise."""
    try:
        deed.do(row, form.cleaned_data, actor(request), timezone.now())
    except CannotMerge as error:
        form.add_error("other", error.why)
        return False
    except IllegalMove:
        row.refresh_from_db()
        _too_late(request, row)
        return True
    if deed.hint:
        nudge(deed.hint, row.uuid)
    nudge(deliver_soon)
    messages.success(request, _("%(act)s: done.") % {"act": deed.label})
    return True
