"""The whole story of a request in one order of time, in words, without a name, a number or a street."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcentre.models import Call, CallTask
from letters.models import Letter
from matching.models import Answer, Invitation, Match, Outcome
from matching.report_rows import Report
from office import words
from privacy.models import Event
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

MOST = 500  # moments of each sort; a request lives five days and has sixty letters for each place


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, what, by whom; and the pages of those it was about."""

    at: datetime
    what: str
    by: str = ""
    about: list[tuple[str, str]] = field(default_factory=list)


def of_request(row: HelpRequest) -> list[Moment]:
    """Moves, waves, answers, letters, claims, calls and reveals of one request; in nine queries."""
    asked = list(row.invitations.select_related("volunteer").order_by("asked_at", "pk")[:MOST])
    claims = list(row.matches.select_related("volunteer").order_by("claimed_at")[:MOST])
    reported = _reported(claims)
    letters = _letters([row, *asked, *claims], reported)
    found = [
        *_moves(row),
        *_waves(asked, letters),
        *_answers(asked),
        *_claims(claims),
        *_single(letters),
        *_calls(row, claims),
        *_events(Q(subject__in=[row.uuid, *reported])),
    ]
    return sorted(found, key=lambda each: each.at)


def of_volunteer(row: Volunteer, *, with_reports: bool = False) -> list[Moment]:
    """What the books say of one volunteer, oldest first; for who may know it also what was reported."""
    which = Q(subject=row.uuid)
    if with_reports:
        which |= Q(subject__in=_reported(row.matches.all()))
    return sorted(_events(which), key=lambda each: each.at)


def _reported(matches: Iterable[Match]) -> list[UUID]:
    """The reports about these matches: what the book says of one is part of the story."""
    return list(Report.objects.filter(match__in=matches).values_list("uuid", flat=True))


def _who(people: Iterable[Volunteer]) -> list[tuple[str, str]]:
    """Initials, and the page of each; a name is not told here."""
    return [(str(each), reverse("admin:volunteers_volunteer_change", args=[each.pk])) for each in people]


def _moves(row: HelpRequest) -> Iterable[Moment]:
    for each in row.diary.all()[:MOST]:
        what = _("Status: %(move)s") % {"move": each} if each.old else _("Asked for help")
        yield Moment(each.at, what, words.actor(each.by))


def _waves(asked: list[Invitation], letters: dict[UUID, list[Letter]]) -> Iterable[Moment]:
    """One moment for all who were asked together, with how their letters stand."""
    for (at, wave, way), group in groupby(asked, key=lambda each: (each.asked_at, each.wave, each.way)):
        people = list(group)
        what = ngettext("%(n)s volunteer asked", "%(n)s volunteers asked", len(people)) % {"n": len(people)}
        if wave:
            what = _("Wave %(wave)s: %(what)s") % {"wave": wave, "what": what}
        if way != "letter":
            what = f"{what}, {people[0].get_way_display()}"
        mine = [
            letter for each in people for letter in letters.get(each.uuid, []) if letter.kind == "invitation"
        ]
        yield Moment(
            at, f"{what}{_standing(mine)}", words.actor("clock"), _who(each.volunteer for each in people)
        )


def _standing(letters: list[Letter]) -> str:
    """How letters stand, counted: " (letters: 4 sent, 1 waiting)"."""
    counted = Counter(_state(each) for each in letters)
    said = ", ".join(f"{number} {state}" for state, number in counted.items())
    return " (" + _("letters: %(said)s") % {"said": said} + ")" if said else ""


def _state(letter: Letter) -> str:
    state = letter.get_status_display()
    return f"{state}, {letter.get_delivery_display()}" if letter.delivery else str(state)


def _answers(asked: list[Invitation]) -> Iterable[Moment]:
    for each in asked:
        if each.answered_at and each.answer != Answer.YES:  # a yes is a claim, told by itself
            yield Moment(
                each.answered_at, _("Answer: %(answer)s") % {"answer": each.get_answer_display()},
                words.actor("volunteer"), _who([each.volunteer]),
            )  # fmt: skip


def _claims(claims: list[Match]) -> Iterable[Moment]:
    for each in claims:
        who, by = _who([each.volunteer]), words.actor("volunteer")
        yield Moment(each.claimed_at, _("Said yes"), by, who)
        if each.reminded_at:
            yield Moment(each.reminded_at, _("Asked how it went"), words.actor("clock"), who)
        if each.ended_at and each.outcome != Outcome.LIVE:
            yield Moment(each.ended_at, _("Claim: %(end)s") % {"end": each.get_outcome_display()}, "", who)
        if each.noted_at:
            yield Moment(each.noted_at, _("Wrote a word to the team"), by, who)


def _letters(
    rows: Sequence[HelpRequest | Invitation | Match], reported: list[UUID]
) -> dict[UUID, list[Letter]]:
    """All letters about the request, its invitations, claims and reports, by what they are about."""
    subjects = [*(each.uuid for each in rows), *reported]
    found: dict[UUID, list[Letter]] = {}
    for letter in Letter.objects.filter(subject__in=subjects).order_by("created_at")[: 2 * MOST]:
        found.setdefault(letter.subject, []).append(letter)
    return found


def _single(letters: dict[UUID, list[Letter]]) -> Iterable[Moment]:
    """Letters that no wave has told of already."""
    for each in (letter for group in letters.values() for letter in group if letter.kind != "invitation"):
        what = _("Letter %(what)s") % {"what": words.letter(each.kind)}
        yield Moment(each.created_at, f"{what} ({_state(each)})", words.actor("clock"))


def _calls(row: HelpRequest, claims: list[Match]) -> Iterable[Moment]:
    for call in Call.objects.filter(help_request=row)[:MOST]:
        end = call.get_outcome_display() or _("not told yet")
        what = _("Call, %(direction)s: %(end)s") % {"direction": call.get_direction_display(), "end": end}
        yield Moment(
            call.started_at, what, words.actor(f"staff:{call.operator_id}") if call.operator_id else ""
        )
    for task in CallTask.objects.filter(subject__in=[row.uuid, *(each.uuid for each in claims)])[:MOST]:
        yield Moment(task.created_at, _("To ring: %(reason)s") % {"reason": task.get_reason_display()})
        if task.settled_at:
            what = _("Rung: %(reason)s") % {"reason": task.get_reason_display()}
            yield Moment(task.settled_at, what, words.actor(task.settled_by))


def _events(which: Q) -> Iterable[Moment]:
    """The book. Whom a moment was about is said by initials, what it led to by its number."""
    rows = list(Event.objects.filter(which)[:MOST])
    details: list[dict[str, Any]] = [each.detail for each in rows]
    rung = {each["volunteer"] for each in details if "volunteer" in each}
    others = {each["other"] for each in details if "other" in each}
    people = {str(each.uuid): each for each in Volunteer.objects.filter(uuid__in=rung)} if rung else {}
    requests = (
        {str(each.uuid): each for each in HelpRequest.objects.filter(uuid__in=others)} if others else {}
    )
    for each in rows:
        who = people.get(each.detail.get("volunteer", ""))
        other = requests.get(each.detail.get("other", ""))
        about = _who([who]) if who else []
        if other:
            url = reverse("admin:requests_app_helprequest_change", args=[other.pk])
            about.append((other.spoken_reference, url))
        what = f"{words.event(each.action)} {words.detail(each.detail)}".strip()
        yield Moment(each.at, what, words.actor(each.actor), about)
