"""Why these people: what the dispatch would do next for one request, in numbers; changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from matching import calls, candidates, dispatch, policy
from matching.candidates import Candidate
from requests_app.models import HelpRequest, Status
from volunteers.models import Volunteer

SHOWN = 25
A_ROUND = 12  # calls, as the simulation has them


@dataclass(frozen=True)
class Ranked:
    """One line of the ranking: whom, where he stands, and what moved him there (in kilometres)."""

    rank: int
    volunteer: Volunteer
    km: float | None
    for_letters: float
    for_unanswered: float
    for_tasks: float
    counts_as: float
    is_next: bool


@dataclass(frozen=True)
class Plan:
    """What happens next: letters or calls, how many, when; and to whom."""

    letters: int
    max_letters: int
    size: int
    next_wave_at: datetime | None
    by_phone: bool
    ranking: list[Ranked]


def plan(help_request: HelpRequest, now: datetime) -> Plan:
    """The next step for a request as it would be taken at this moment."""
    rules = policy.current()
    so_far = dispatch.so_far_of(help_request)
    free = help_request.places - help_request.taken
    size = rules.wave_size(
        so_far["of_waves"], urgent=help_request.urgent, places=help_request.places, free=free
    )
    is_open = help_request.status == Status.OPEN
    by_phone = is_open and help_request.handed_over_at is not None
    found = []
    if is_open:
        found = (
            calls.to_ring(help_request, A_ROUND, now)
            if by_phone
            else candidates.find(help_request, SHOWN, now)
        )
    return Plan(
        letters=so_far["letters"],
        max_letters=rules.max_letters * help_request.places,
        size=size if is_open else 0,
        next_wave_at=help_request.next_wave_at if is_open else None,
        by_phone=by_phone,
        ranking=_ranked(found, 0 if by_phone else size),
    )


def _ranked(found: list[Candidate], size: int) -> list[Ranked]:
    rules = policy.current()
    people = Volunteer.objects.in_bulk([each.volunteer_id for each in found])
    return [
        Ranked(
            rank=number,
            volunteer=people[each.volunteer_id],
            km=each.km,
            for_letters=each.letters * rules.km_per_letter,
            for_unanswered=each.unanswered * rules.km_per_unanswered,
            for_tasks=each.tasks * rules.km_per_task,
            counts_as=each.virtual_km,
            is_next=number <= size,
        )
        for number, each in enumerate(found, start=1)
        if each.volunteer_id in people
    ]
