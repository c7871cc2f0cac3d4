"""Once a week, to idle volunteers who asked for it: what happened near them, in published figures only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation

from impact import picture, weekly
from impact.areas import ELSEWHERE, area_of, name_of
from impact.measures import BY_CODE
from impact.models import Published
from letters.kinds import WAVE, Message
from letters.models import Letter
from letters.outbox import letter, post
from matching import expectation, policy
from matching.expectation import Expectation
from matching.models import Invitation, Match, Outcome, Way
from volunteers import news
from volunteers.letters import no_news_link
from volunteers.models import Volunteer, VolunteerQuerySet

KIND = "week_near_you"
BATCH = 200  # of the clock's one round: two thousand an hour
TOLD = ("requests", "matched", "helped")
# Nothing smaller is said of what the reader's own surroundings had: of so few each might be known.
FEW = 5
UNREAD = ("phone", "street", "new_email", "former_email")


@dataclass(frozen=True)
class Weeks:
    """The last week's row and the one of the week before, if there is one."""

    row: Published
    before: Published | None

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return self.row.day - timedelta(days=6)

    def area_for(self, volunteer: Volunteer) -> str:
        """The canton that he is told of; ELSEWHERE, which is all of them, where his has nothing to tell."""
        area = area_of(volunteer.country, volunteer.postcode)
        return area if picture.counts_of(self.row, area)["helped"] else ELSEWHERE

    def told(self, code: str, area: str) -> tuple[int, int]:
        """What one measure has in all, here or everywhere, and how much of it is new."""
        both = [_of(each, code, area) for each in (self.row, self.before)]
        return both[0] - both[1], both[0]


def _of(row: Published | None, code: str, area: str) -> int:
    if row is None:
        return 0
    return int(row.totals.get(code, 0) if area == ELSEWHERE else picture.counts_of(row, area)[code])


def weeks_of(now: datetime) -> Weeks | None:
    """What a letter of this week tells; None before it is published, or where nobody has been helped."""
    row = weekly.last_week(now)
    if row is None or not row.totals.get("helped"):
        return None
    return Weeks(row, Published.objects.filter(day=row.day - timedelta(days=7)).first())


def idle(people: VolunteerQuerySet, now: datetime) -> VolunteerQuerySet:
    """Of these who want it and may be written to: those without task and letter of a request for a week.

    Whoever has had his week's number of letters gets none either: those to many count, this one does not.
    """
    lately = now - policy.WEEK
    asked = Invitation.objects.filter(
        Q(way=Way.LETTER, asked_at__gt=lately) | Q(again_at__gt=lately), volunteer=OuterRef("pk")
    )
    tasks = Match.objects.filter(Q(outcome=Outcome.LIVE) | Q(claimed_at__gt=lately), volunteer=OuterRef("pk"))
    sent = Letter.objects.filter(recipient=OuterRef("email_index"), priority__gte=WAVE).sent_since(lately)
    many = sent.exclude(kind=KIND).order_by().values("recipient").annotate(n=Count("pk")).values("n")
    wanting = people.available(now).filter(news_due_at__isnull=False)
    return wanting.filter(~Exists(asked), ~Exists(tasks), letters_per_week__gt=Coalesce(Subquery(many), 0))


def post_due(now: datetime) -> int:
    """Put the letters of those whose minute has come into the outbox, by day; return how many.

    Each row's next minute is a week on, whether he is written to or not. As
    long as the week is not published, the rows wait.
    """
    if policy.current().wake_after(now) > now or weekly.last_week(now) is None:
        return 0
    return _next_batch(weeks_of(now), now)


@transaction.atomic
def _next_batch(weeks: Weeks | None, now: datetime) -> int:
    """Rows that another clock has in hand are passed over; the purpose is unique besides."""
    waiting = Volunteer.objects.filter(news_due_at__lte=now).order_by("news_due_at", "pk")
    due = list(waiting.select_for_update(skip_locked=True).only("pk", "uuid")[:BATCH])
    if not due:
        return 0
    for each in due:
        each.news_due_at = news.slot(each.uuid, now)
    people = Volunteer.objects.filter(pk__in=[each.pk for each in due])
    chosen = list(idle(people, now).values_list("uuid", flat=True)) if weeks else []
    Volunteer.objects.bulk_update(due, ["news_due_at"])
    if weeks is None or now > (until := weekly.until_when(weeks.row)):
        return 0
    purpose = f"{KIND}:{weeks.row.day}"
    post(letter(KIND, each, now=now, purpose=f"{purpose}:{each}", valid_until=until) for each in chosen)
    return len(chosen)


def weeks_near(subjects: Sequence[UUID]) -> Mapping[UUID, Message]:
    """The letters to these volunteers, as far as they are still idle and want it; five queries for all."""
    now = timezone.now()
    weeks = weeks_of(now)
    if weeks is None:
        return {}
    people = list(idle(Volunteer.objects.filter(uuid__in=subjects), now).defer(*UNREAD))
    expected = expectation.near_each(people, now)
    return {each.uuid: _message(each, weeks, expected[each.pk]) for each in people}


def _message(reader: Volunteer, weeks: Weeks, expected: Expectation) -> Message:
    area, stop = weeks.area_for(reader), no_news_link(reader)
    with translation.override(reader.language):
        own = settings.BASE_URL + reverse("volunteers:own", args=[reader.token("own")])
        context: dict[str, Any] = {
            "first_name": reader.first_name,
            "area": name_of(area, reader.language),
            "monday": weeks.monday,
            "sunday": weeks.row.day,
            "figures": [_line(code, *weeks.told(code, area)) for code in TOLD],
            "expected": expected,
            "is_few": expected.a_week < FEW,
            "button_url": own,
            "second_label": translation.gettext("No more of this letter"),
            "second_url": stop,
        }
    return Message(
        to=reader.email,
        recipient=reader.email_index or "",
        language=reader.language,
        template="impact/email/week_near_you",
        unsubscribe_url=stop,
        context=context,
    )


def _line(code: str, new: int, in_all: int) -> tuple[Any, str, str]:
    """One measure in words; what is under five has no number (see picture)."""
    return str(BY_CODE[code].label), picture.number(new), picture.number(in_all)
