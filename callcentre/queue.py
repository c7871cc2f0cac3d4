"""The queue of call tasks: what is due, who has what in hand, what comes later today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callcentre import about, holding
from callcentre.about import About
from callcentre.guard import takes_calls
from callcentre.models import RINGS_BACK, CallTask, Operator, Reason
from catalogue.languages import SPOKEN
from team.access import LEAD_CALLS

SHOWN = 25  # of a group; whoever rings works from the top
# The queues of the office's first page lead here: `?reason=` names one, and only its rows are shown.
BY_REASON = {each.value: (each,) for each in Reason} | {Reason.CALL_BACK.value: RINGS_BACK}
# How long something may be due before it is late, and very late; what is urgent is so four times sooner.
LATE, VERY_LATE, SOONER = timedelta(hours=1), timedelta(hours=4), 4


@dataclass(frozen=True)
class Line:
    """One task as the queue shows it: nothing of the person."""

    task: CallTask
    reason: str
    language: str
    place: str
    label: str
    css: str
    age: str
    holder: str


@require_safe
@takes_calls
def queue(request: HttpRequest) -> HttpResponse:
    """What is due now: the urgent on top, then her languages, then whoever waits longest; and the rest."""
    now, only = timezone.now(), request.GET.get("language", "")
    open_tasks = CallTask.objects.open().select_related("held_by", "held_by__operator")
    why = BY_REASON.get(request.GET.get("reason", ""), ())
    if only:
        open_tasks = open_tasks.filter(language=only)
    if why:
        open_tasks = open_tasks.filter(reason__in=why, due_at__lte=now)
    # of nobody's languages nothing is said: a bare number to order by would mean a column
    hers = [Case(When(language__in=codes, then=0), default=1) for codes in _languages(request.user.pk or 0)]
    due = list(open_tasks.filter(due_at__lte=now).order_by("-urgent", *hers, "due_at", "pk")[: 4 * SHOWN])
    later = open_tasks.filter(due_at__gt=now, due_at__lt=_midnight(now)).order_by("due_at", "pk")[:SHOWN]
    free = [each for each in due if not each.is_in_hands(now)]
    waiting = [each for each in free if each.tries < holding.TRIES]
    groups = {
        "waiting": waiting[:SHOWN],
        "taken": [each for each in due if each.is_in_hands(now)],
        "stuck": [each for each in free if each.tries >= holding.TRIES],
        "later": list(later),
    }
    context: dict[str, Any] = {
        **_lines(groups, now),
        "more": len(waiting[SHOWN:]),
        "leads": request.user.has_perm(LEAD_CALLS),
        "only": only,
        "why": [each.label for each in why],
        "tongues": _tongues(now),
    }
    return render(request, "callcentre/queue.html", context)


def _languages(user: int) -> list[list[str]]:
    """The languages in which this operator takes calls, as the only list; none for who is no operator."""
    mine = Operator.objects.active().filter(user_id=user).values_list("languages", flat=True)
    return [codes for codes in mine if codes]


def _tongues(now: datetime) -> list[tuple[str, str]]:
    """The languages of what is due, with their names, for the links that show one alone."""
    due = CallTask.objects.open().filter(due_at__lte=now).order_by().exclude(language="")
    codes = sorted(due.values_list("language", flat=True).distinct())
    return [(code, SPOKEN.get(code, code)) for code in codes]


def _lines(groups: dict[str, list[CallTask]], now: datetime) -> dict[str, list[Line]]:
    """Each group's lines; the rows behind all of them are fetched together."""
    behind = about.of_all([task for tasks in groups.values() for task in tasks])
    lines = {each.task.pk: _line(each, now) for each in behind}
    return {name: [lines[task.pk] for task in tasks] for name, tasks in groups.items()}


def _midnight(now: datetime) -> datetime:
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), timezone.get_default_timezone())


def _line(each: About, now: datetime) -> Line:
    row, task, language = each.help_request, each.task, translation.get_language()
    css, age = _age(task, now)
    return Line(
        task=task,
        reason=reason_of(each),
        language=SPOKEN.get(each.language, each.language),
        place=row.municipality_label(language) if row else "",
        label=str(row.catalogue_kind.public_label) if row else "",
        css=css,
        age=age,
        holder=first_name(task.held_by) if task.held_by else "",
    )


def reason_of(each: About) -> str:
    """Why somebody is to be rung, in words."""
    if each.help_request and each.help_request.hold == "not_reached":
        return _("a volunteer could not reach the person")
    if each.task.reason == Reason.TELL and each.help_request:
        merged = each.help_request.goes_on_as_id
        return _("two requests are one now") if merged else _("nobody was found; the person does not know")
    return str(each.task.get_reason_display())


def first_name(user: User) -> str:
    """How colleagues call somebody of the team; a number if nobody knows."""
    operator = getattr(user, "operator", None)
    return user.first_name or (operator.first_name if operator else "") or f"#{user.pk}"


def _age(task: CallTask, now: datetime) -> tuple[str, str]:
    """Whether it is late, as the name of a colour and in a word."""
    waits = (now - task.due_at) * (SOONER if task.urgent else 1)
    if waits >= VERY_LATE:
        return "very-late", _("very late")
    if waits >= LATE:
        return "late", _("late")
    return "on-time", _("on time")
