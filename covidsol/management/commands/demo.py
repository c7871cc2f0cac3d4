"""Fills an empty development house with invented people, through the same doors that real ones use."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from covidsol import demo_queue, demo_team
from covidsol.demo import TOWNS, Cast
from covidsol.demo_phone import Room
from impact import coverage, publishing
from letters.models import Letter
from letters.models import Status as LetterStatus
from matching import claims, dispatch, endings, policy
from matching.models import Match
from requests_app import intake, lifecycle, whereabouts
from requests_app.models import Channel, HelpRequest, Hold, Status
from volunteers import membership
from volunteers import whereabouts as homes
from volunteers.models import Volunteer

PLAN = {
    Status.OPEN: 12, Status.MATCHED: 8, Status.DONE: 8, Status.CANCELLED: 4,
    Status.HELD: 3, Status.EXPIRED: 3, Status.REFERRED: 2,
}  # fmt: skip


class Command(BaseCommand):
    """About 300 volunteers, 40 requests in every status and two weeks of calls, in Belgium or France.

    What is there stays.
    """

    help = "Fill an empty development house with invented people and calls, and print the logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--volunteers", type=int, default=300)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This invents people: not in production.")
        is_empty = not (Volunteer.objects.exists() or HelpRequest.objects.exists())
        demo_team.open_all()
        if settings.COUNTRY in TOWNS and is_empty:
            with transaction.atomic():
                fill(options["volunteers"], timezone.now())
            show(timezone.now())
        for line in demo_team.told():
            self.stdout.write(line)
        counts = f"{Volunteer.objects.count()} volunteers, {HelpRequest.objects.count()} requests"
        self.stdout.write(f"In the house          {counts}")


def fill(volunteers: int, now: datetime) -> None:
    """Invent everybody. Letters of the past count as sent; those of this hour are left to the worker."""
    cast = Cast(country=settings.COUNTRY)
    room = Room(cast, now)
    room.hire()
    for sign_up in cast.volunteers(volunteers):
        joined = now - timedelta(days=cast.chance.randint(3, 60))
        membership.register(sign_up, joined)
        volunteer = Volunteer.objects.latest("pk")
        if cast.chance.random() < 0.95:
            membership.confirm(volunteer, joined)
        homes.place(volunteer, joined, hurry=True)
    for status, count in PLAN.items():
        for number in range(count):
            _invent_request(room, status, number)
    room.fill_calls()
    room.fill_shifts()
    demo_queue.fill(room)
    past = Letter.objects.filter(created_at__lt=now - timedelta(hours=1))
    past.update(status=LetterStatus.SENT, sent_at=now - timedelta(hours=1))


def show(now: datetime) -> None:
    """The figures of the invented past, and where volunteers are missing, as the nights would have told."""
    while publishing.publish(now):
        pass
    coverage.look(now)


def _invent_request(room: Room, status: Status, number: int) -> None:
    """One request that has come as far as this status; every second one by phone, but for the newest."""
    cast, now = room.cast, room.now
    fresh = status == Status.OPEN and number < 3
    asked = now if fresh else _by_day(now - timedelta(hours=cast.chance.randint(2, 40)))
    if status == Status.EXPIRED:
        asked = _by_day(now - timedelta(days=6))
    is_called = number % 2 == 1 and not fresh
    asked = room.open_at(asked) if is_called else asked
    row = _take_down(room, asked, is_called=is_called)
    whereabouts.place(row, asked, hurry=True)
    row.refresh_from_db()
    dispatch.send_wave(row, asked)
    row.refresh_from_db()
    BRING[status](row, asked + timedelta(minutes=40))


def _take_down(room: Room, asked: datetime, *, is_called: bool) -> HelpRequest:
    ask = room.cast.ask(asked)
    if not is_called:
        return intake.take_down(ask, channel=Channel.WEB, now=asked)
    operator = f"staff:{room.who_speaks(ask.language).user_id}"
    return intake.take_down(replace(ask, email=""), channel=Channel.PHONE, now=asked, operator=operator)


def _by_day(moment: datetime) -> datetime:
    """This moment, or the evening before if letters were asleep then."""
    night = timedelta(hours=10)
    return moment if policy.current().wake_after(moment) == moment else moment - night


def _match(row: HelpRequest, now: datetime) -> Match | None:
    """The nearest who was asked says yes; None if nobody could be asked."""
    for invitation in row.invitations.order_by("km"):
        try:
            return claims.claim(invitation, now)
        except claims.CannotClaim:
            continue
    return None


def _done(row: HelpRequest, now: datetime) -> None:
    match = _match(row, now)
    if match:
        claims.done(match, f"volunteer:{match.volunteer.uuid}", now + timedelta(minutes=70))


def _held(row: HelpRequest, now: datetime) -> None:
    match = _match(row, now)
    if match:
        claims.not_reached(match, f"volunteer:{match.volunteer.uuid}", now)
    else:
        lifecycle.move(row, Status.HELD, by="staff:1", now=now, hold=Hold.STAFF)


BRING: dict[Status, Callable[[HelpRequest, datetime], object]] = {
    Status.OPEN: lambda row, now: None,
    Status.MATCHED: _match,
    Status.DONE: _done,
    Status.CANCELLED: lambda row, now: endings.cancel(row, by="requester", now=now),
    Status.HELD: _held,
    Status.EXPIRED: lambda row, now: endings.expire(row, now=row.expires_at),
    Status.REFERRED: lambda row, now: lifecycle.move(row, Status.REFERRED, by="staff:1", now=now),
}
