"""The clock's way to the exchange."""

from celery import shared_task
from django.utils import timezone

from covidsol.nudge import nudge
from exchange import importing, mailing
from letters.tasks import deliver_soon


@shared_task
def go_on() -> None:
    """Each minute: the next letters of what goes to many, and lists that nobody took are forgotten."""
    now = timezone.now()
    importing.forget_shown(now)
    if mailing.go_on(now):
        nudge(deliver_soon)
