"""What a call task is about: the request, the match or the call behind it, and whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from callcentre.models import Call, CallTask, Reason
from matching.models import Match
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

LOCKED = ("code_word", "name", "phone", "email", "street", "notes", "asked_by")
OF_A_VOLUNTEER = ("name", "email", "phone", "street", "new_email", "former_email")


@dataclass(frozen=True)
class Person:
    """Whom to ring. `uuid` is that of the row that holds the number, for the book of what was revealed."""

    uuid: UUID
    name: str
    phone: str
    asked_by: str = ""


@dataclass(frozen=True)
class About:
    """A task with the rows behind it. No locked column is read before somebody asks for the person."""

    task: CallTask
    help_request: HelpRequest | None = None
    match: Match | None = None
    call: Call | None = None

    @property
    def volunteer(self) -> Volunteer | None:
        """The volunteer to ring, where it is a volunteer."""
        if self.task.reason == Reason.SILENT and self.match:
            return self.match.volunteer
        return self.call.volunteer if self.call else None

    @property
    def language(self) -> str:
        """In which of the service's languages to speak with the person."""
        row = self.volunteer or self.help_request
        code = self.task.language or (row.language if row else "")
        return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def person(self) -> Person | None:
        """Name and number; None if nobody has them any more. Whoever shows them writes that down."""
        if self.call and self.call.number_to_ring:
            known = self.volunteer or self.help_request
            return Person(self.call.uuid, known.name if known else "", self.call.number_to_ring)
        if self.volunteer:
            return _with_number(Person(self.volunteer.uuid, self.volunteer.name, self.volunteer.phone))
        if self.help_request is None:
            return None
        row = self.help_request
        return _with_number(Person(row.uuid, row.name, row.phone, row.asked_by))


def _with_number(person: Person) -> Person | None:
    return person if person.phone else None


def of_all(tasks: Sequence[CallTask]) -> list[About]:
    """The tasks with their rows, in the same order; three queries, however many there are."""
    subjects = {each.subject for each in tasks}
    requests = {each.uuid: each for each in _requests(HelpRequest.objects.all(), subjects)}
    matches = {each.uuid: each for each in _matches(subjects)}
    calls = {each.uuid: each for each in _calls(subjects)}
    return [_about(task, requests, matches, calls) for task in tasks]


def of(task: CallTask) -> About:
    """One task with its rows."""
    return of_all([task])[0]


def _requests(rows: QuerySet[HelpRequest], subjects: set[UUID]) -> QuerySet[HelpRequest]:
    return rows.filter(uuid__in=subjects).defer(*LOCKED)


def _matches(subjects: set[UUID]) -> QuerySet[Match]:
    rows = Match.objects.filter(uuid__in=subjects).select_related("help_request", "volunteer")
    of_request, of_volunteer = _below("help_request", LOCKED), _below("volunteer", OF_A_VOLUNTEER)
    return rows.defer("note", *of_request, *of_volunteer)


def _calls(subjects: set[UUID]) -> QuerySet[Call]:
    rows = Call.objects.filter(uuid__in=subjects).select_related("help_request", "volunteer")
    of_request, of_volunteer = _below("help_request", LOCKED), _below("volunteer", OF_A_VOLUNTEER)
    return rows.defer("note", "phone", "ring_back", *of_request, *of_volunteer)


def _below(relation: str, columns: tuple[str, ...]) -> list[str]:
    return [f"{relation}__{each}" for each in columns]


def _about(
    task: CallTask,
    requests: dict[UUID, HelpRequest],
    matches: dict[UUID, Match],
    calls: dict[UUID, Call],
) -> About:
    match, call = matches.get(task.subject), calls.get(task.subject)
    behind = match.help_request if match else call.help_request if call else None
    return About(task, requests.get(task.subject, behind), match, call)
