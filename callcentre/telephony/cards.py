"""The card beside a number that rings: who it may be and how their request stands, no word of health."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from callcentre.models import Call, Direction, Operator
from callcentre.telephony.contract import Card, Line, Unshown
from callcentre.telephony.providers import in_use
from outside.fuses import Fuse
from privacy.crypto import blind_indexes
from requests_app.models import ENDED, HelpRequest

logger = logging.getLogger(__name__)
TELEPHONY = Fuse("telephony")
FRESH = timedelta(minutes=5)  # a call that began before is told of by the voice in her ear
MOST_LINES = 3
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SENT_AWAY = {401, 402, 403, 407}  # asking again at once only makes it worse, and a person must look
OVERLOADED = 429


def show_due(now: datetime) -> int:
    """Show a card for each caller who is on the line and has none; how many were shown."""
    telephony, account = in_use(), settings.TELEPHONY
    if telephony is None or not account.may_tell:
        return 0
    calls = Call.objects.filter(
        provider=telephony.name,
        direction=Direction.IN,
        card_at__isnull=True,
        ended_at__isnull=True,
        started_at__gte=now - FRESH,
    ).exclude(phone_index="")
    return sum(_show(call, now) for call in calls.order_by("started_at"))


def _show(call: Call, now: datetime) -> bool:
    """Once for a call: whoever sets `card_at` shows it. If it surely failed the next round tries again."""
    telephony, mine = in_use(), Call.objects.filter(pk=call.pk)
    if telephony is None or not TELEPHONY.may_try(now):
        return False
    if not mine.filter(card_at__isnull=True).update(card_at=now):
        return False
    try:
        telephony.show(settings.TELEPHONY, call.provider_id, card_for(call))
    except Unshown as error:
        if _failed(error, now):
            mine.update(card_at=None)
        return False
    TELEPHONY.worked()
    return True


def _failed(error: Unshown, now: datetime) -> bool:
    """Note it at the fuse; whether another try may help."""
    logger.warning("no card on the telephony: %s", error.status or "no answer")
    if error.status in SENT_AWAY:
        TELEPHONY.refused(now, HOUR)
    elif error.status == OVERLOADED:
        TELEPHONY.refused(now, max(MINUTE, timedelta(seconds=min(error.retry_after, 86_400))))
    elif error.status is None or error.status >= 500:
        TELEPHONY.failed(now)
        return error.is_sure
    return False


def card_for(call: Call) -> Card:
    """In the language of the operator on whose phone it rings: the open requests of this number."""
    rows = HelpRequest.objects.filter(phone_index__in=blind_indexes(call.phone)).exclude(status__in=ENDED)
    language = _language(call)
    with translation.override(language):
        link = settings.BASE_URL + reverse("callcentre:open_call", args=[call.uuid])
        found = list(rows.order_by("-created_at", "-pk")[:MOST_LINES])
        if not found:
            return Card(_("No open request"), link, [])
        first = found[0]
        title = f"{first.first_name}, {first.municipality_label(language)}"
        return Card(title, link, [_line(row) for row in found])


def _line(row: HelpRequest) -> Line:
    return Line(str(row.catalogue_kind.public_label), str(row.get_status_display()))


def _language(call: Call) -> str:
    hers = Q(user=call.operator_id) if call.operator_id else Q(user__in=call.rings.values("operator"))
    known = Operator.objects.filter(hers).order_by("pk").values_list("language", flat=True)
    return known.first() or settings.LANGUAGE_CODE
