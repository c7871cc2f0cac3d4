"""The product's side of a rehearsal: its rows, its doors and its post, nothing of the people's own."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from geo.models import Precision
from geo.points import Place
from letters.models import Letter
from letters.models import Status as LetterStatus
from matching import clock, density, policy
from matching.models import Invitation, Match
from requests_app import intake
from requests_app.models import Channel, HelpRequest, Status
from simulation.people import Need, Person
from volunteers import reach
from volunteers.models import Reach, Volunteer
from volunteers.models import Status as VolunteerStatus

SOURCE = "simulation"
ROWS = 500
STATE = ("status", "urgent", "next_wave_at", "due_at", "expires_at", "handed_over_at")


class HouseFailed(Exception):
    """The product has logged an error: a rehearsal that goes on would measure something else."""


class Delivery(NamedTuple):
    """One letter about a request that has reached a volunteer's letter box."""

    kind: str
    invitation_id: int
    volunteer_id: int
    request_id: int


class FirstError(logging.Handler):
    """Keeps the first error that the product logs where it does not raise."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.first = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or self.format(record)


class House:
    """The tables of one world. Keeps in memory which row is which person or need."""

    def __init__(self, people: Sequence[Person], letters_per_week: int | None = None) -> None:
        rows = [_volunteer(person, letters_per_week) for person in people]
        Volunteer.objects.bulk_create(rows, batch_size=ROWS)
        self.volunteers = rows
        self.number_of_volunteer = {row.pk: number for number, row in enumerate(rows)}
        self.bouncing = {row.pk for row, person in zip(rows, people, strict=True) if person.bounces}
        self.request_of_need: dict[int, int] = {}
        self.need_of_request: dict[int, int] = {}
        self.rules = policy.current()
        self.errors = FirstError()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """As long as this lasts, errors that the product logs are heard; the next tick raises the first."""
        logging.getLogger().addHandler(self.errors)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self.errors)

    def let_in(self, person: Person, now: datetime) -> Volunteer:
        """A volunteer has confirmed: from now on the search finds him."""
        volunteer = self.volunteers[person.number]
        volunteer.status, volunteer.confirmed_at = VolunteerStatus.ACTIVE, now
        with transaction.atomic():
            volunteer.save(update_fields=["status", "confirmed_at"])
            Reach.objects.bulk_create(reach.rows(volunteer))
        return volunteer

    def open(self, need: Need, now: datetime) -> None:
        """A request comes in by the door, is placed, and its first letters go."""
        ask = intake.Ask(
            form_key=UUID(int=need.number + 1),
            kind=need.kind,
            name="",
            phone=f"+3225{need.number:06d}",  # each a person of his own, whom nobody has helped before
            postcode=need.postcode,
            street="",
            language=need.languages[0] if need.languages[0] in ("fr", "nl", "de") else "fr",
            languages=need.languages,
            urgent=need.urgent,
        )
        row = intake.take_down(ask, channel=Channel.WEB, now=now)
        row.place_at(Place(need.home, Precision.HOUSE, SOURCE), now)
        row.save()
        self.request_of_need[need.number] = row.pk
        self.need_of_request[row.pk] = need.number
        clock.open_one(row, now)

    def new_day(self) -> None:
        """What the search keeps for an hour is kept by our clock, not by theirs: forget it each day."""
        density.forget()

    def tick(self, now: datetime) -> None:
        """The clock's minute. Raises HouseFailed if the product has logged an error, then or before."""
        clock.sweep(now)
        if self.errors.first:
            raise HouseFailed(self.errors.first)

    def request(self, need: Need) -> HelpRequest:
        """The row of a need, as it is now."""
        return HelpRequest.objects.get(pk=self.request_of_need[need.number])

    def state(self, need: Need) -> HelpRequest:
        """The same row without what is locked: only where it stands."""
        return HelpRequest.objects.only(*STATE).get(pk=self.request_of_need[need.number])

    def next_due(self, request: HelpRequest) -> datetime | None:
        """When the clock has something to do for this request, if nothing happens before."""
        rules = self.rules
        due: list[datetime | None] = []
        if request.status == Status.OPEN:
            due = [request.next_wave_at, request.expires_at]
            if request.handed_over_at is None:
                due.append(rules.call_time(request.due_at, urgent=request.urgent))
        if request.status == Status.MATCHED:
            due = [self._report_due(match) for match in Match.objects.live().filter(help_request=request)]
        return min((each for each in due if each), default=None)

    def _report_due(self, match: Match) -> datetime:
        """When the claimer is reminded; if he has been, when his claim lapses."""
        if match.reminded_at is None:
            return match.remind_at
        return max(
            match.lapses_at, match.reminded_at + timedelta(hours=self.rules.lapse_after_reminder_hours)
        )

    def post(self, now: datetime) -> list[Delivery]:
        """Bring what waits in the outbox; return the letters that ask somebody for help.

        Those that bounce are refused, as a mail server refuses them, and count as letters all the same.
        """
        waiting = Letter.objects.filter(status=LetterStatus.PENDING)
        kinds = dict(waiting.values_list("subject", "kind"))
        if not kinds:
            return []
        waiting.update(status=LetterStatus.SENT, sent_at=now)
        asking = [subject for subject, kind in kinds.items() if kind in ("invitation", "free_again")]
        rows = Invitation.objects.filter(uuid__in=asking).order_by("pk")
        found = list(rows.values_list("uuid", "pk", "volunteer_id", "help_request_id"))
        bounced = [
            subject for subject, _pk, volunteer_id, _request_id in found if volunteer_id in self.bouncing
        ]
        if bounced:
            Letter.objects.filter(subject__in=bounced).update(status=LetterStatus.FAILED, sent_at=None)
        return [Delivery(kinds[subject], *ids) for subject, *ids in found]


def _volunteer(person: Person, letters_per_week: int | None) -> Volunteer:
    """The row of somebody who has signed up and not confirmed yet; it does not tell who is silent."""
    sketch = person.sketch
    row = Volunteer(
        status=VolunteerStatus.UNCONFIRMED,
        email=f"volunteer{person.number}@example.org",
        phone="+3225123456",
        language=(*sketch.languages, "fr")[0],
        languages=sketch.languages,
        kinds=sketch.kinds,
        travel_km=sketch.travel_km,
        letters_per_week=letters_per_week or sketch.letters_per_week,
        postcode=person.postcode,
        registered_at=person.comes.astimezone(UTC),
    )
    row.place_at(Place(person.home, Precision.HOUSE, SOURCE), person.comes)
    return row
