"""Victor has said yes to Nadia, and one of the two says that something was not right."""

from datetime import timedelta

from django.db.models import QuerySet

from matching import claims, reports, verdicts
from matching.models import Match
from matching.report_rows import Report, Side, Verdict, What
from privacy.models import Event
from requests_app.models import HelpRequest
from tests.cast import NOON, invite
from volunteers.models import Reach, Volunteer

LATER = NOON + timedelta(hours=1)
DAY = timedelta(days=1)
WORDS = "Il a gardé la monnaie"


def met(nadia: HelpRequest, victor: Volunteer) -> Match:
    """Victor is on it."""
    return claims.claim(invite(nadia, [victor])[0], NOON)


def by_her(match: Match, what: What = What.MONEY, words: str = WORDS) -> Report:
    return reports.report(match, Side.PERSON, what, words, LATER)


def by_him(match: Match, what: What = What.WORRIED, words: str = WORDS) -> Report:
    return reports.report(match, Side.VOLUNTEER, what, words, LATER)


def settle(row: Report, verdict: Verdict) -> bool:
    return verdicts.settle(row, verdict, by="staff:1", now=LATER + DAY)


def again(volunteer: Volunteer) -> Volunteer:
    volunteer.refresh_from_db()
    return volunteer


def events(row: Report) -> list[tuple[str, str, dict[str, str]]]:
    told = Event.objects.filter(subject=row.uuid).order_by("pk")
    return [(each.action, each.actor, each.detail) for each in told]


def active(volunteer: Volunteer) -> QuerySet[Reach]:
    return Reach.objects.filter(volunteer=volunteer, active=True)
