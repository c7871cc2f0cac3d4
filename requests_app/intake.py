"""A request comes in: one row for one form, however often and by however many hands it is posted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from catalogue import consents
from letters.outbox import letter, post
from privacy.crypto import blind_index
from privacy.models import Consent
from requests_app import flood, lifecycle
from requests_app.codes import new_code_word, new_reference
from requests_app.models import Channel, HelpRequest, Hold, Status

# Matched within 48 hours, urgent ones within 8; nobody waits longer than five days.
DUE = timedelta(hours=48)
DUE_URGENT = timedelta(hours=8)
EXPIRY = timedelta(days=5)
REFERENCE_TRIES = 20


@dataclass(frozen=True)
class Ask:
    """What somebody asks for, as written down at any of the doors. Phone in E.164, languages by code."""

    form_key: UUID
    kind: str
    name: str
    phone: str
    postcode: str
    street: str
    language: str
    languages: list[str]
    municipality: str = ""
    email: str = ""
    notes: str = ""
    asked_by: str = ""
    wanted_on: date | None = None
    urgent: bool = False
    weekly: bool = False
    places: int = 1


def already_taken_down(form_key: UUID) -> HelpRequest | None:
    """The request that this form has made, if it was posted before."""
    return HelpRequest.objects.filter(form_key=form_key).first()


def take_down(ask: Ask, *, channel: Channel, now: datetime, operator: str = "") -> HelpRequest:
    """Write the request down and return its row; the same row for the same form.

    Web requests wait for a check where the settings ask for one, or when
    there are too many at once (requests_app/flood.py). `operator` names who
    has read the consent out, if it was by phone ("staff:3"). Raises
    RuntimeError if no free reference is found, which a million make unlikely.
    """
    for _attempt in range(REFERENCE_TRIES):
        known = already_taken_down(ask.form_key)
        if known:
            return known
        reference = new_reference()
        try:
            with transaction.atomic():
                return _write(ask, channel, now, reference, operator)
        except IntegrityError:
            # the same form at the same moment, or a reference that is in use; anything else is our fault
            if (
                not already_taken_down(ask.form_key)
                and not HelpRequest.objects.filter(reference=reference).exists()
            ):
                raise
    raise RuntimeError("no free reference")


def _write(ask: Ask, channel: Channel, now: datetime, reference: str, operator: str) -> HelpRequest:
    held = channel == Channel.WEB and (settings.HOLD_WEB_REQUESTS or flood.is_rising(ask.phone, now))
    help_request = HelpRequest(
        **vars(ask),
        country=settings.COUNTRY,
        reference=reference,
        code_word=new_code_word(ask.language),
        phone_index=blind_index(ask.phone),
        status=Status.HELD if held else Status.OPEN,
        hold=Hold.UNCHECKED if held else "",
        channel=channel,
        created_at=now,
        verified_at=now if channel == Channel.PHONE else None,
        verified_by=operator,
        due_at=now + (DUE_URGENT if ask.urgent else DUE),
        expires_at=last_day(ask.wanted_on, now),
        next_wave_at=now,
    )
    help_request.save(force_insert=True)
    lifecycle.born(help_request, by=f"door:{channel}")
    _consents(help_request, channel, now, operator)
    if ask.email:
        post([letter("request_received", help_request.uuid, now=now)])
    return help_request


def last_day(wanted_on: date | None, now: datetime) -> datetime:
    """The end of the search: five days after the asking, or two after the wanted day, the later."""
    if wanted_on is None:
        return now + EXPIRY
    wanted = datetime.combine(wanted_on, now.timetz())
    return max(now + EXPIRY, wanted + timedelta(days=2))


def _consents(help_request: HelpRequest, channel: Channel, now: datetime, operator: str) -> None:
    texts = [consents.ASK, consents.ASK_FOR_OTHER] if help_request.asked_by else [consents.ASK]
    Consent.objects.bulk_create(
        Consent(
            subject=help_request.uuid, text=text.name, version=text.version,
            language=help_request.language, channel=channel, operator=operator, given_at=now,
        )
        for text in texts
    )  # fmt: skip
