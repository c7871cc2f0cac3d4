"""Whether the post goes on: what a monitor reads, and the alarm."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from covidsol import health
from covidsol.celery import app
from letters import pulse
from letters.management.commands import deliver
from letters.models import Letter, Status
from letters.tasks import deliver_due
from matching.models import Invitation
from matching.tasks import sweep
from tests import cast
from tests.cast import NOON
from tests.letters.conftest import Post, Server

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a broker runs beside this test is no matter here."""
    monkeypatch.setattr(health, "has_broker", lambda: True)


def test_a_house_that_works_is_well(post: Post) -> None:
    post(due_at=NOON - 4 * MINUTE)
    pulse.beat(pulse.SWEEP, NOON - 2 * MINUTE)

    assert health.look(NOON) == {
        "state": "ok",
        "database": True,
        "oldest_due_letter_seconds": 240,
        "broker": True,
        "last_sweep_seconds": 120,
    }


@pytest.mark.parametrize(("letter", "swept"), [(6, 1), (1, 4), (1, None)])
def test_late_letters_or_a_clock_that_stands_still_are_seen(
    post: Post, letter: int, swept: int | None
) -> None:
    post(due_at=NOON - letter * MINUTE)
    if swept:
        pulse.beat(pulse.SWEEP, NOON - swept * MINUTE)

    assert health.look(NOON)["state"] == "late"


def test_without_a_broker_the_clock_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "has_broker", lambda: False)
    pulse.beat(pulse.SWEEP, NOON)

    assert health.look(NOON)["state"] == "degraded"


def test_a_monitor_reads_it_by_its_status(client: Client, post: Post) -> None:
    assert client.get("/readyz").status_code == 503

    sweep()
    assert client.get("/readyz").json()["state"] == "ok"

    post(due_at=timezone.now() - 6 * MINUTE)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["state"]) == (503, "late")
    assert "no-store" in response["Cache-Control"]


def test_the_team_is_told_once_an_hour_and_not_if_it_went_meanwhile(
    post: Post, settings: Any, serve: Callable[..., Server]
) -> None:
    settings.COORDINATORS_EMAIL = "team@example.org"
    late = post(due_at=NOON - 10 * MINUTE)

    assert [pulse.watch(NOON + minute * MINUTE) for minute in range(3)] == [True] * 3
    alarm = Letter.objects.get(kind="late_post")
    message = pulse.late_post(alarm.subject)
    assert message
    assert message.to == "team@example.org"

    Letter.objects.filter(pk=late.pk).update(status=Status.SENT, sent_at=NOON)
    assert pulse.late_post(alarm.subject) is None


def test_no_alarm_for_what_is_not_due_yet(post: Post) -> None:
    post(due_at=NOON + MINUTE)

    assert not pulse.watch(NOON)
    assert not Letter.objects.filter(kind="late_post").exists()


def test_one_command_does_the_work_of_clock_and_worker_without_a_queue() -> None:
    now = timezone.now()  # that of the command: a request of NOON is out of date one day
    victor = cast.volunteer(now=now)
    cast.help_request(now=now)

    call_command("deliver")

    assert Invitation.objects.get().volunteer == victor
    deliver_due()
    assert not Letter.objects.filter(status=Status.PENDING).exists()
    assert pulse.last(pulse.SWEEP)


def test_the_loop_without_a_queue_does_all_that_the_clock_does() -> None:
    clock = {each["task"] for each in app.conf.beat_schedule.values()}
    loop = {getattr(do, "name", "") for _every, do in deliver.ROUNDS}

    # these two it does in its own way, more often
    assert clock - loop == {"letters.tasks.deliver_due", "callcentre.tasks.work_telephony"}
