"""One call task: take it, see whom to ring and what to say, write down what came of it."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcentre import about, answering, answers, holding
from callcentre.about import About
from callcentre.answers import NothingBehind, Then
from callcentre.guard import takes_calls
from callcentre.keys import KeyForm
from callcentre.models import CallTask, Reason
from callcentre.queue import first_name, reason_of
from callcentre.ring_page import show_next
from callcentre.ringing import open_on
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching.tasks import open_request
from privacy.models import Event
from privacy.search import phone_as_written
from requests_app.lifecycle import IllegalMove
from team.access import LEAD_CALLS, actor


def _task(uuid: UUID) -> CallTask:
    return get_object_or_404(CallTask.objects.select_related("held_by"), uuid=uuid)


def _page(task: CallTask) -> str:
    return "callcentre:ring" if task.reason == Reason.NOBODY else "callcentre:task"


@require_POST
@takes_calls
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it in hand, or keep it longer; name and number are shown from here on, which is written down."""
    task, user, now = _task(uuid), cast(User, request.user), timezone.now()
    if task.tries >= holding.TRIES and not user.has_perm(LEAD_CALLS):
        raise PermissionDenied
    if holding.take(task, user, now):
        if task.reason == Reason.NOBODY:
            show_next(request, task, now)
        else:
            _reveal(about.of(task), actor(request), now)
    elif not holding.keep(task, user, now):
        messages.warning(request, _("Somebody else was faster."))
        return redirect("callcentre:queue")
    return redirect(_page(task), uuid=uuid)


def _reveal(what: About, by: str, now: datetime) -> None:
    person, other = what.person(), what.help_request.goes_on if what.help_request else None
    shown = [each.uuid for each in (person, other) if each]
    Event.objects.bulk_create(
        Event(at=now, actor=by, action="number.revealed", subject=each, detail={"task": str(what.task.uuid)})
        for each in shown
    )


@require_POST
@takes_calls
def put_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Back into the queue, for somebody else."""
    holding.put_back(_task(uuid), cast(User, request.user))
    return redirect("callcentre:queue")


@require_POST
@takes_calls
def to_desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open the desk on this number, which goes there in the session and in no address."""
    task, now = _task(uuid), timezone.now()
    if not holding.keep(task, cast(User, request.user), now):
        return redirect("callcentre:task", uuid=uuid)
    person = about.of(task).person()
    if person:
        open_on(request, person.phone, now)
    return redirect("callcentre:desk")


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def task(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whom to ring and what to say, for who has it in hand; a key and Enter is the answer."""
    row, user, now = _task(uuid), cast(User, request.user), timezone.now()
    if row.reason == Reason.NOBODY:
        return redirect("callcentre:ring", uuid=uuid)
    keys = answers.by_key(row.reason)
    timed = [key for key, each in keys.items() if each.then is Then.AT]
    form = KeyForm(request.POST if request.method == "POST" else None, keys=keys, needs_time=timed)
    if form.is_valid():
        return _write(request, about.of(row), form.cleaned_data, now)
    what = about.of(row)
    context = {
        "what": what,
        "task": row,
        "form": form,
        "keys": keys,
        "reason": reason_of(what),
        "place": what.help_request.municipality_label(what.language) if what.help_request else "",
        "holder": first_name(row.held_by) if row.held_by and row.is_in_hands(now) else "",
        **_shown(what, user, now),
    }
    return render(request, "callcentre/task.html", context)


def _shown(what: About, user: User, now: datetime) -> dict[str, Any]:
    """Name and number, for who has the task in hand and nobody else."""
    if not holding.has(what.task, user, now):
        return {"is_hers": False}
    person = what.person()
    phone = phone_as_written(person.phone) if person else ""
    return {"is_hers": True, "person": person, "phone": phone, "call": what.call}


def _write(request: HttpRequest, what: About, data: dict[str, Any], now: datetime) -> HttpResponse:
    given = answers.by_key(what.task.reason)[data["answer"]]
    at = answering.next_time(data["at"], now) if data.get("at") else None
    try:
        answering.answer(what, given, cast(User, request.user), now, at)
    except answering.NotHers:
        messages.warning(request, _("This was written down before, or somebody else has it now."))
    except (IllegalMove, NothingBehind):
        messages.warning(request, _("The request has changed meanwhile. Nothing was written down."))
    else:
        messages.success(request, _("Written down: %(answer)s.") % {"answer": given.label})
        if what.help_request:
            nudge(open_request, what.help_request.uuid)
        nudge(deliver_soon)
    return redirect("callcentre:queue")
