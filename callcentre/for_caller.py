"""What an operator does for somebody on the phone: what the person could do by the link of her own page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from letters.outbox import letter, post
from matching import afterwards, endings
from privacy.models import Event
from requests_app.models import HelpRequest, Status


@dataclass(frozen=True)
class Act:
    """One act: its name in the books, its button, what is said afterwards, when it is possible, the deed.

    `possible` hears whether the person may still say how it went, which is a question to the database.
    """

    code: str
    label: Any
    said: Any
    possible: Callable[[HelpRequest, bool], bool]
    do: Callable[[HelpRequest, str, datetime], bool]
    asks: bool = False


def _cancel(row: HelpRequest, by: str, now: datetime) -> bool:
    endings.cancel(row, by=by, now=now)
    return True


def _letter_again(row: HelpRequest, by: str, now: datetime) -> bool:
    """The confirmation once more, at most once in each hour of the clock."""
    purpose = f"request_received:{row.uuid}:{now:%Y%m%d%H}"
    if Letter.objects.filter(purpose=purpose).exists():
        return False
    post([letter("request_received", row.uuid, now=now, purpose=purpose)])
    return True


ACTS = (
    Act(
        "well", _("it went well"), _("it went well"), lambda row, may_say: may_say,
        lambda row, by, now: afterwards.went_well(row, now),
    ),
    Act(
        "nobody_came", _("nobody came"), _("nobody came"), lambda row, may_say: may_say,
        lambda row, by, now: afterwards.nobody_came(row, by=by, now=now),
    ),
    Act(
        "letter", _("Send the confirmation letter again"), _("the confirmation goes out now"),
        lambda row, may_say: bool(row.email) and not row.has_ended, _letter_again,
    ),
    Act(
        "cancel", _("Cancel the request"), _("the request is cancelled"),
        lambda row, may_say: not row.has_ended, _cancel, asks=True,
    ),
)  # fmt: skip
BY_CODE = {each.code: each for each in ACTS}


def of_each(rows: Sequence[HelpRequest], now: datetime) -> dict[int, list[Act]]:
    """The acts that each request allows at this moment, by its key; a query only if one of them is done."""
    done = [row.pk for row in rows if row.status == Status.DONE]
    answerable = afterwards.answerable(now).filter(pk__in=done)
    may_say = set(answerable.values_list("pk", flat=True)) if done else set()
    return {
        row.pk: [each for each in ACTS if not row.erased_at and each.possible(row, row.pk in may_say)]
        for row in rows
    }


@transaction.atomic
def do(code: str, row: HelpRequest, by: str, now: datetime) -> bool:
    """Do it, with a line in the books; False if it is not possible any more, and nothing has changed.

    The row is locked before it is judged, so of two operators, or of an operator and a volunteer who says
    yes at this very moment, one comes after the other.
    """
    act = BY_CODE[code]
    current = HelpRequest.objects.select_for_update().get(pk=row.pk)
    if act not in of_each([current], now)[current.pk] or not act.do(current, by, now):
        return False
    Event.objects.create(at=now, actor=by, action=f"caller.{code}", subject=current.uuid)
    return True
