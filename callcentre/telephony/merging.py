"""A word becomes part of its call, so that the row is the same in whatever order words come, and how often.

Every fact is a least or a greatest of all that was told: of two times the
earlier, and the operator is she who had the call last.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from callcentre.models import Call, Operator, Ring
from callcentre.telephony.contract import Agent, What, Word
from privacy.crypto import blind_index, blind_indexes
from requests_app.models import HelpRequest


@transaction.atomic
def merge(provider: str, word: Word) -> Call:
    """The call that this word is about, with all that the word adds to it."""
    Call.objects.bulk_create(
        [_new(provider, word)], ignore_conflicts=True
    )  # two workers at once: the database lets one row in
    call = Call.objects.select_for_update().get(provider=provider, provider_id=word.call)
    call.started_at = min(call.started_at, word.started_at or word.at)
    call.answered_at = _earlier(call.answered_at, word.answered_at)
    call.ended_at = _earlier(call.ended_at, word.ended_at)
    _add_phone(call, word.phone)
    if word.agent and (user := _user_of(word.agent)):
        _add_ring(call, user, word)
        call.operator_id = _last_who_had(call) or call.operator_id
    call.save()
    return call


def _new(provider: str, word: Word) -> Call:
    return Call(
        provider=provider,
        provider_id=word.call,
        direction=word.direction,
        started_at=word.started_at or word.at,
    )


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def _add_phone(call: Call, phone: str) -> None:
    """A number is better than none; of two, which should not be, any fixed choice is as good."""
    if call.erased_at or not phone or phone == call.phone:
        return
    call.phone = min(filter(None, (call.phone, phone)))
    call.phone_index = blind_index(call.phone)
    asked = HelpRequest.objects.filter(phone_index__in=blind_indexes(call.phone)).order_by("-created_at")
    call.language = asked.values_list("language", flat=True).first() or call.language


def _user_of(agent: Agent) -> int | None:
    """The account of the operator whom the telephony means: by its number for her, or by her e-mail."""
    hers = Q(telephony_id=agent.number)
    if agent.email:
        hers |= Q(telephony_id__iexact=agent.email) | Q(email_index__in=blind_indexes(agent.email))
    known = Operator.objects.filter(hers, user__isnull=False, left_at__isnull=True).order_by("pk")
    return known.values_list("user_id", flat=True).first()


def _add_ring(call: Call, user: int, word: Word) -> None:
    ring, _made = Ring.objects.get_or_create(call=call, operator_id=user, defaults={"last_at": word.at})
    ring.last_at = max(ring.last_at, word.at)
    if word.what == What.DECLINED:
        ring.declined_at = max(filter(None, (ring.declined_at, word.at)))
    if word.what == What.HAS or (word.what == What.ENDED and word.answered_at):
        ring.had_at = max(filter(None, (ring.had_at, word.at)))
    ring.save()


def _last_who_had(call: Call) -> int | None:
    had = call.rings.filter(had_at__isnull=False).order_by("-had_at", "-operator_id")
    return had.values_list("operator_id", flat=True).first()
