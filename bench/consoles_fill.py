"""One process: operators at work in a house full of requests and calls; what `bench.consoles` starts."""

import json
import sys
from datetime import datetime, timedelta

import django
from django.utils import timezone

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - models are there only now

from callcentre.models import Call, Direction, Outcome, Reason  # noqa: E402
from callcentre.raising import raise_task  # noqa: E402
from privacy.crypto import blind_index  # noqa: E402
from requests_app.models import HelpRequest  # noqa: E402
from tests import cast, staff  # noqa: E402

TASKS = 200  # calls to make that are due


def phone(number: int) -> str:
    """An invented number that many rows may share."""
    return f"+322512{number % 1500:04d}"


def call(number: int, user: User, now: datetime) -> Call:
    """A call that is written down, the newest first."""
    return Call(
        direction=Direction.IN,
        phone=phone(number),
        phone_index=blind_index(phone(number)),
        language="fr",
        started_at=now - timedelta(minutes=3 * number),
        outcome=Outcome.values[number % 8],
        operator=user,
        call_back_at=now,
        note="rappeler le soir",
    )


def main() -> None:
    """Requests, calls, call tasks; print the keys of the operators' browsers, and a reference."""
    task, now = json.loads(sys.argv[1]), timezone.now()
    for number in range(task["requests"]):
        cast.help_request(
            now=now - timedelta(minutes=7 * number + 1), phone=phone(number), name=f"Nadia Zephirine {number}"
        )
    users = [staff.member("operator") for _number in range(task["operators"])]
    calls = [call(number, users[number % len(users)], now) for number in range(task["calls"])]
    Call.objects.bulk_create(calls, batch_size=500)
    for each in calls[:TASKS]:
        raise_task(Reason.CALL_BACK, each.uuid, due_at=now - timedelta(minutes=5), now=now, language="fr")
    keys = [{each.key: each.value for each in staff.browser_of(user).cookies.values()} for user in users]
    print(json.dumps({"keys": keys, "reference": HelpRequest.objects.latest("pk").reference}))


if __name__ == "__main__":
    main()
