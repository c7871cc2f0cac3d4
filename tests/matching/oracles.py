"""Two slower ways to ask the search's question, to compare it with: the ORM's, and a look at everybody."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from geopy.distance import geodesic

from geo.points import Point, distance_km
from matching.models import Answer, Invitation, Match, Way
from matching.search import Near, Question
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, NOON
from volunteers.models import Reach, Status, Volunteer
from volunteers.reach import rows

SPREAD = 0.001  # degrees: the grid that points are rounded to


def _how_many(found: QuerySet) -> Coalesce:
    return Coalesce(Subquery(found.order_by().values("volunteer").annotate(n=Count("pk")).values("n")), 0)


def by_orm(question: Question, count: int) -> list[Near]:
    """The same question through the ORM, every distance computed in Python."""
    letters = Invitation.objects.filter(
        volunteer=OuterRef("volunteer"), way=Way.LETTER, asked_at__gt=question.letters_since
    )
    asked = Invitation.objects.filter(help_request=question.request_id)
    if question.by_phone:
        asked = asked.exclude(answer=Answer.NONE, rung_at__isnull=True).exclude(
            answer=Answer.NONE, rung_at__lte=question.rung_since
        )
    found = (
        Reach.objects.filter(language__in=question.languages, active=True)
        .alias(offered=F("kinds").bitand(question.bit))
        .filter(offered=question.bit)
        .exclude(volunteer__in=asked.values("volunteer"))
        .annotate(
            letters=_how_many(letters),
            tasks=_how_many(Match.objects.live().filter(volunteer=OuterRef("volunteer"))),
        )
        .filter(tasks__lt=question.max_tasks)
    )
    if not question.by_phone:
        found = found.filter(letters__lt=F("volunteer__letters_per_week"))
    km_of: dict[int, float] = {}
    for pk, lat, lon, travel in found.values_list("volunteer_id", "lat", "lon", "travel_km"):
        if (km := distance_km(question.point, Point(lat, lon))) <= min(question.max_km, travel):
            km_of[pk] = min(km, km_of.get(pk, km))
    return _first(km_of, count)


def by_looking_at_everybody(question: Question, count: int) -> list[Near]:
    """Every volunteer, one after the other, with the geodesic on the ellipsoid; no index, no search row."""
    km_of = {
        each.pk: km
        for each in Volunteer.objects.filter(status=Status.ACTIVE, lat__isnull=False)
        if _may_be_asked(each, question)
        and (km := min(geodesic(question.point, point).km for point in each.points))
        <= min(question.max_km, each.travel_km)
    }
    return _first(km_of, count)


def _may_be_asked(each: Volunteer, question: Question) -> bool:
    mine = Invitation.objects.filter(volunteer=each)
    asked = mine.filter(help_request=question.request_id).first()
    if question.by_phone:
        was_rung = bool(asked and asked.rung_at and asked.rung_at > question.rung_since)
        settled = bool(asked) and (asked.answer != Answer.NONE or was_rung)  # type: ignore[union-attr]
    else:
        lately = mine.filter(way=Way.LETTER, asked_at__gt=question.letters_since).count()
        settled = asked is not None or lately >= each.letters_per_week
    busy = Match.objects.live().filter(volunteer=each).count() >= question.max_tasks
    speaks = bool(set(each.languages) & set(question.languages))
    return speaks and bool(each.kinds & question.bit) and each.is_searchable and not settled and not busy


def _first(km_of: dict[int, float], count: int) -> list[Near]:
    ranked = sorted(km_of.items(), key=lambda item: (item[1], item[0]))
    return [Near(pk, km) for pk, km in ranked[:count]]


@dataclass(frozen=True)
class Person:
    """One volunteer of an invented world, by what the search asks; steps of about a hundred metres."""

    north: int
    east: int
    travel_km: int = 5
    kinds: int = 1
    languages: list[str] = field(default_factory=lambda: ["fr"])
    letters_per_week: int = 3
    letters: int = 0
    tasks: int = 0
    asked: str = ""  # the answer to the request in question; empty if not asked
    rung: bool = False
    paused: bool = False
    work: tuple[int, int] | None = None  # his second place, in the same steps

    @property
    def point(self) -> Point:
        """Where he lives."""
        return _at(self.north, self.east)

    @property
    def points(self) -> list[Point]:
        """Where he lives and works."""
        return [self.point, *([_at(*self.work)] if self.work else [])]


def _at(north: int, east: int) -> Point:
    return Point(round(FLAGEY.lat + north * SPREAD, 3), round(FLAGEY.lon + east * SPREAD, 3))


def settle(people: list[Person], nadia: HelpRequest, elsewhere: list[HelpRequest]) -> None:
    """Make these people real: rows, search rows, letters of this week, live tasks."""
    made = Volunteer.objects.bulk_create(_row(number, each) for number, each in enumerate(people))
    Reach.objects.bulk_create(row for each in made for row in rows(each))
    for person, row in zip(people, made, strict=True):
        for other in elsewhere[: person.letters]:
            Invitation.objects.create(help_request=other, volunteer=row, asked_at=NOON - timedelta(days=1))
        for other in elsewhere[: person.tasks]:
            Match.objects.create(
                help_request=other, volunteer=row, claimed_at=NOON, remind_at=NOON, lapses_at=NOON
            )
        if person.asked:
            Invitation.objects.create(
                help_request=nadia, volunteer=row, asked_at=NOON - timedelta(days=30), answer=person.asked,
                answered_at=NOON, rung_at=NOON if person.rung else None,
            )  # fmt: skip


def _row(number: int, person: Person) -> Volunteer:
    facts = cast.sign_up()
    return Volunteer(
        name=facts.name, phone=facts.phone, email_index=f"world-{number}", postcode="1050", language="fr",
        languages=person.languages, kinds=person.kinds, travel_km=person.travel_km,
        letters_per_week=person.letters_per_week, status=Status.ACTIVE, registered_at=NOON, confirmed_at=NOON,
        lat=person.point.lat, lon=person.point.lon, precision="house", source="test", located_at=NOON,
        paused_until=NOON + timedelta(days=1) if person.paused else None,
        work_postcode="1000" if person.work else "",
        work_lat=_at(*person.work).lat if person.work else None,
        work_lon=_at(*person.work).lon if person.work else None,
    )  # fmt: skip
