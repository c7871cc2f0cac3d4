"""What came of a call, written down: into the telephony's own row where there is one, else into a new one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Q

from callcentre.models import Call, Direction, Outcome, Reason
from callcentre.raising import raise_task
from letters.outbox import letter, post
from privacy.crypto import blind_index, blind_indexes
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

# A call that a telephony told of and nobody settled within this time is another one.
CURRENT = timedelta(hours=2)
# What an operator writes without a number, after hanging up, is about the call that has just ended.
JUST_ENDED = timedelta(minutes=15)
MUST_RING = (Outcome.CALL_BACK, Outcome.WORRY)  # somebody rings after these, and so needs a number
Somebody = AbstractBaseUser | AnonymousUser  # as a request names who is logged in


@dataclass(frozen=True)
class Note:
    """What an operator writes down of a call. Phone in E.164, or "" where the number was hidden."""

    outcome: Outcome
    phone: str = ""
    language: str = ""
    text: str = ""
    call_back_at: datetime | None = None
    help_request: HelpRequest | None = None
    volunteer: Volunteer | None = None
    direction: Direction = Direction.IN
    form_key: UUID | None = field(default=None)


def current(
    user: Somebody, fingerprints: list[str], now: datetime, direction: Direction = Direction.IN
) -> Call | None:
    """The call that a telephony told of and that is being taken now: of this number, else this operator's.

    With a number that is not the row's own, hers is a call that hid its number, or one in which she is told
    of another number while they talk. One that has ended was another person's, and is left alone.
    """
    told = Call.objects.filter(
        outcome="", direction=direction, started_at__gt=now - CURRENT, started_at__lte=now
    ).exclude(provider="")
    prints = [each for each in fingerprints if each]
    if of_number := told.of_phone(prints).first():
        return of_number
    runs = Q(ended_at__isnull=True)
    hers = told.filter(runs | Q(ended_at__gt=now - JUST_ENDED), operator=user.pk)
    if prints:
        hers = hers.filter(Q(phone_index="") | runs if direction == Direction.IN else Q(phone_index=""))
    return hers.first()


def nobody_to_ring(user: Somebody, form_key: UUID | None, now: datetime) -> bool:
    """Whether a call that is written down without a number would have none: then nobody can ring back."""
    call = _of_form(form_key) or current(user, [], now)
    return call is None or not call.number_to_ring


@transaction.atomic
def write_down(user: Somebody, note: Note, now: datetime) -> Call:
    """Write down what came of a call; the same row for the same form. What must follow is raised with it."""
    known = _of_form(note.form_key)
    if known:
        return known
    call = record(user, note, now)
    if note.outcome == Outcome.CALL_BACK and note.call_back_at:
        raise_task(Reason.CALL_BACK, call.uuid, due_at=note.call_back_at, now=now, language=call.language)
    if note.outcome == Outcome.WORRY:
        raise_task(Reason.WORRY, call.uuid, due_at=now, now=now, language=call.language, urgent=True)
        post([letter("worry_raised", call.uuid, now=now)])
    return call


def record(user: Somebody, note: Note, now: datetime) -> Call:
    """The bare row: the telephony's own of this call, if nobody has settled it yet; else a new one."""
    return _settle(user, note, now) or _create(user, note, now)


def _of_form(form_key: UUID | None) -> Call | None:
    return Call.objects.filter(form_key=form_key).first() if form_key else None


def _facts(user: Somebody, note: Note) -> dict[str, Any]:
    return {
        "outcome": note.outcome,
        "operator_id": user.pk,
        "note": note.text,
        "call_back_at": note.call_back_at,
        "help_request": note.help_request,
        "volunteer": note.volunteer,
        "form_key": note.form_key,
    }


def _settle(user: Somebody, note: Note, now: datetime) -> Call | None:
    """Settle the telephony's own row; None if there is none, or somebody else has just settled it."""
    told = current(user, blind_indexes(note.phone) if note.phone else [], now, note.direction)
    if told is None:
        return None
    facts = _facts(user, note) | ({"language": note.language} if note.language else {}) | _number(told, note)
    if not Call.objects.filter(pk=told.pk, outcome="").update(**facts):
        return None
    told.refresh_from_db()
    return told


def _number(told: Call, note: Note) -> dict[str, str]:
    """What the number that was typed says of a row of the telephony's, whose own number stays as it is."""
    if not note.phone or told.phone_index in blind_indexes(note.phone):
        return {}
    if not told.phone_index:
        return {"phone": note.phone, "phone_index": blind_index(note.phone)}
    return {"ring_back": note.phone} if note.outcome in MUST_RING else {}


def _create(user: Somebody, note: Note, now: datetime) -> Call:
    call = Call(
        **_facts(user, note),
        direction=note.direction,
        phone=note.phone,
        phone_index=blind_index(note.phone) if note.phone else "",
        language=note.language,
        started_at=now,
    )
    try:
        with transaction.atomic():
            call.save(force_insert=True)
    except IntegrityError:  # the same form at the same moment
        known = _of_form(note.form_key)
        if known is None:
            raise
        return known
    return call
