"""How the house is, in words that a monitor reads; says nothing of people."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from letters import pulse

SWEEP_EVERY = timedelta(minutes=1)
PATIENCE = 1.0  # seconds for the broker's answer


def look(now: datetime) -> dict[str, Any]:
    """Database, age of the oldest due letter, broker, last sweep; and in one word how that is together.

    `ok`; `degraded` if the broker is away, for the clock repairs that; `late` if a
    letter has been due for over five minutes or the clock has missed three
    beats; `down` without a database.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        oldest, swept = pulse.lateness(now), pulse.last(pulse.SWEEP)
    except DatabaseError:
        return {"state": "down", "database": False}
    found = {
        "database": True,
        "oldest_due_letter_seconds": round(oldest.total_seconds()),
        "broker": has_broker(),
        "last_sweep_seconds": round((now - swept).total_seconds()) if swept else None,
    }
    is_late = oldest > pulse.TOO_LATE or swept is None or now - swept > 3 * SWEEP_EVERY
    return {"state": "late" if is_late else "ok" if found["broker"] else "degraded", **found}


def has_broker() -> bool:
    """Whether the broker answers."""
    url = settings.CELERY_BROKER_URL
    try:
        with Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False
