"""A request comes in by phone: one row, though two operators save the same caller at the same moment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callcentre import calls, doubles
from callcentre.models import Outcome
from privacy import limits
from requests_app.intake import Ask, already_taken_down, take_down
from requests_app.models import Channel, HelpRequest


class AlreadyThere(Exception):
    """A colleague has just written down the same; `rows` are hers, and nothing has changed."""

    def __init__(self, rows: list[HelpRequest]) -> None:
        super().__init__(len(rows))
        self.rows = rows


@transaction.atomic
def save(ask: Ask, *, user: calls.Somebody, seen: set[UUID], now: datetime) -> HelpRequest:
    """Write the request down, with its call; the same row for the same form.

    `seen` are the live requests that the operator has looked at and that are not this one. Any other of the
    same number for the same kind raises AlreadyThere. Who saves for one number is alone until it is written,
    so of two at the same moment the second sees the first one's row.
    """
    limits.alone("desk", ask.phone, now)
    known = already_taken_down(ask.form_key)
    if known:
        return known
    twins = doubles.twins(ask, seen)
    if twins:
        raise AlreadyThere(twins)
    row = take_down(ask, channel=Channel.PHONE, now=now, operator=f"staff:{user.pk}")
    note = calls.Note(
        Outcome.REQUEST, phone=ask.phone, language=ask.language, help_request=row, form_key=ask.form_key
    )
    calls.write_down(user, note, now)
    return row
