"""Ringing volunteers for a request that letters have not answered: one number at a time, one key each."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from callcentre import about, answering, holding
from callcentre.about import Person
from callcentre.guard import takes_calls
from callcentre.keys import KeyForm
from callcentre.models import CallTask, Outcome, Reason
from callcentre.queue import first_name
from covidsol.nudge import nudge
from geo.points import distance_band
from letters.tasks import deliver_soon
from matching import calls, claims, explain, policy
from matching.models import Invitation
from privacy import limits
from privacy.models import Event
from privacy.search import phone_as_written
from requests_app.models import HelpRequest, Status
from team.access import actor
from volunteers.models import Volunteer

# Nobody is rung twice within so long, by whomever and for whatever.
JUST_NOW = timedelta(minutes=15)
RINGING = "ringing"  # in the session: which volunteer's number is shown for which task
KEYS = {
    "1": ("yes", pgettext_lazy("of a volunteer", "yes")),
    "2": ("no", pgettext_lazy("of a volunteer", "no")),
    "3": ("no_answer", gettext_lazy("no answer")),
}
NEXT, REST = "n", "r"
OUTCOMES = {"no_answer": Outcome.NO_ANSWER}


def show_next(request: HttpRequest, task: CallTask, now: datetime) -> None:
    """Reveal the number of whoever is to be rung next, one and no more; it is written down."""
    request.session.pop(RINGING, None)
    row = about.of(task).help_request
    if row is None or row.status != Status.OPEN:
        return
    with transaction.atomic():
        limits.alone("ring", "next", now)  # of two operators at one moment the second sees the first's line
        volunteer = free_to_ring(row, actor(request), now)
        if volunteer is None:
            return
        Event.objects.create(
            at=now, actor=actor(request), action="numbers.revealed", subject=row.uuid,
            detail={"of": [str(volunteer.uuid)]},
        )  # fmt: skip
    request.session[RINGING] = {"task": task.uuid.hex, "volunteer": volunteer.uuid.hex}


def free_to_ring(row: HelpRequest, by: str, now: datetime) -> Volunteer | None:
    """The best who was not rung a moment ago for another request, and whom no colleague is ringing now."""
    since = now - JUST_NOW
    shown = Event.objects.filter(action="numbers.revealed", at__gt=since).exclude(actor=by)
    # a list of many that a coordinator has looked at rings nobody
    lists = [detail["of"] for detail in shown.values_list("detail", flat=True)]
    with_colleagues = [each[0] for each in lists if len(each) == 1]
    ranked = [each.volunteer_id for each in calls.to_ring(row, explain.A_ROUND, now)]
    rung = Invitation.objects.filter(volunteer__in=ranked, rung_at__gt=since).values("volunteer")
    free = Volunteer.objects.filter(pk__in=ranked).exclude(pk__in=rung).exclude(uuid__in=with_colleagues)
    return min(free, key=lambda each: ranked.index(each.pk), default=None)


def _current(request: HttpRequest, task: CallTask) -> Volunteer | None:
    """The volunteer whose number is shown in this session."""
    kept = request.session.get(RINGING)
    if not kept or kept["task"] != task.uuid.hex:
        return None
    return Volunteer.objects.filter(uuid=UUID(kept["volunteer"])).first()


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def ring(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who, how far, what to say; yes, no or no answer, and the next one."""
    rows = CallTask.objects.filter(reason=Reason.NOBODY).select_related("held_by")
    task, user, now = get_object_or_404(rows, uuid=uuid), cast(User, request.user), timezone.now()
    form = KeyForm(request.POST if request.method == "POST" else None, keys=[*KEYS, NEXT, REST])
    if form.is_valid():
        if not holding.keep(task, user, now):
            messages.warning(request, _("This was written down before, or somebody else has it now."))
            return redirect("callcentre:queue")
        return _press(request, task, form.cleaned_data["answer"], now)
    is_hers = holding.has(task, user, now)
    context = {
        "task": task,
        "form": form,
        "keys": {key: label for key, (_code, label) in KEYS.items()},
        "is_hers": is_hers,
        "holder": first_name(task.held_by) if task.held_by and task.is_in_hands(now) else "",
        **_facts(about.of(task).help_request, _current(request, task) if is_hers else None, now),
    }
    return render(request, "callcentre/ring.html", context)


def _facts(row: HelpRequest | None, volunteer: Volunteer | None, now: datetime) -> dict[str, Any]:
    """What is told of the request, and of the one volunteer who is rung now."""
    if row is None:
        return {}
    facts: dict[str, Any] = {"row": row, "is_matched": row.status == Status.MATCHED}
    left = len(calls.to_ring(row, explain.A_ROUND, now)) if row.status == Status.OPEN else 0
    if volunteer is None:
        return facts | {"left": left}
    km = row.km_to(volunteer) if row.catalogue_kind.needs_place else None
    return facts | {
        "volunteer": volunteer,
        "phone": phone_as_written(volunteer.phone),
        "km": km,
        "band": distance_band(km).label if km is not None else "",
        "told": row.told_to_all(volunteer.language),
        "left": left - 1,
    }


def _press(request: HttpRequest, task: CallTask, key: str, now: datetime) -> HttpResponse:
    """What one key does. It counts only for the volunteer whom the page has shown: a second press is none."""
    row, volunteer, user = about.of(task).help_request, _current(request, task), cast(User, request.user)
    if key == REST:
        again = now + timedelta(hours=policy.current().call_again_hours)
        holding.later(task, user, policy.current().ring_after(again), tries=0)
        return redirect("callcentre:queue")
    is_shown = volunteer is not None and request.POST.get("volunteer") == volunteer.uuid.hex
    if key in KEYS and row and volunteer and is_shown:
        _settle(request, row, volunteer, KEYS[key][0], now)
        row.refresh_from_db(fields=["status"])
        if row.status != Status.OPEN:
            holding.settle(task, user, "matched" if row.status == Status.MATCHED else "gone", now)
    if is_shown or key == NEXT:
        show_next(request, task, now)
    return redirect("callcentre:ring", uuid=task.uuid)


def _settle(
    request: HttpRequest, row: HelpRequest, volunteer: Volunteer, outcome: str, now: datetime
) -> None:
    user = cast(User, request.user)
    try:
        if calls.settle(row, volunteer, outcome, actor(request), now):
            nudge(deliver_soon)
            messages.success(request, _("Matched. The letter with the address goes out now."))
    except claims.CannotClaim as refusal:
        messages.warning(request, calls.REFUSALS[type(refusal)])
    answering.write_down(
        Person(volunteer.uuid, volunteer.name, volunteer.phone),
        user,
        OUTCOMES.get(outcome, Outcome.INFORMATION),
        now,
        language=volunteer.language,
        help_request=row,
        volunteer=volunteer,
    )
