"""Something was not right: one of the two says so, a volunteer is held back, a coordinator settles it."""

from datetime import datetime, timedelta

from django.db import transaction

from letters.outbox import letter, post
from matching.models import Match, MatchQuerySet, Outcome
from matching.report_rows import Report, ReportQuerySet, Side, Verdict, What
from privacy.fields import is_empty
from privacy.models import Event
from privacy.retention import EVENTS, SETTLED_REPORT
from requests_app import erasure
from requests_app.models import HelpRequest
from volunteers import holding
from volunteers.models import Volunteer

OPEN_FOR = timedelta(days=30)  # after the yes; later the request is forgotten, and nobody can look into it
MOST_WORDS = 500  # of one press
ALL_WORDS = 10 * MOST_WORDS  # of one report
GRAVITY = list(What)


class TooManyWords(Exception):
    """The report is full: nothing of these words has been kept, and whoever wrote them must hear that."""


def about(help_request: HelpRequest, now: datetime) -> MatchQuerySet:
    """The matches about which the person may say something: of the last thirty days, the newest first."""
    recent = Match.objects.filter(help_request=help_request, claimed_at__gt=now - OPEN_FOR)
    return recent.filter(help_request__erased_at__isnull=True).select_related("volunteer")


def may_say(match: Match, now: datetime) -> bool:
    """Whether the volunteer may say something about the person: while he is on it, and thirty days after."""
    over = match.outcome != Outcome.LIVE and (match.ended_at or match.claimed_at) <= now - OPEN_FOR
    return not over and match.help_request.erased_at is None


def apart(help_request_id: int) -> ReportQuerySet:
    """What this person, by her number, has said of volunteers: they are not sent to her again.

    Not what a coordinator has found nothing in.
    """
    numbers = HelpRequest.objects.filter(pk=help_request_id).exclude(phone_index="").values("phone_index")
    said = Report.objects.filter(side=Side.PERSON, match__help_request__phone_index__in=numbers)
    return said.exclude(verdict=Verdict.NOTHING)


def of_volunteer(volunteer: Volunteer) -> ReportQuerySet:
    """What persons have said about him."""
    return Report.objects.filter(match__volunteer=volunteer, side=Side.PERSON)


@transaction.atomic
def report(match: Match, side: Side, what: What, words: str, now: datetime, by: str = "") -> Report:
    """Write down that something was not right, and tell the team; said twice it is one report.

    `by` names who has written it down for the person, if she did not do so herself.

    The volunteer's row is locked first, as for a claim: a yes of his at this
    moment is there before the hold, or is refused. A second press with other
    words adds them to the open report, so that none are lost and the team has
    one thing to settle. Raises TooManyWords, and changes nothing, if it is full.
    """
    volunteer = Volunteer.objects.select_for_update().get(pk=match.volunteer_id)
    by = by or ("requester" if side == Side.PERSON else f"volunteer:{volunteer.uuid}")
    known = Report.objects.open().filter(match=match, side=side).first()
    if known:
        _add(known, what, words, by, now)
        return known
    made = Report.objects.create(match=match, side=side, what=what, words=words, created_at=now)
    if side == Side.PERSON:
        holding.hold_back(volunteer, now)
    _note(made, f"report.{side}", by, now, what=what)
    post([letter("reported", made.uuid, now=now)])
    return made


def _add(known: Report, what: What, words: str, by: str, now: datetime) -> None:
    """The graver of both choices, and the words that are new."""
    graver = min(What(known.what), what, key=GRAVITY.index)
    more = words if words not in known.words else ""
    if graver == known.what and not more:
        return
    known.what, known.words = graver, "\n\n".join(each for each in (known.words, more) if each)
    if len(known.words) > ALL_WORDS:
        raise TooManyWords
    known.save(update_fields=["what", "words"])
    _note(known, "report.more", by, now, what=what)


def _note(row: Report, action: str, by: str, now: datetime, **detail: str) -> None:
    """A line in the book, about the report: the volunteer's own file must not tell of what others said."""
    said = {name: str(value) for name, value in detail.items()}
    Event.objects.create(at=now, actor=by, action=action, subject=row.uuid, detail=said)


@transaction.atomic
def close(row: Report, verdict: Verdict, *, by: str, now: datetime) -> bool:
    """Settle one report; False if somebody was faster. With the last about him a volunteer helps again."""
    volunteer = Volunteer.objects.select_for_update().get(pk=row.match.volunteer_id)
    mine = Report.objects.open().filter(pk=row.pk)
    if not mine.update(settled_at=now, settled_by=by, verdict=verdict):
        return False
    _note(row, "report.settled", by, now, verdict=verdict)
    if verdict != Verdict.BLOCKED:
        _help_again(volunteer)
    return True


def _help_again(volunteer: Volunteer) -> None:
    if not of_volunteer(volunteer).open().exists():
        holding.help_again(volunteer)


@transaction.atomic
def not_the_same(volunteer: Volunteer, *, by: str, now: datetime) -> None:
    """He is not who was stopped, or may help all the same: he is free, unless a report holds him back too."""
    volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if holding.settle(volunteer, now):
        Event.objects.create(at=now, actor=by, action="return.settled", subject=volunteer.uuid)
        _help_again(volunteer)


def close_all(volunteer: Volunteer, verdict: Verdict, *, by: str, now: datetime) -> None:
    """The same for all that is open about him."""
    for each in of_volunteer(volunteer).open().select_related("match"):
        close(each, verdict, by=by, now=now)


@transaction.atomic
def forget(help_request: HelpRequest, now: datetime) -> bool:
    """Forget a request that has ended, and with it the words about it; False if it is not to be forgotten."""
    if not erasure.forget(help_request, now):
        return False
    Report.objects.filter(match__help_request=help_request).update(words="")
    return True


def forget_reports(now: datetime) -> int:
    """Erase the words of what is settled long enough or whose request is forgotten; return how many.

    A year after it was settled the row goes too, with its lines in the book.
    """
    Report.objects.filter(settled_at__lte=now - EVENTS).delete()
    written = Report.objects.exclude(is_empty("words"))
    old = written.filter(settled_at__lte=now - SETTLED_REPORT)
    gone = written.filter(match__help_request__erased_at__isnull=False)
    return old.update(words="") + gone.update(words="")
