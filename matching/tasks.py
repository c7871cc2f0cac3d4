"""The queue's and the clock's way to the matching."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from callcentre.forgetting import forget_calls
from callcentre.joining import forget_offers
from callcentre.telephony.working import forget_words
from covidsol.nudge import nudge
from exchange.exporting import forget_exports
from exchange.importing import forget_imports
from exchange.mailing import forget_mailings
from geo.asking import forget_answers
from letters.pulse import SWEEP, beat
from letters.tasks import deliver_soon
from matching import clock
from matching.reports import forget_reports
from matching.telling import forget_notes
from paper.codes import forget_codes
from privacy.retention import forget_events
from requests_app.erasure import forget_ended
from requests_app.models import HelpRequest
from team.accounts import forget_left
from volunteers.mailbox import forget_other_addresses
from volunteers.membership import forget_unconfirmed
from volunteers.traces import forget_traces

logger = logging.getLogger(__name__)
FORGETTING = (
    forget_ended,
    forget_calls,
    forget_notes,
    forget_reports,
    forget_unconfirmed,
    forget_other_addresses,
    forget_traces,
    forget_events,
    forget_codes,
    forget_answers,
    forget_offers,
    forget_left,
    forget_words,
    forget_imports,
    forget_exports,
    forget_mailings,
)


@shared_task
def open_request(uuid: str) -> None:
    """A request has come in: place it and ask the first volunteers."""
    help_request = HelpRequest.objects.filter(uuid=uuid).first()
    if help_request:
        clock.open_one(help_request, timezone.now())
        nudge(deliver_soon)


@shared_task
def sweep() -> None:
    """Each minute: all that is due, whether a hint told us or not."""
    if any(clock.sweep(timezone.now()).values()):
        nudge(deliver_soon)
    beat(SWEEP, timezone.now())


@shared_task
def forget() -> None:
    """Each night: what the privacy page promises to erase."""
    for forgetting in FORGETTING:
        try:
            forgetting(timezone.now())
        except DatabaseError:  # one that fails tonight must not keep the others from forgetting
            logger.exception("%s failed", forgetting.__name__)
