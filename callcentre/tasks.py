"""The queue's and the clock's way to the call centre."""

from celery import shared_task
from django.utils import timezone

from callcentre import due, shifts
from callcentre.telephony import cards, working
from covidsol.nudge import nudge
from letters.tasks import deliver_soon


@shared_task
def raise_due() -> None:
    """Each minute: whoever must be rung about something has a task, and nobody else."""
    due.settle_up(timezone.now())


@shared_task
def remind_of_shifts() -> None:
    """Each quarter of an hour: who has a shift tomorrow gets one letter in the evening."""
    if shifts.remind(timezone.now()):
        nudge(deliver_soon)


@shared_task
def work_telephony() -> None:
    """What the telephony told us becomes calls: a hint after each word brings us here, and the clock."""
    now = timezone.now()
    if working.work(now):
        nudge(show_cards)
    working.watch(now)


@shared_task
def show_cards() -> None:
    """Tell the telephony who rings; it may be slow, so calls never wait for it."""
    cards.show_due(timezone.now())
