"""An operator at work: her browser, and requests that give her something to do."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import due
from callcentre.models import CallTask, Reason
from matching import claims, dispatch, endings
from matching.models import Match
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast, staff

NAME, PHONE = "Nadia Zephirine", "02 512 34 99"


class AtWork:
    """Somebody who takes calls."""

    def __init__(self, role: str = "operator", name: str = "Ines") -> None:
        self.user: User = staff.member(role)
        self.user.first_name = name
        self.user.save()
        self.client: Client = staff.browser_of(self.user)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def see(self, view: str, *args: Any) -> str:
        """A page as she sees it."""
        return self.client.get(reverse(f"callcentre:{view}", args=args)).content.decode()

    def send(self, view: str, task: CallTask, **data: Any) -> str:
        """The page that comes after she has sent a form."""
        url = reverse(f"callcentre:{view}", args=[task.uuid])
        return self.client.post(url, data, follow=True).content.decode()


def hours_ago(hours: float) -> Any:
    return timezone.now() - timedelta(hours=hours)


def raised(reason: Reason, **facts: Any) -> CallTask:
    """A task with this reason, due since an hour, whatever the hour of the night in which the tests run."""
    MAKE[reason](municipality="Ixelles / Elsene", **facts)
    due.settle_up(timezone.now())
    CallTask.objects.filter(reason=reason).update(due_at=hours_ago(1))
    return CallTask.objects.filter(reason=reason).latest("pk")


def on_it(**facts: Any) -> Match:
    """A request that a neighbour has taken on."""
    row = cast.help_request(now=hours_ago(30), **facts)
    return claims.claim(cast.invite(row, [cast.volunteer(now=timezone.now())])[0], hours_ago(29))


def _held(**facts: Any) -> None:
    row = cast.help_request(now=hours_ago(3), **facts)
    lifecycle.move(row, Status.HELD, by="x", now=hours_ago(3), hold=Hold.UNCHECKED, next_wave_at=None)


def _nobody(**facts: Any) -> None:
    dispatch.hand_over(cast.help_request(now=hours_ago(9), **facts), hours_ago(3))


def _silent(**facts: Any) -> None:
    match = on_it(**facts)
    Match.objects.filter(pk=match.pk).update(reminded_at=hours_ago(5), lapses_at=hours_ago(-9))


def _done(**facts: Any) -> None:
    claims.done(on_it(**facts), "volunteer", hours_ago(5))


def _expired(**facts: Any) -> None:
    endings.expire(cast.help_request(now=hours_ago(150), **facts), now=hours_ago(5))


MAKE = {
    Reason.CHECK: _held,
    Reason.NOBODY: _nobody,
    Reason.SILENT: _silent,
    Reason.HOW_WENT: _done,
    Reason.TELL: _expired,
}


def the_request() -> HelpRequest:
    """The only request there is."""
    return HelpRequest.objects.get()
