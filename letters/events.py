"""What a provider tells of our letters: delivered, bounced, complained about; and what follows from it."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from letters.compose import METADATA
from letters.models import Delivery, DeliveryEvent, Letter, Suppression

OURS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KNOWN = {
    EventType.QUEUED: Delivery.QUEUED,
    EventType.SENT: Delivery.SENT,
    EventType.DEFERRED: Delivery.DEFERRED,
    EventType.DELIVERED: Delivery.DELIVERED,
    EventType.BOUNCED: Delivery.BOUNCED,
    EventType.REJECTED: Delivery.BOUNCED,
    EventType.COMPLAINED: Delivery.COMPLAINED,
}
# A full mailbox is no reason never to write again; an address that does not exist is.
SOFT = {RejectReason.TIMED_OUT, RejectReason.SPAM, RejectReason.OTHER}
RANK = {each: rank for rank, each in enumerate(Delivery.values)}


def on_tracking(event: AnymailTrackingEvent, **_kwargs: Any) -> None:
    """The receiver of Anymail's signal, whatever the provider."""
    kind = KNOWN.get(event.event_type)
    letter = _uuid_of(event)
    if kind is None or letter is None:
        return
    hard = event.reject_reason not in SOFT
    record(letter, kind, event.timestamp or timezone.now(), hard=hard)


def _uuid_of(event: AnymailTrackingEvent) -> UUID | None:
    """The row that an event is about: by what we gave along, else by our own Message-ID."""
    found = OURS.search(f"{(event.metadata or {}).get(METADATA, '')} {event.message_id or ''}")
    return UUID(found.group()) if found else None


@transaction.atomic
def record(letter: UUID, kind: Delivery, at: datetime, *, hard: bool = True) -> bool:
    """Write down one event; False if it is about no letter of ours.

    The same event twice is one; of events in the wrong order the most telling
    stands. A hard bounce or a complaint ends all letters to this address.
    """
    row = Letter.objects.filter(uuid=letter).first()
    if row is None:
        return False
    DeliveryEvent.objects.bulk_create([DeliveryEvent(letter=row, kind=kind, at=at)], ignore_conflicts=True)
    weaker = [each for each in Delivery.values if RANK[each] < RANK[kind]]
    Letter.objects.filter(pk=row.pk, delivery__in=weaker).update(delivery=kind)
    if kind == Delivery.COMPLAINED or (kind == Delivery.BOUNCED and hard):
        suppress(row.recipient, kind, at)
    return True


def suppress(recipient: str, reason: Delivery, at: datetime) -> None:
    """No more letters to the address with this fingerprint."""
    if recipient:
        ban = Suppression(recipient=recipient, reason=reason, at=at)
        Suppression.objects.bulk_create([ban], ignore_conflicts=True)


def suppressed(recipients: Iterable[str]) -> set[str]:
    """Those of the fingerprints that get no letters."""
    banned = Suppression.objects.filter(recipient__in=set(recipients))
    return set(banned.values_list("recipient", flat=True))
