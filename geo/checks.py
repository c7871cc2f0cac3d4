"""What the map room refuses to start with."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from geo.geocoding import ASKING


def geocoder(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A name that nobody knows would silently mean the offline table."""
    if settings.GEOCODER in ("", *ASKING):
        return []
    known = ", ".join(ASKING)
    return [Error(f"GEOCODER must be empty or one of: {known}.", id="geo.E001")]


def register_all() -> None:
    """Make the check known; called once, when Django is ready."""
    register(geocoder)
