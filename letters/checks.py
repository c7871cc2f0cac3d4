"""What the letters room refuses to start with."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SHORTEST_SECRET = 20


def webhooks(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A provider's door without a secret would let anybody say that everybody's letters bounce.

    Without one it is not opened at all; then bounces and complaints would go unseen.
    """
    secrets = settings.ANYMAIL.get("WEBHOOK_SECRET") or []
    secrets = [secrets] if isinstance(secrets, str) else secrets
    if any(len(each) < SHORTEST_SECRET or ":" not in each for each in secrets):
        return [
            Error(
                "ANYMAIL: WEBHOOK_SECRET must be name:password, long and random, see .env.example.",
                id="letters.E001",
            )
        ]
    if settings.PRODUCTION and settings.EMAIL_BACKEND.startswith("anymail.") and not secrets:
        return [Error("ANYMAIL: set WEBHOOK_SECRET, or bounces and complaints go unseen.", id="letters.E002")]
    return []


def register_all() -> None:
    """Make the check known; called once, when Django is ready."""
    register(webhooks)
