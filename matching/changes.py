"""The list or the number of a request that is under way has changed: whoever is on it is told, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from letters.models import Letter
from letters.models import Status as LetterStatus
from letters.outbox import letter, post
from matching.models import Match
from privacy.crypto import blind_index, blind_indexes
from privacy.models import Event
from requests_app.models import HelpRequest

SETTLES = timedelta(minutes=10)  # whoever changes a list often changes it twice: one letter tells of both


class Outdated(Exception):
    """Somebody else has changed it since the page was shown: nothing is changed now."""


class Ended(Exception):
    """The request has ended, or its person is forgotten: there is nothing to change."""


def seen(row: HelpRequest) -> str:
    """What a page that asks for changes has shown, as a keyed fingerprint."""
    return blind_index(f"{row.phone}\n{row.notes}")[:16]


@transaction.atomic
def change(row: HelpRequest, *, notes: str, phone: str, was: str, by: str, now: datetime) -> bool:
    """Write down the list and the number (E.164) as they are to be; False if they are so already.

    `was` is what `seen` gave for the page that was filled in. The rows are locked,
    so of two people who change it at the same moment the second one is told.
    A new number goes to all requests of this person: it is by the number that
    we know her, and whom she has reported stays away from her.
    Raises Outdated or Ended, and changes nothing then.
    """
    rows = _locked(row)
    current = next(each for each in rows if each.pk == row.pk)
    if current.has_ended or current.erased_at:
        raise Ended
    if (current.notes, current.phone) == (notes, phone):
        return False
    if was != seen(current):
        raise Outdated
    changed = [current]
    if current.phone != phone:
        changed = [each for each in rows if _is_of_the_same_person(each, current)]
        for each in changed:
            _save(each, "phone", by, now, phone=phone, phone_index=blind_index(phone))
    if current.notes != notes:
        _save(current, "list", by, now, notes=notes)
    _tell([each for each in changed if not each.has_ended], now)
    return True


def _locked(row: HelpRequest) -> list[HelpRequest]:
    """This request and the others of its number, locked in one order, whoever changes which of them."""
    same_number = Q(phone_index__in=blind_indexes(row.phone), erased_at__isnull=True)
    return list(HelpRequest.objects.select_for_update().filter(Q(pk=row.pk) | same_number).order_by("pk"))


def _is_of_the_same_person(one: HelpRequest, other: HelpRequest) -> bool:
    return one.phone == other.phone and one.name.casefold() == other.name.casefold()


def _save(row: HelpRequest, what: str, by: str, now: datetime, **facts: str) -> None:
    HelpRequest.objects.filter(pk=row.pk).update(**facts)
    Event.objects.create(at=now, actor=by, action=f"request.{what}_changed", subject=row.uuid)


def _tell(rows: list[HelpRequest], now: datetime) -> None:
    """A letter to whoever is on it, a little later, unless one waits that will tell of this change too."""
    for match in Match.objects.live().filter(help_request__in=rows):
        earlier = Letter.objects.filter(kind="changed", subject=match.uuid)
        waiting = earlier.filter(status=LetterStatus.PENDING).select_for_update()  # or it goes at this moment
        if waiting.first():
            continue
        purpose = f"changed:{match.uuid}:{earlier.count()}"
        post([letter("changed", match.uuid, now=now, purpose=purpose, due_at=now + SETTLES)])
