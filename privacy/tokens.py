"""Links that open one door: HMACs of (purpose, uuid, epoch), never stored.

A token names its row (16 bytes of uuid) and proves it with 16 bytes of
HMAC-SHA256, so it can be recomputed for every letter and needs no column.
Raising the row's epoch revokes all links made before.
"""

import base64
import binascii
import hmac
from enum import Enum
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

UUID_BYTES = 16
MAC_BYTES = 16  # 128 bits, OWASP ASVS 5.0 requirement 7.2.3


class Standing(Enum):
    """What a token is worth once its row is known."""

    LIVE = "live"
    SPENT = "spent"
    FORGED = "forged"


def _mac(purpose: str, subject: UUID, epoch: int, secret: str) -> bytes:
    value = f"{subject.hex}:{epoch}"
    return salted_hmac(f"covidsol.{purpose}", value, secret=secret, algorithm="sha256").digest()[:MAC_BYTES]


def make(purpose: str, subject: UUID, epoch: int) -> str:
    """The text that stands in a link: 43 characters, safe in a URL."""
    raw = subject.bytes + _mac(purpose, subject, epoch, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _split(token: str) -> tuple[UUID, bytes] | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != UUID_BYTES + MAC_BYTES:
        return None
    return UUID(bytes=raw[:UUID_BYTES]), raw[UUID_BYTES:]


def subject_of(token: str) -> UUID | None:
    """The row that a token claims to be about; None for anything that is no token. Proves nothing."""
    parts = _split(token)
    return parts[0] if parts else None


def standing(token: str, purpose: str, subject: UUID, epoch: int) -> Standing:
    """Whether the token is live for this row at this epoch, was live once, or never was ours."""
    parts = _split(token)
    if not parts or parts[0] != subject:
        return Standing.FORGED
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        for tried in range(epoch, -1, -1):
            if hmac.compare_digest(parts[1], _mac(purpose, subject, tried, secret)):
                return Standing.LIVE if tried == epoch else Standing.SPENT
    return Standing.FORGED
