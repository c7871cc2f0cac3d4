"""From the door to the desk by the ways that the house really has: the task, the loop, the command."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from callcentre import tasks
from callcentre.models import Call, Ring, TelephonyEvent
from covidsol.celery import app
from matching.tasks import FORGETTING
from tests.callcentre.telephony.line import Line, later, post, recorded
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def just_now() -> list[dict[str, Any]]:
    """A call that begins to ring."""
    return later(recorded("answered")[:2], int((timezone.now() - NOON).total_seconds()) - 5, 7300)


def test_the_tasks_make_a_call_of_words_and_show_its_card(aircall: Line, ana: User) -> None:
    for event in just_now():
        post(event)

    tasks.work_telephony()
    tasks.show_cards()

    assert Call.objects.get().card_at
    assert len(aircall.cards) == 1


def test_the_clock_comes_by_each_minute_and_forgets_each_night() -> None:
    assert "callcentre.tasks.work_telephony" in {each["task"] for each in app.conf.beat_schedule.values()}
    assert "forget_words" in {each.__name__ for each in FORGETTING}


def test_the_house_without_a_queue_does_it_too(aircall: Line, ana: User) -> None:
    for event in just_now():
        post(event)

    call_command("deliver")

    assert Ring.objects.get().operator == ana
    assert len(aircall.cards) == 1


def test_an_invented_call_rings_for_whoever_wants_to_see_it(ana: User) -> None:
    call_command("ring", "0470123456", "--user", ana.username)

    ring = Ring.objects.get()
    assert (ring.operator, ring.call.phone) == (ana, "+32470123456")
    assert not TelephonyEvent.objects.filter(handled_at=None).exists()


def test_no_call_is_invented_in_production_or_for_nobody(ana: User, settings: Any) -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("ring", "0470123456", "--user", "nobody")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not in production"):
        call_command("ring", "0470123456", "--user", ana.username)
    assert not Call.objects.exists()
