"""What waits for a person of the team: how many in each queue, since when, and the list that shows them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcentre.models import RINGS_BACK, CallTask, Operator, Reason
from letters.models import Letter
from matching import watch
from matching.models import Match
from matching.report_rows import Report
from office import ages
from requests_app.models import HelpRequest, Hold, Status
from team.access import LEAD_CALLS, TAKE_CALLS
from volunteers.models import Status as Standing
from volunteers.models import Volunteer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_THE_WEEK = timedelta(days=7)  # a letter in trouble stays a letter in trouble: older ones are history


@dataclass(frozen=True)
class Slot:
    """One queue: its words, its list (`page` and `query`), and from when on a wait is late or too long.

    `only` narrows the rows of its shelf, `since` is a column of its own. The list must show the rows that are
    counted and no others; a test holds them to it.
    """

    code: str
    label: Any
    query: dict[str, str]
    late: timedelta
    long: timedelta
    only: Q = field(default_factory=Q)
    since: str = ""


@dataclass(frozen=True)
class Shelf:
    """Queues that one query counts: rows, the column that says since when, and the right to see them."""

    page: str
    right: str
    since: str
    rows: Callable[[datetime], QuerySet[Any]]
    slots: tuple[Slot, ...]
    own_page: str = ""  # the name of the page that shows the rows, where it is no list of the admin


@dataclass(frozen=True)
class Queue:
    """What the first page shows of one queue; `age` is that of the oldest row, None in an empty queue."""

    code: str
    label: str
    count: int
    age: ages.Age | None
    url: str


def _held(now: datetime) -> QuerySet[Any]:
    return HelpRequest.objects.filter(status=Status.HELD)


def silent(now: datetime) -> QuerySet[Match]:
    """Claims whose volunteer has been asked how it went, and has not answered."""
    return Match.objects.live().filter(reminded_at__isnull=False)


def unreachable(now: datetime) -> QuerySet[Match]:
    """Claims whose volunteer gets no letters any more."""
    return Match.objects.live().filter(volunteer__undeliverable_at__isnull=False)


def in_trouble(now: datetime) -> QuerySet[Letter]:
    """Letters of the last week that were given up, refused, sent back or complained about."""
    return Letter.objects.in_trouble().filter(created_at__gt=now - OF_THE_WEEK)


def to_approve(now: datetime) -> QuerySet[Volunteer]:
    """Volunteers whom nobody has checked; none where the service asks for no check."""
    here = Volunteer.objects.filter(status=Standing.ACTIVE, blocked_at__isnull=True)
    waiting = here.filter(approved_at__isnull=True)
    return waiting if settings.REQUIRE_APPROVAL else waiting.none()


CALLS = (
    Slot("worry", _("Worries"), {"reason__exact": "worry"}, HOUR, 4 * HOUR, Q(reason=Reason.WORRY)),
    Slot(
        "call_back", _("Call-backs due"), {"ring": "back"}, HOUR, 8 * HOUR,
        Q(reason__in=RINGS_BACK),
    ),
    Slot("how_went", _("Did it work out? To ring"), {"reason__exact": "how_went"}, DAY, 3 * DAY,
         Q(reason=Reason.HOW_WENT)),
    Slot("tell", _("Tell the person: no volunteer was found, or two requests are one"),
         {"reason__exact": "tell"}, 4 * HOUR, DAY, Q(reason=Reason.TELL)),
)  # fmt: skip
HELD = tuple(
    Slot(f"held_{hold}", label, {"status__exact": "held", "hold__exact": hold}, late, long, Q(hold=hold))
    for hold, label, late, long in (
        (Hold.NOT_REACHED, _("Held: the person was not reached"), 4 * HOUR, DAY),
        (Hold.UNCHECKED, _("Held: not checked yet"), 4 * HOUR, DAY),
        (Hold.STAFF, _("Held by the team"), DAY, 3 * DAY),
    )
)
REQUESTS, MATCHES = "requests_app_helprequest", "matching_match"
SEES_REQUESTS, SEES_MATCHES = "requests_app.view_helprequest", "matching.view_match"
VOLUNTEERS, SEES_VOLUNTEERS = "volunteers_volunteer", "volunteers.view_volunteer"
LOOKS = (
    Slot("back_again", _("New, with phone or e-mail of somebody who was stopped"), {"look": "back_again"},
         DAY, 4 * DAY, watch.BACK_AGAIN, since="held_back_at"),
    Slot("few_done", _("Many addresses seen, few tasks done"), {"look": "few_done"},
         DAY, 4 * DAY, watch.FEW_DONE, since="caused_at"),
)  # fmt: skip
SHELVES = (
    Shelf("matching_report", "matching.view_report", "created_at", lambda now: Report.objects.open(), (
        Slot("reported", _("Reported: something was not right"),
             {"settled_at__isempty": "1"}, HOUR, 4 * HOUR),
    )),
    Shelf("callcentre_calltask", "callcentre.view_calltask", "due_at", CallTask.objects.due, CALLS),
    Shelf(MATCHES, SEES_MATCHES, "volunteer__undeliverable_at", unreachable, (
        Slot("unreachable", _("A volunteer on a task gets no letters"),
             {"outcome__exact": "live", "volunteer__undeliverable_at__isempty": "0"}, HOUR, 4 * HOUR),
    )),
    Shelf(MATCHES, SEES_MATCHES, "reminded_at", silent, (
        Slot("silent", _("Said yes, and silent since"), {"silent": "yes"}, HOUR, 12 * HOUR),
    )),
    Shelf(REQUESTS, SEES_REQUESTS, "handed_over_at", lambda now: HelpRequest.objects.to_ring_about(), (
        Slot("nobody", _("Nobody has answered: ring"), {"calls": "due"}, 2 * HOUR, 8 * HOUR),
    )),
    Shelf(REQUESTS, SEES_REQUESTS, "created_at", _held, HELD),
    Shelf(REQUESTS, SEES_REQUESTS, "looked_at", lambda now: HelpRequest.objects.not_found(), (
        Slot("nowhere", _("Requests: place not found"), {"place": "not_found"}, 2 * HOUR, 8 * HOUR),
    )),
    Shelf("letters_letter", "letters.view_letter", "created_at", in_trouble, (
        Slot("trouble", _("Letters given up or sent back, this week"), {"trouble": "week"}, DAY, 4 * DAY),
    )),
    Shelf(VOLUNTEERS, SEES_VOLUNTEERS, "looked_at", lambda now: Volunteer.objects.not_found(), (
        Slot("lost", _("Volunteers: place not found"), {"place": "not_found"}, DAY, 4 * DAY),
    )),
    Shelf(VOLUNTEERS, SEES_VOLUNTEERS, "", watch.to_look_at, LOOKS),
    Shelf(VOLUNTEERS, SEES_VOLUNTEERS, "confirmed_at", to_approve, (
        Slot("approve", _("Volunteers to approve"),
             {"status__exact": "active", "approved_at__isempty": "1", "blocked_at__isempty": "1"},
             DAY, 4 * DAY),
    )),
    Shelf("", LEAD_CALLS, "confirmed_at", lambda now: Operator.objects.unanswered(), (
        Slot("operators", _("Offers to take calls, to answer"), {}, DAY, 4 * DAY),
    ), own_page="callcentre:people"),
)  # fmt: skip


def _count(shelf: Shelf, user: User, now: datetime) -> list[Queue]:
    asked: dict[str, Any] = {}
    for slot in shelf.slots:
        only = slot.only or None
        asked[f"{slot.code}_n"] = Count("pk", filter=only)
        asked[f"{slot.code}_since"] = Min(slot.since or shelf.since, filter=only)
    found = shelf.rows(now).order_by().aggregate(**asked)
    return [_queue(slot, found, _list(shelf, slot, user), now) for slot in shelf.slots]


def _list(shelf: Shelf, slot: Slot, user: User) -> str:
    """Where the rows are: whoever takes calls is led to where they are worked, others to the list."""
    if shelf.slots is CALLS and user.has_perm(TAKE_CALLS):
        return f"{reverse('callcentre:queue')}?{urlencode({'reason': slot.code})}"
    if shelf.own_page:
        return reverse(shelf.own_page)
    return f"{reverse(f'admin:{shelf.page}_changelist')}?{urlencode(slot.query)}"


def _queue(slot: Slot, found: dict[str, Any], url: str, now: datetime) -> Queue:
    since = found[f"{slot.code}_since"]
    return Queue(
        code=slot.code,
        label=str(slot.label),
        count=found[f"{slot.code}_n"],
        age=ages.of(since, now, slot.late, slot.long) if since else None,
        url=url,
    )


def look(user: User, now: datetime) -> list[Queue]:
    """The queues that this person may see: the worst wait first, then by SHELVES, empty ones last."""
    found = [queue for shelf in SHELVES if user.has_perm(shelf.right) for queue in _count(shelf, user, now)]
    return sorted(found, key=lambda each: (each.count == 0, -(each.age.level if each.age else 0)))
