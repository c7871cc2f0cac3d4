"""What the matching room refuses to start with."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from matching import policy


def dispatch(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """A number that is mistyped would silently leave the usual one in force, or break each wave."""
    try:
        policy.changed(dict(settings.DISPATCH))
    except (TypeError, ValueError) as error:
        return [Error(f"DISPATCH: {error}.", id="matching.E001")]
    return []


def register_all() -> None:
    """Make the check known; called once, when Django is ready."""
    register(dispatch)
