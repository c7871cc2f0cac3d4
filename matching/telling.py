"""What a volunteer tells when it is done, how long it took and a word, and what comes of it on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from matching.models import Match, Outcome
from privacy.retention import ENDED_REQUEST
from volunteers.models import Volunteer

# Half an hour, one, two, and longer: minutes as they are stored. "Longer" counts as three hours.
MINUTES = (30, 60, 120, 180)


def tell(match: Match, minutes: int | None, note: str, now: datetime) -> bool:
    """Write it down; what is left empty stays as it was. False if it is not done, or nothing was told."""
    facts: dict[str, object] = {"minutes": minutes} if minutes else {}
    if note:
        facts |= {"note": note, "noted_at": now}
    done = Match.objects.filter(pk=match.pk, outcome=Outcome.DONE)
    return bool(facts) and bool(done.update(**facts))


def forget_notes(now: datetime) -> int:
    """Erase the words to the team with the request that they are about; return how many."""
    old = Match.objects.filter(noted_at__isnull=False, ended_at__lte=now - ENDED_REQUEST)
    return old.update(note="", noted_at=None)


@dataclass(frozen=True)
class Certificate:
    """What a volunteer has done: tasks, minutes in all, for how many he told them, the first and last day."""

    tasks: int
    minutes: int
    told: int
    first: date
    last: date

    @property
    def hours(self) -> int:
        """Whole hours, rounded down: a paper must not say more than was done."""
        return self.minutes // 60


def certificate(volunteer: Volunteer) -> Certificate | None:
    """His finished tasks summed up, or None if there is none yet.

    Where he did not tell how long it took, what a task of this kind takes as a
    rule counts (catalogue/kinds.py): a guess, and the paper says so.
    """
    done = Match.objects.filter(volunteer=volunteer, outcome=Outcome.DONE).select_related("help_request")
    return _summed(list(done.only("claimed_at", "ended_at", "minutes", "help_request__kind")))


def _summed(done: Iterable[Match]) -> Certificate | None:
    matches = list(done)
    if not matches:
        return None
    days = [timezone.localdate(each.ended_at) for each in matches if each.ended_at]
    return Certificate(
        tasks=len(matches),
        minutes=sum(each.minutes or each.help_request.catalogue_kind.minutes for each in matches),
        told=sum(1 for each in matches if each.minutes),
        first=min(days),
        last=max(days),
    )
