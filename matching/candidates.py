"""Whom to ask: who can, speaks the language, was not asked yet; the nearest by the distance that counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from matching import policy, reports, search
from matching.models import Answer, Invitation, Match, Outcome, Way
from privacy.crypto import blind_indexes
from requests_app.models import HelpRequest
from volunteers.models import Reach, Volunteer


@dataclass(frozen=True)
class Candidate:
    """Somebody to ask, and why he stands where he stands. `km` is None where distance is no matter."""

    volunteer_id: int
    km: float | None
    letters: int = 0
    unanswered: int = 0
    tasks: int = 0

    @property
    def virtual_km(self) -> float:
        """The distance that counts."""
        return policy.current().virtual_km(self.km, self.letters, self.unanswered, self.tasks)


def rank(found: Iterable[Candidate]) -> list[Candidate]:
    """Best first: by the distance that counts, then by plain distance, then in the order they came in."""
    return sorted(found, key=lambda each: (each.virtual_km, each.km or 0.0))


def find(help_request: HelpRequest, count: int, now: datetime, *, by_phone: bool = False) -> list[Candidate]:
    """The `count` best volunteers to ask for this request, at this moment, best first.

    The search goes by plain distance and the rank adds what each has borne
    lately. As nobody counts as nearer than he is, the best are all there as
    soon as there are enough and the farthest that was found lies beyond the last of them.
    """
    if not help_request.catalogue_kind.needs_place:
        return rank(_facts(_least_recently_asked(help_request, 4 * count, now, by_phone), now))[:count]
    question = question_of(help_request, now, by_phone=by_phone)
    if question is None or count < 1:
        return []
    wanted, apart = 2 * count, _apart(help_request)
    while True:
        answer = search.nearest(question, wanted)
        best = rank(_facts([(each.volunteer_id, each.km) for each in answer.found], now, apart))[:count]
        if answer.is_all or (len(best) == count and answer.found[-1].km >= best[-1].virtual_km):
            return best
        wanted *= 2


def question_of(help_request: HelpRequest, now: datetime, *, by_phone: bool) -> search.Question | None:
    """The question that this request puts to the search; None if nobody knows where it is."""
    if help_request.point is None:
        return None
    rules = policy.current()
    wider = rules.wider if by_phone and help_request.widened_at else 1.0
    return search.Question(
        request_id=help_request.pk,
        point=help_request.point,
        bit=help_request.catalogue_kind.offer.bit,
        languages=tuple(dict.fromkeys(help_request.languages)),
        letters_since=now - policy.WEEK,
        rung_since=now - timedelta(hours=rules.call_again_hours),
        max_km=rules.max_km * wider,
        wider=wider,
        max_tasks=rules.max_open_tasks,
        by_phone=by_phone,
        approved_only=settings.REQUIRE_APPROVAL,
    )


def _facts(
    found: list[tuple[int, float | None]], now: datetime, apart: QuerySet[Any] | None = None
) -> list[Candidate]:
    """The same people, less those who are kept apart, with what each has borne lately."""
    borne = search.standing([volunteer_id for volunteer_id, _km in found], now, but=apart)
    return [
        Candidate(pk, km, borne[pk].letters, borne[pk].unanswered, borne[pk].tasks)
        for pk, km in found
        if pk in borne
    ]


def _counted(people: QuerySet[Volunteer], now: datetime) -> QuerySet[Any]:
    letters = Invitation.objects.filter(way=Way.LETTER, asked_at__gt=now - policy.WEEK)
    return people.annotate(letters=_how_many(letters), live=_how_many(Match.objects.live()))


def _how_many(rows: QuerySet) -> Coalesce:
    mine = rows.filter(volunteer=OuterRef("pk")).order_by().values("volunteer")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def _least_recently_asked(
    help_request: HelpRequest, count: int, now: datetime, by_phone: bool
) -> list[tuple[int, float | None]]:
    """Where no place matters, whoever was asked least recently."""
    asked = help_request.invitations.all()
    if by_phone:
        rung = now - timedelta(hours=policy.current().call_again_hours)
        asked = asked.filter(~Q(answer=Answer.NONE) | Q(rung_at__gt=rung))
    bit = help_request.catalogue_kind.offer.bit
    speakers = Reach.objects.filter(language__in=help_request.languages, active=True)
    people = (
        _counted(_approved(Volunteer.objects.filter(pk__in=speakers.values("volunteer"))), now)
        .alias(offered=F("kinds").bitand(bit))
        .filter(offered=bit, live__lt=policy.current().max_open_tasks)
        .exclude(pk__in=asked.values("volunteer"))
        .exclude(pk__in=_apart(help_request))
    )
    if not by_phone:
        people = people.filter(letters__lt=F("letters_per_week"))
    last = Invitation.objects.filter(volunteer=OuterRef("pk")).order_by("-asked_at").values("asked_at")[:1]
    ordered = people.order_by(Subquery(last).asc(nulls_first=True), "pk")
    return [(pk, None) for pk in ordered.values_list("pk", flat=True)[:count]]


def _apart(help_request: HelpRequest) -> QuerySet[Any]:
    """Volunteers of whom this person has said that something was not right."""
    return reports.apart(help_request.pk).order_by().values_list("match__volunteer", flat=True)


def _approved(people: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    return people.filter(approved_at__isnull=False) if settings.REQUIRE_APPROVAL else people


def helpers(help_request: HelpRequest, now: datetime) -> list[Candidate]:
    """Who has helped this person before and can again, and was well; the last one first."""
    rules, numbers = policy.current(), blind_indexes(help_request.phone)
    people = _approved(Volunteer.objects.available(now)).filter(
        matches__outcome=Outcome.DONE, matches__help_request__phone_index__in=numbers
    )
    bit = help_request.catalogue_kind.offer.bit
    recent = (
        people.exclude(invitations__help_request=help_request)
        .exclude(pk__in=_apart(help_request))
        .annotate(last=Max("matches__ended_at"))
        .order_by("-last")[: rules.helpers_first]
    )
    able = [(each.pk, _km_between(help_request, each)) for each in recent if each.kinds & bit]
    return _facts([(pk, km) for pk, km in able if km is None or km <= rules.max_km], now)


def _km_between(help_request: HelpRequest, volunteer: Volunteer) -> float | None:
    """Kilometres between two people; None where no place matters or nobody knows it."""
    return help_request.km_to(volunteer) if help_request.catalogue_kind.needs_place else None


def backups(help_request: HelpRequest, now: datetime) -> list[Invitation]:
    """Who said yes too late and waits in reserve, the first to have said so first."""
    waiting = help_request.invitations.filter(answer=Answer.LATE, again_at__isnull=True)
    able = Volunteer.objects.available(now)
    return list(
        waiting.filter(volunteer__in=able).order_by("answered_at", "pk")[: policy.current().max_backups]
    )
