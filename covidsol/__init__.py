"""Wiring: settings, addresses, the queue and the development supervisor."""

from covidsol.celery import app as celery_app

__all__ = ["celery_app"]
