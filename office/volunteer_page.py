"""The office's page about one volunteer: tasks, letters this week, words to the team; and the presses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import endings, policy, reports, search, steering, watch
from office import report_page, shown, story
from privacy.search import phone_as_written
from team.access import actor
from volunteers import membership
from volunteers.models import Status, Volunteer

VIEW, CHANGE = "volunteers.view_volunteer", "volunteers.change_volunteer"
PAGE = "admin:volunteers_volunteer_change"
TASKS = 100


@dataclass(frozen=True)
class Press:
    """One press: its button, what will happen, when it is possible, and its deed."""

    code: str
    label: Any
    what: Any
    possible: Callable[[Volunteer], bool]
    do: Callable[[Volunteer, str, datetime], None]


def _stays(row: Volunteer) -> bool:
    return row.status != Status.LEFT


PRESSES = (
    Press(
        "approve", gettext_lazy("Approve"),
        gettext_lazy("You have checked who this is. No document is kept."),
        lambda row: _stays(row) and not row.approved_at and not row.blocked_at,
        lambda row, by, now: membership.approve(row, by, "office", now),
    ),
    Press(
        "let_help", gettext_lazy("Let this volunteer help"),
        gettext_lazy("You have spoken with each other. The same phone or e-mail does not count again."),
        lambda row: _stays(row) and not row.blocked_at and row.returns.open().exists(),
        lambda row, by, now: reports.not_the_same(row, by=by, now=now),
    ),
    Press(
        "nothing_in_it", gettext_lazy("Looked into: nothing in it"),
        gettext_lazy("Leaves the list “many seen, few done”. What ends from now on counts anew."),
        lambda row: watch.watched(timezone.now()).filter(pk=row.pk).exists(),
        lambda row, by, now: watch.nothing_in_it(row, by=by, now=now),
    ),
    Press(
        "undeliverable", gettext_lazy("Letters do not arrive"),
        gettext_lazy("No letters are sent until you say that they arrive again. Ring if there is a task."),
        lambda row: row.status == Status.ACTIVE and not row.undeliverable_at,
        lambda row, by, now: steering.no_more_letters(row, by=by, now=now),
    ),
    Press(
        "deliverable", gettext_lazy("Letters arrive again"), gettext_lazy("Letters are sent again."),
        lambda row: row.status == Status.ACTIVE and bool(row.undeliverable_at),
        lambda row, by, now: steering.letters_again(row, by=by, now=now),
    ),
    Press(
        "block", gettext_lazy("Block"),
        gettext_lazy("No letters and no links from this moment on. Tasks go to others. No way back."),
        lambda row: _stays(row) and not row.blocked_at,
        lambda row, by, now: endings.block_volunteer(row, by=by, now=now),
    ),
)  # fmt: skip
BY_CODE = {press.code: press for press in PRESSES}


def _row(request: HttpRequest, pk: Any, right: str) -> Volunteer:
    if not request.user.has_perm(right):
        raise PermissionDenied
    if not str(pk).isdecimal() or len(str(pk)) > 18:
        raise Http404
    return get_object_or_404(Volunteer, pk=pk)


def page(request: HttpRequest, pk: Any) -> HttpResponse:
    """All about one volunteer; nothing is edited here."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied
    may_change, now = request.user.has_perm(CHANGE), timezone.now()
    row = _row(request, pk, CHANGE if may_change else VIEW)
    is_here = row.status != Status.LEFT
    is_open = may_change and is_here and shown.is_open(request, row.uuid, now)
    matches = list(row.matches.select_related("help_request")[:TASKS])
    context = admin.site.each_context(request) | {
        "title": str(row),
        "original": row,
        "opts": Volunteer._meta,
        "where": row.municipality_label(get_language() or row.language),
        "standing": search.standing([row.pk], now).get(row.pk),
        "matches": matches,
        "written": sum(1 for each in matches if each.noted_at),
        "moments": story.of_volunteer(row, with_reports=report_page.may_see(request)),
        "returns": row.returns.select_related("trace__volunteer"),
        "ends": watch.reason(row, now),
        "watch_days": policy.current().watch_days,
        "reports": report_page.about(request, match__volunteer=row),
        "presses": [each for each in PRESSES if each.possible(row)] if may_change else [],
        "may_change": may_change,
        "person": person(row, matches) if is_open else None,
        "covered": may_change and is_here and not is_open,
        "cover": shown.COVER,
        "show_url": "admin:volunteers_volunteer_show",
    }
    return render(request, "admin/volunteers/volunteer/page.html", context)


def person(row: Volunteer, matches: list[Any]) -> list[tuple[str, str]]:
    """What is covered otherwise: who he is, and what he wrote to the team after his tasks."""
    facts = (
        (_("Name"), row.name),
        (_("Phone"), phone_as_written(row.phone)),
        (_("E-mail"), row.email),
        (_("Street"), row.street),
    )
    written = ((f"{each.help_request.spoken_reference}", each.note) for each in matches if each.noted_at)
    return [(label, value) for label, value in (*facts, *written) if value]


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Uncover the volunteer for ten minutes; the press is written down."""
    row = _row(request, pk, CHANGE)
    if row.status != Status.LEFT:
        shown.press(request, row.uuid, timezone.now())
    return redirect(PAGE, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One press: what will happen, then the press that does it; a second one changes nothing."""
    row, press = _row(request, pk, CHANGE), BY_CODE.get(code)
    if press is None:
        raise Http404
    if not press.possible(row):
        messages.warning(request, _("Nothing was done: it is so already. Look again."))
        return redirect(PAGE, row.pk)
    if request.method != "POST":
        context = admin.site.each_context(request) | {
            "title": press.label, "original": row, "opts": Volunteer._meta, "press": press,
        }  # fmt: skip
        return render(request, "admin/volunteers/volunteer/act.html", context)
    press.do(row, actor(request), timezone.now())
    nudge(deliver_soon)
    messages.success(request, _("%(act)s: done.") % {"act": press.label})
    return redirect(PAGE, row.pk)
