"""What the call centre refuses to start with."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from callcentre.telephony.providers import PROVIDERS
from covidsol.checks import BEFORE_A_START

SHORTEST_TOKEN = 16
DOOR = re.compile(r"[A-Za-z0-9_-]{43}")  # a length at which our log takes it for a key, and masks it


def telephony(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A telephony that nobody speaks, or whose door would stand open: anybody could invent calls."""
    account, found = settings.TELEPHONY, list[CheckMessage]()
    if not account.provider:
        return found
    if account.provider not in PROVIDERS:
        known = ", ".join(PROVIDERS)
        found.append(Error(f"TELEPHONY: “{account.provider}” is none of {known}.", id="callcentre.E001"))
    if not account.tokens or min(map(len, account.tokens)) < SHORTEST_TOKEN:
        found.append(
            Error(
                "AIRCALL_WEBHOOK_TOKENS: name the token of the webhook, see docs/operating.md.",
                id="callcentre.E002",
            )
        )
    if account.door and not DOOR.fullmatch(account.door):
        found.append(
            Error(
                "TELEPHONY_DOOR must be 43 letters and digits of secrets.token_urlsafe().",
                id="callcentre.E003",
            )
        )
    if bool(account.api_id) != bool(account.api_token):
        found.append(
            Error(
                "AIRCALL_API_ID and AIRCALL_API_TOKEN belong together, both or neither.", id="callcentre.E004"
            )
        )
    return found


def register_all() -> None:
    """Make the check known; called once, when Django is ready."""
    register(telephony, BEFORE_A_START)
