"""One row for every queue of the office, and for each a row that has left it."""

from datetime import datetime, timedelta
from uuid import uuid4

from callcentre import joining
from callcentre.models import CallTask, Operator, Reason
from callcentre.raising import raise_task
from geo.points import Point
from letters.models import Letter, Status
from letters.outbox import letter, post
from matching import claims, dispatch, endings, reports, steering, watch
from matching.models import Match, Outcome
from matching.report_rows import Side, Verdict, What
from requests_app import whereabouts
from requests_app.models import HelpRequest, Hold
from requests_app.models import Status as State
from tests import cast
from volunteers import whereabouts as homes
from volunteers.models import Volunteer

DAY = timedelta(days=1)
NUMBERS = (f"+32251{number:05d}" for number in range(10_000, 99_999))


def request(now: datetime, at: Point | None = cast.FLAGEY) -> HelpRequest:
    """An open request of somebody else each time, four days old."""
    return cast.help_request(at=at, now=now - 4 * DAY, phone=next(NUMBERS))


def claim(now: datetime) -> Match:
    """A volunteer who has said yes, two days ago."""
    return claims.claim(cast.invite(request(now), [cast.volunteer(now=now)])[0], now - 2 * DAY)


def lost_request(now: datetime) -> HelpRequest:
    """A request at a postcode that no table knows."""
    row = request(now, at=None)
    HelpRequest.objects.filter(pk=row.pk).update(postcode="1031")
    row.refresh_from_db()
    whereabouts.place(row, now - DAY)
    return row


def lost_volunteer(now: datetime) -> Volunteer:
    """A volunteer at a postcode that no table knows."""
    made = cast.volunteer(at=None, now=now, postcode="1031")
    homes.place(made, now - 5 * DAY)
    return made


def held(now: datetime, hold: Hold) -> HelpRequest:
    """A request that is held for this reason."""
    row = request(now)
    HelpRequest.objects.filter(pk=row.pk).update(status=State.HELD, hold=hold, next_wave_at=None)
    row.refresh_from_db()
    return row


def in_trouble(now: datetime, age: timedelta, **facts: str) -> Letter:
    """A letter that did not arrive."""
    subject = uuid4()
    post([letter("contact", subject, now=now - age)])
    Letter.objects.filter(subject=subject).update(**facts)
    return Letter.objects.get(subject=subject)


def task(now: datetime, reason: Reason) -> CallTask:
    """Something that must be rung about since yesterday."""
    subject = uuid4()
    raise_task(reason, subject, due_at=now - DAY, now=now - DAY)
    return CallTask.objects.get(subject=subject)


def offer(now: datetime) -> Operator:
    """Somebody who would take calls, and has confirmed it yesterday."""
    address = f"{uuid4().hex}@example.org"
    joining.offer(
        joining.Offer("Rosalie Marchand", address, "+32470123499", "fr", ["fr"], "evening", ""), now - DAY
    )
    made = joining.find_by_email(address)
    assert made
    joining.confirm(made, now - DAY)
    return made


def one_of_each(now: datetime) -> dict[str, int]:
    """Fills every queue with one row; how many each holds afterwards, by its code."""
    dispatch.hand_over(request(now), now - DAY)
    silent = claim(now)
    Match.objects.filter(pk=silent.pk).update(reminded_at=now - DAY)
    steering.no_more_letters(claim(now).volunteer, by="staff:1", now=now - DAY)
    lost_request(now)
    lost_volunteer(now)
    for hold in (Hold.NOT_REACHED, Hold.UNCHECKED, Hold.STAFF):
        held(now, hold)
    for reason in (Reason.WORRY, Reason.VOICEMAIL, Reason.HOW_WENT, Reason.TELL):
        task(now, reason)
    in_trouble(now, DAY, status=Status.DEAD)
    offer(now)
    reports.report(claim(now), Side.PERSON, What.MONEY, "la monnaie", now - DAY)
    back_again(now)
    few_done(now)
    left_again(now)
    names = (
        "nobody silent unreachable nowhere lost held_not_reached held_unchecked held_staff worry call_back"
    )
    return dict.fromkeys(
        [*names.split(), *"back_again few_done how_went tell trouble operators reported".split()], 1
    )


def back_again(now: datetime) -> Volunteer:
    """A new volunteer with the phone of somebody who was blocked."""
    gone = cast.volunteer(now=now)
    endings.block_volunteer(gone, by="staff:1", now=now)
    return cast.volunteer(now=now, phone=gone.phone)


def few_done(now: datetime, given_back: int = 4) -> Volunteer:
    """Somebody who has seen addresses on five days, and brought one task to its end."""
    made = cast.volunteer(now=now)
    for number in range(1 + given_back):
        at = now - (given_back + 1 - number) * DAY
        match = claims.claim(cast.invite(request(now), [made])[0], at)
        if number:
            claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", at + DAY / 2)
        else:
            claims.done(match, "volunteer", at + DAY / 2)
    return made


def left_again(now: datetime) -> None:
    """The same once more, settled: what must not be counted any more."""
    handed = request(now)
    dispatch.hand_over(handed, now - DAY)
    endings.cancel(handed, by="staff:1", now=now)
    over = claim(now)
    Match.objects.filter(pk=over.pk).update(reminded_at=now - DAY)
    claims.done(over, "volunteer", now)
    endings.cancel(lost_request(now), by="staff:1", now=now)
    endings.release(held(now, Hold.STAFF), by="staff:1", now=now)
    CallTask.objects.filter(pk=task(now, Reason.WORRY).pk).update(settled_at=now)
    joining.refuse(offer(now), "staff:1", now)
    settled = reports.report(claim(now), Side.PERSON, What.MONEY, "", now - DAY)
    reports.close(settled, Verdict.NOTHING, by="staff:1", now=now)
    reports.not_the_same(back_again(now), by="staff:1", now=now)
    endings.block_volunteer(back_again(now), by="staff:1", now=now)
    watch.nothing_in_it(few_done(now), by="staff:1", now=now)
    in_trouble(now, 30 * DAY, status=Status.DEAD)
    in_trouble(now, DAY, status=Status.SENT, sent_at=str(now), delivery="delivered")
