"""Who is calling: all that the house knows of a number, and the line in the books that it was looked at."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language

from callcentre import for_caller, telling
from callcentre.for_caller import Act
from callcentre.models import Call
from matching.models import Match, Outcome
from matching.reports import OPEN_FOR
from privacy.models import Event
from privacy.search import phone_fingerprints
from requests_app.models import HelpRequest
from team.access import actor

MOST = 10  # of requests and of calls: who calls daily is known by the last ten
KEPT = 6  # numbers whose looking-up is remembered in a session, for who takes two calls in two windows
LOOKED_UP = "desk_looked_up"
PREFILLED = ("name", "postcode", "municipality", "street")


@dataclass(frozen=True)
class Standing:
    """One request, who is on it (first names), and what to tell the caller about it."""

    row: HelpRequest
    helpers: list[str]
    sentence: str
    language: str
    acts: list[Act]  # what the operator may do for the caller
    may_report: bool = False  # whether somebody has come of whom the caller may have something to say

    @property
    def kind_label(self) -> str:
        """What was asked for, as the operator's own language calls it."""
        return str(self.row.catalogue_kind.private_label)

    @property
    def place(self) -> str:
        """The municipality, in the operator's language."""
        return self.row.municipality_label(get_language() or self.row.language)

    @property
    def when(self) -> dict[str, Any]:
        """For which day, for the words of matching/when.txt."""
        return {"wanted_on": self.row.wanted_on, "urgent": self.row.urgent, "weekly": self.row.weekly}


@dataclass(frozen=True)
class Caller:
    """What is known of one number: its requests and its calls, the newest first."""

    requests: list[Standing] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether anything is."""
        return bool(self.requests or self.calls)

    @property
    def live(self) -> list[Standing]:
        """Requests that are still going on."""
        return [each for each in self.requests if not each.row.has_ended]

    @property
    def past(self) -> list[Standing]:
        """Requests that have ended."""
        return [each for each in self.requests if each.row.has_ended]

    @property
    def languages(self) -> list[str]:
        """The languages of the last request, or of the last call; empty if nobody knows."""
        if self.requests:
            row = self.requests[0].row
            return list(dict.fromkeys([row.language, *row.languages]))
        return [each.language for each in self.calls if each.language][:1]

    @property
    def facts(self) -> dict[str, str]:
        """What needs not be asked again: name and address of the last request."""
        return {name: getattr(self.requests[0].row, name) for name in PREFILLED} if self.requests else {}


def standings(rows: list[HelpRequest], now: datetime) -> list[Standing]:
    """How these requests stand; one query for all who help or have helped, one more if some are done."""
    helpers: dict[int, list[str]] = defaultdict(list)
    recent: set[int] = set()
    of_these = Match.objects.filter(help_request__in=rows).select_related("volunteer")
    for match in of_these.filter(Q(outcome=Outcome.LIVE) | Q(claimed_at__gt=now - OPEN_FOR)):
        if match.outcome == Outcome.LIVE:
            helpers[match.help_request_id].append(match.volunteer.first_name)
        if match.claimed_at > now - OPEN_FOR:
            recent.add(match.help_request_id)
    acts = for_caller.of_each(rows, now)
    return [_standing(row, helpers[row.pk], acts[row.pk], row.pk in recent) for row in rows]


def _standing(row: HelpRequest, helpers: list[str], acts: list[Act], may_report: bool) -> Standing:
    sentence = telling.sentence(row, helpers, row.language)
    return Standing(row, helpers, sentence, row.language, acts, may_report)


def of_number(text: str, now: datetime) -> Caller:
    """What is known of a number as typed; four queries at most. What has been erased is not there."""
    prints = phone_fingerprints(text)
    if not prints:
        return Caller()
    rows = HelpRequest.objects.filter(phone_index__in=prints, erased_at__isnull=True)
    calls = Call.objects.of_phone(prints).filter(erased_at__isnull=True).exclude(outcome="")
    return Caller(standings(list(rows[:MOST]), now), list(calls[:MOST]))


def was_looked_up(request: HttpRequest, text: str) -> bool:
    """Whether this operator has just looked this number up, so that the books need no second line."""
    prints = phone_fingerprints(text)
    return bool(prints) and prints[0] in request.session.get(LOOKED_UP, [])


def look_up(request: HttpRequest, text: str, now: datetime) -> Caller:
    """What is known of the number, with a line in the books for each row that is shown anew."""
    caller = of_number(text, now)
    if was_looked_up(request, text):
        return caller
    shown = [each.row.uuid for each in caller.requests] + [each.uuid for each in caller.calls]
    reveal(request, shown, "caller.looked_up", now)
    prints = phone_fingerprints(text)
    if prints:
        seen = request.session.get(LOOKED_UP, [])
        request.session[LOOKED_UP] = [prints[0], *(each for each in seen if each != prints[0])][:KEPT]
    return caller


def is_over(request: HttpRequest, text: str) -> None:
    """The call is over: whoever looks the number up again is written down again."""
    prints = phone_fingerprints(text)
    request.session[LOOKED_UP] = [
        each for each in request.session.get(LOOKED_UP, []) if each not in prints[:1]
    ]


def reveal(request: HttpRequest, subjects: list[Any], action: str, now: datetime) -> None:
    """Write down that this operator has seen these rows."""
    Event.objects.bulk_create(
        Event(at=now, actor=actor(request), action=action, subject=subject) for subject in subjects
    )
