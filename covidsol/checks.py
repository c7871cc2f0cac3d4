"""What a house in production must not be: errors that stop it from starting."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured

BEFORE_A_START = "start"  # the checks of other rooms that a server must not start without


def is_lock(key: str) -> bool:
    """Whether a key can lock anything: 32 bytes in URL-safe base64."""
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def production(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse in production what is only good enough for development."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG shows personal data in error pages.", id="covidsol.E001"))
    if settings.SECRET_KEY == settings.DEVELOPMENT_KEY or len(settings.SECRET_KEY) < 50:
        found.append(Error("SECRET_KEY must be your own, of 50 characters or more.", id="covidsol.E002"))
    if not all(map(is_lock, settings.PRIVACY_KEYS)):
        found.append(Error("PRIVACY_KEYS: each must be a Fernet key, see .env.example.", id="covidsol.E006"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS must name the service's own host.", id="covidsol.E003"))
    if not settings.BASE_URL.startswith("https://"):
        found.append(
            Error("BASE_URL stands in every letter and must begin with https://.", id="covidsol.E004")
        )
    if "filebased" in settings.EMAIL_BACKEND:
        found.append(Error("EMAIL_URL or EMAIL_BACKEND must name a way to send letters.", id="covidsol.E005"))
    return found


def refuse_unsafe() -> None:
    """Stop a server that is not fit for people; servers run no checks by themselves."""
    if found := [*production(None), *run_checks(tags=[BEFORE_A_START])]:
        raise ImproperlyConfigured(" ".join(each.msg for each in found))


def register_all() -> None:
    """Make the checks known; called once, when Django is ready."""
    register(production)
