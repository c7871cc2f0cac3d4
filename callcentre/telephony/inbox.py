"""The telephony's door: a word is one row, whatever it says; reading it is the worker's."""

import logging
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from callcentre.models import TelephonyEvent
from callcentre.tasks import work_telephony
from callcentre.telephony.contract import Garbled, Heard, Stranger
from callcentre.telephony.providers import PROVIDERS
from covidsol.nudge import nudge

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def door(request: HttpRequest) -> HttpResponse:
    """200 for every genuine word, needed or not: whoever hears anything else too often tells us no more."""
    account = settings.TELEPHONY
    try:
        heard = PROVIDERS[account.provider].hear(request.body, request.headers, account)
    except Stranger:
        logger.warning("somebody without a token at the door of the telephony")
        return HttpResponse(status=403)
    except Garbled:
        logger.warning("what the telephony posted is no word of it")
        return HttpResponse(status=400)
    if heard:
        keep(account.provider, heard, timezone.now())
        nudge(work_telephony)
    return HttpResponse()


def keep(provider: str, heard: Heard, now: datetime) -> None:
    """Write a word down; one that is there already stays as it is."""
    row = TelephonyEvent(
        provider=provider, key=heard.key, event=heard.event, payload=heard.payload, received_at=now
    )
    TelephonyEvent.objects.bulk_create([row], ignore_conflicts=True)
