"""One process: words at the telephony's door and at a bare view, by turns; what `bench.telephony` starts."""

import json
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

django.setup()

from callcentre.models import TelephonyEvent  # noqa: E402 - models are there only now

WARM = 50  # words before the first that counts


def word(number: int) -> bytes:
    """A word of an ordinary size about one call."""
    call = {
        "id": number,
        "direction": "inbound",
        "raw_digits": "+32 2 512 98 76",
        "started_at": 1_795_431_600,
    }
    more = {"number": {"name": "x" * 400}, "contact": {"information": "y" * 800}, "tags": [], "comments": []}
    document = {"resource": "call", "event": "call.created", "timestamp": 1_795_431_601 + number}
    return json.dumps({**document, "token": settings.TELEPHONY.tokens[0], "data": call | more}).encode()


def bare(request: HttpRequest) -> HttpResponse:
    """What nobody could do less: one row, without token, lock, middleware or hint."""
    document = json.loads(request.body)
    TelephonyEvent.objects.create(
        provider="bare",
        key=f"bare:{document['data']['id']}",
        event=document["event"],
        received_at=timezone.now(),
    )
    return HttpResponse()


def timed(answer: Callable[[bytes], Any], body: bytes) -> float:
    """Milliseconds until the answer, which must be 200."""
    start = perf_counter()
    response = answer(body)
    spent = (perf_counter() - start) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{response.status_code} in place of 200")
    return spent


def main() -> None:
    """By turns, so that what the machine does besides hits both."""
    call_command("migrate", verbosity=0)
    client, factory = Client(), RequestFactory()
    path, kind = f"/telephony/{settings.TELEPHONY.path}/", "application/json"
    ways: dict[str, Callable[[bytes], Any]] = {
        "door": lambda body: client.post(path, body, content_type=kind),
        "bare_view": lambda body: bare(factory.post(path, body, content_type=kind)),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(int(sys.argv[1]) + WARM):
        for name, answer in ways.items():
            spent[name].append(timed(answer, word(number)))
    found: dict[str, float] = {}
    for name, values in spent.items():
        cuts = statistics.quantiles(values[WARM:], n=20)
        found |= {f"{name}_p50_ms": round(cuts[9], 3), f"{name}_p95_ms": round(cuts[18], 3)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
