"""What a volunteer may take on besides: open requests near him, shown when he looks, never written about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import get_language

from geo.points import Point, box_around, distance_band, distance_km
from geo.postcodes import lookup
from matching import policy
from matching.models import Answer, Invitation, Way
from matching.report_rows import Report, Side, Verdict
from requests_app.models import HelpRequest, Status
from volunteers.models import Volunteer

# What is shown before a claim, and nothing else: the rest stays locked.
SHOWN = (
    "uuid", "kind", "languages", "language", "wanted_on", "urgent", "weekly",
    "country", "postcode", "lat", "lon", "created_at",
)  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """One open request and how far away it is; `km` is None where distance is no matter."""

    help_request: HelpRequest
    km: float | None

    @property
    def band_label(self) -> str:
        """As much of the distance as anybody may know before he says yes."""
        return str(distance_band(self.km).label) if self.km is not None else ""

    @property
    def place(self) -> str:
        """The municipality, in the language of the page."""
        return self.help_request.municipality_label(get_language() or self.help_request.language)


def near(volunteer: Volunteer, now: datetime, count: int | None = None) -> list[Opening]:
    """The `count` nearest open requests that this volunteer could take on now; two unless told.

    Those of his kinds and languages within fifteen kilometres that he has not
    said no to. Nothing for somebody who is paused, blocked or not confirmed.
    """
    if not Volunteer.objects.available(now).filter(pk=volunteer.pk).exists():
        return []
    found = sorted(_suitable(volunteer), key=lambda each: (each.km or 0.0, each.help_request.created_at))
    return found[: policy.current().openings if count is None else count]


def _suitable(volunteer: Volunteer) -> Iterable[Opening]:
    places, reach = places_of(volunteer), policy.current().openings_km
    place = Q(lat__isnull=True)
    for here in places:
        place |= in_box(here, reach)
    settled = Invitation.objects.filter(volunteer=volunteer).exclude(answer__in=(Answer.NONE, Answer.LATE))
    rows = HelpRequest.objects.filter(place, status=Status.OPEN, taken__lt=F("places"))
    for row in rows.exclude(pk__in=settled.values("help_request")).exclude(_apart(volunteer)).only(*SHOWN):
        kind = row.catalogue_kind
        if not kind.offer.bit & volunteer.kinds or not set(row.languages) & set(volunteer.languages):
            continue
        if not kind.needs_place:
            yield Opening(row, None)
        elif (km := km_from(places, row.point)) is not None and km <= reach:
            yield Opening(row, km)


def _apart(volunteer: Volunteer) -> Q:
    """Requests of persons who have said that something was not right with him."""
    said = Report.objects.filter(match__volunteer=volunteer, side=Side.PERSON).order_by()
    numbers = said.exclude(verdict=Verdict.NOTHING).exclude(match__help_request__phone_index="")
    return Q(phone_index__in=numbers.values("match__help_request__phone_index"))


def home(volunteer: Volunteer) -> Point | None:
    """Where he lives; as long as nobody has looked it up, where his postcode lies."""
    if volunteer.point is not None:
        return volunteer.point
    postcode = lookup(volunteer.country, volunteer.postcode)
    return postcode.point if postcode else None


def places_of(volunteer: Volunteer) -> list[Point]:
    """Everywhere he helps from: where he lives, and his second place."""
    return [each for each in (home(volunteer), volunteer.work_point) if each is not None]


def in_box(point: Point, km: float) -> Q:
    """Rows whose point lies within so many kilometres, and some in the corners beyond."""
    box = box_around(point, km)
    return Q(lat__range=(box.south, box.north), lon__range=(box.west, box.east))


def km_from(places: list[Point], there: Point | None) -> float | None:
    """Kilometres from the nearest of these places; None if one side has no point."""
    return min((distance_km(here, there) for here in places if there), default=None)


def pick(volunteer: Volunteer, help_request: HelpRequest, now: datetime) -> Invitation | None:
    """The page of an open request for a volunteer who has found it himself; None if it is not for him.

    The row is the one of his letter, if he has had one.
    """
    opening = next((each for each in _suitable(volunteer) if each.help_request.pk == help_request.pk), None)
    if opening is None or not Volunteer.objects.available(now).filter(pk=volunteer.pk).exists():
        return None
    return page_of(volunteer, help_request, Way.PAGE, opening.km, now)


def page_of(
    volunteer: Volunteer, help_request: HelpRequest, way: Way, km: float | None, now: datetime
) -> Invitation:
    """The invitation of somebody who was not asked but came; the one of his letter, if he was."""
    facts = {"way": way, "asked_at": now, "km": None if km is None else round(km, 1)}
    return Invitation.objects.get_or_create(help_request=help_request, volunteer=volunteer, defaults=facts)[0]
