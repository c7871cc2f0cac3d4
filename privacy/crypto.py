"""Locks and fingerprints: how personal data is written down so that a stolen copy says nothing."""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """A stored value that none of the keys opens."""


@cache
def _locks(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _current() -> MultiFernet:
    return _locks(tuple(settings.PRIVACY_KEYS))


def encrypt(text: str) -> str:
    """Encrypt with the first of PRIVACY_KEYS (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _current().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Open what any of PRIVACY_KEYS has locked, or raise Unreadable."""
    try:
        return _current().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("no key opens this value") from error


def blind_indexes(value: str) -> list[str]:
    """Fingerprints of a value under every key, the current one first, to look rows up by.

    A keyed HMAC-SHA256: equal values have equal fingerprints, and without the
    key nobody can try out the few million phone numbers that exist.
    """
    return [
        hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()
        for key in settings.BLIND_INDEX_KEYS
    ]


def blind_index(value: str) -> str:
    """The fingerprint to store: the one under the current key."""
    return blind_indexes(value)[0]
