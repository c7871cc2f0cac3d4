"""What the map room refuses to start with."""

import os
from typing import Any

from django.core.checks import CheckMessage, Error, register

from geo import chain

# What named the geocoder before there was a chain for each country.
FORMER = ("GEOCODER", "GEOCODER_DOMAIN", "GEOCODER_SCHEME")


def geocoders(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A name that nobody knows, or a key that is missing, would silently mean the offline table."""
    return [Error(fault, id="geo.E001") for fault in chain.faults()]


def former_settings(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A variable that nothing reads any more would silently mean the offline table."""
    left = [name for name in FORMER if os.environ.get(name)]
    if not left:
        return []
    hint = 'GEOCODERS=BE=nominatim;FR=ban and perhaps GEOCODER_OPTIONS={"nominatim": {"url": "…"}}.'
    return [
        Error(f"{', '.join(left)}: replaced by GEOCODERS and GEOCODER_OPTIONS.", hint=hint, id="geo.E002")
    ]


def register_all() -> None:
    """Make the checks known; called once, when Django is ready."""
    register(geocoders)
    register(former_settings)
