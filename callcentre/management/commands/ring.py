"""An invented call, for whoever wants to see the desk open on a caller."""

import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from callcentre.models import Operator
from callcentre.tasks import work_telephony
from callcentre.telephony import aircall, inbox
from covidsol.telephony import Account

TOKEN = "invented-only-for-development"  # noqa: S105 - opens nothing: the door is not asked
EVENTS = ("call.created", "call.ringing_on_agent")


class Command(BaseCommand):
    """Takes the way of a real call from the inbox on; only the door is left out."""

    help = "Let an invented call ring on the phone of an operator (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="who rings: 0470123456, or anonymous")
        parser.add_argument("--user", default="demo", help="on whose phone; default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This invents calls: not in production.")
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['user']}”.")
        now = timezone.now()
        operator = _operator(user)
        call = {
            "id": secrets.randbelow(10**9),
            "direction": "inbound",
            "raw_digits": options["number"],
            "started_at": int(now.timestamp()),
        }
        for event in EVENTS:
            whom = {"user": {"id": operator.telephony_id}} if event == EVENTS[1] else {}
            document = {
                "event": event,
                "timestamp": int(now.timestamp()),
                "token": TOKEN,
                "data": call | whom,
            }
            heard = aircall.hear(json.dumps(document).encode(), {}, Account(tokens=(TOKEN,)))
            if heard:
                inbox.keep(aircall.TELEPHONY.name, heard, now)
        work_telephony()
        # without a telephony the desk looks for no calls by itself
        page = "callcentre:desk" if settings.TELEPHONY.provider else "callcentre:ringing"
        self.stdout.write(f"It rings for {user.username}: {settings.BASE_URL}{reverse(page)}")


def _operator(user: User) -> Operator:
    """The operator whose account this is; an invented one, with a number at the telephony, if she is none."""
    facts = {
        "name": user.username,
        "email": user.email,
        "language": settings.LANGUAGE_CODE,
        "applied_at": timezone.now(),
    }
    operator = Operator.objects.get_or_create(user=user, defaults=facts)[0]
    if not operator.telephony_id:
        operator.telephony_id = f"invented-{user.pk}"
        operator.save(update_fields=["telephony_id"])
    return operator
