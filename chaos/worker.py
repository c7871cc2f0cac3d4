"""The product's own queue application for `celery -A chaos.worker`: shorter waits, the control's task."""

import django

from covidsol.celery import app

django.setup()

from chaos import control, shorter  # noqa: E402 - models are there only now

shorter.shorten()

__all__ = ["app", "control"]
