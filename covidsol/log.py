"""What is logged, and that nothing personal is."""

import logging
from typing import Any

from privacy.masking import MaskingFilter


def configuration(level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`: one masked stream, for the web server's own words too."""
    ours: dict[str, Any] = {"handlers": ["console"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masked": {"()": "privacy.masking.MaskingFilter"}},
        "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["masked"]},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.error": ours,
            "django.server": ours,
        },
    }


def mask_access_log() -> None:
    """The web server writes a line for each answer, if told to, by handlers of its own: masked too."""
    logger = logging.getLogger("gunicorn.access")
    if not any(isinstance(each, MaskingFilter) for each in logger.filters):
        logger.addFilter(MaskingFilter())
