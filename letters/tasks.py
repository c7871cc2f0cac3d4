"""The queue's and the clock's way to the post."""

from celery import shared_task
from django.utils import timezone

from covidsol.nudge import nudge
from letters.ledger import settle_left_behind
from letters.pulse import watch
from letters.send import deliver


@shared_task
def deliver_soon() -> None:
    """Send what is due; a hint after a commit brings us here, or a round before us whose time was up."""
    if deliver().time_ran_out:
        nudge(deliver_soon)


@shared_task
def deliver_due() -> None:
    """Each minute: first what a dead process left behind, then all that is due; and is it late?"""
    settle_left_behind(timezone.now())
    deliver_soon()
    watch(timezone.now())
