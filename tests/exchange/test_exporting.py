"""A list goes out: with a reason, by one person's leave or two, once, and written down without a name."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from exchange import exporting, rows, sheets
from exchange.models import Export
from privacy.models import Event
from tests import cast
from tests.exchange import lists
from volunteers import listed, membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ALL: dict[str, Any] = {"area": "", "kinds": [], "languages": [], "status": "active"}
HOUR, SECOND, DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)
REASON = "To print cards, ask tel +32470987654"


def ask(by: str = "staff:1", has_right: bool = True, form: str = "csv", **group: Any) -> Export:
    """A wish of now."""
    return exporting.ask(
        {**ALL, **group}, form=form, reason=REASON, by=by, has_right=has_right, now=timezone.now()
    )


def long_list(number: int = 101) -> None:
    """So many volunteers."""
    sign_ups = [cast.sign_up() for _each in range(number)]
    listed.enter(sign_ups, source="x", by="staff:1", now=timezone.now() - HOUR)
    Volunteer.objects.update(status="active", confirmed_at=timezone.now())


def cells_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_short_list_is_fetched_by_whoever_has_the_right_once_and_within_the_hour() -> None:
    cast.volunteer(now=timezone.now(), name="=cmd Horta", street="@SUM(1)")
    wish = ask()

    assert exporting.fetch(wish, by="staff:2", now=timezone.now()) is None
    assert exporting.fetch(wish, by="staff:1", now=wish.at + HOUR) is None
    data = exporting.fetch(wish, by="staff:1", now=wish.at + HOUR - SECOND)
    assert data
    _head, line = cells_of(data)
    assert line[:4] == ["'=cmd Horta", line[1], line[2], "'@SUM(1)"]
    assert line[2].startswith("0032470")
    assert exporting.fetch(wish, by="staff:1", now=wish.at) is None


def test_a_long_list_needs_a_second_person_and_never_the_same() -> None:
    long_list()
    wish, now = ask(), timezone.now()
    assert wish.needs_another
    assert exporting.fetch(wish, by="staff:1", now=now) is None

    assert not exporting.approve(wish, by="staff:1", has_right=True, now=now)
    assert not exporting.approve(wish, by="staff:2", has_right=False, now=now + timedelta(hours=24))
    assert exporting.approve(wish, by="staff:2", has_right=False, now=now)
    assert not exporting.approve(wish, by="staff:3", has_right=True, now=now)

    assert exporting.fetch(wish, by="staff:2", now=now) is None
    data = exporting.fetch(wish, by="staff:1", now=now)
    assert data
    assert len(cells_of(data)) == 102


@pytest.mark.parametrize("agreed_before", [False, True])
def test_a_no_stops_the_list_also_after_a_yes_and_for_good(agreed_before: bool) -> None:
    long_list()
    wish, now = ask(), timezone.now()
    if agreed_before:
        exporting.approve(wish, by="staff:2", has_right=True, now=now)

    assert exporting.stop(wish, by="staff:3", now=now)

    assert not exporting.stop(wish, by="staff:1", now=now)
    assert not exporting.approve(wish, by="staff:2", has_right=True, now=now)
    assert exporting.fetch(wish, by="staff:1", now=now) is None
    wish.refresh_from_db()
    assert wish.stopped_by == "staff:3"
    assert Event.objects.filter(action="export.stopped", actor="staff:3", subject=wish.uuid).count() == 1


def test_what_has_gone_out_cannot_be_stopped() -> None:
    cast.volunteer(now=timezone.now())
    wish = ask()
    assert exporting.fetch(wish, by="staff:1", now=wish.at)

    assert not exporting.stop(wish, by="staff:2", now=wish.at)


def test_a_hundred_need_nobody_else(db: None) -> None:
    long_list(100)

    assert not ask().needs_another


def test_who_has_not_the_right_needs_somebody_who_has() -> None:
    cast.volunteer(now=timezone.now())
    wish, now = ask(has_right=False), timezone.now()

    assert exporting.fetch(wish, by="staff:1", now=now) is None
    assert not exporting.approve(wish, by="staff:2", has_right=False, now=now)
    assert exporting.approve(wish, by="staff:3", has_right=True, now=now)
    assert exporting.fetch(wish, by="staff:1", now=now)


def test_nobody_more_goes_out_than_was_agreed_to() -> None:
    cast.volunteer(now=timezone.now())
    wish = ask()
    later = cast.volunteer(now=timezone.now())
    membership.leave(cast.volunteer(now=timezone.now()), timezone.now())
    Volunteer.objects.filter(pk=later.pk).update(registered_at=timezone.now())

    data = exporting.fetch(wish, by="staff:1", now=timezone.now())

    assert data
    assert len(cells_of(data)) == 2


def test_the_book_says_who_how_many_and_why_and_nothing_of_anybody() -> None:
    cast.volunteer(now=timezone.now(), name=lists.LINE[0], email=lists.LINE[1], street=lists.LINE[3])
    exporting.fetch(ask(), by="staff:1", now=timezone.now())

    event = Event.objects.get(action="export.fetched")
    assert (event.actor, event.detail["rows"]) == ("staff:1", 1)
    assert event.detail["reason"] == "To print cards, ask tel [phone]"
    book = str(list(Event.objects.values_list("detail", flat=True)))
    assert not [each for each in lists.CANARIES if each in book]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_can_come_in_again(form: str) -> None:
    cast.volunteer(
        now=timezone.now(),
        languages=["fr", "uk"],
        email="out@example.org",
        street="Rue A 1",
        municipality="Ixelles / Elsene",
    )
    data = exporting.fetch(ask(form=form), by="staff:1", now=timezone.now())
    assert data
    row = Volunteer.objects.get()
    Volunteer.objects.all().delete()

    found = rows.check(sheets.read(f"x.{form}", data))

    assert found.faults == []
    back = found.fresh[2]
    for name in (
        "name",
        "email",
        "phone",
        "street",
        "postcode",
        "municipality",
        "languages",
        "language",
        "kinds",
        "travel_km",
    ):
        assert getattr(back, name) == getattr(row, name), name


def test_the_group_is_by_place_offer_language_and_status() -> None:
    now = timezone.now()
    cast.volunteer(now=now, postcode="1050")
    cast.volunteer(now=now, postcode="5000", kinds=1, languages=["nl", "tr"])
    membership.block(cast.volunteer(now=now, postcode="1050"), "staff:1", now)
    membership.register(cast.sign_up(postcode="1050"), now)

    assert exporting.count(ALL) == 2
    assert exporting.count(ALL | {"area": "1000-1090, 1180"}) == 1
    assert exporting.count(ALL | {"area": "namur"}) == 1
    assert exporting.count(ALL | {"kinds": ["errand"]}) == 1
    assert exporting.count(ALL | {"kinds": ["errand", "groceries"]}) == 2
    assert exporting.count(ALL | {"languages": ["tr", "nl"]}) == 1
    assert exporting.count(ALL | {"status": "unconfirmed"}) == 1


def test_wishes_are_forgotten_after_a_month() -> None:
    cast.volunteer(now=timezone.now())
    wish = ask()

    assert exporting.forget_exports(wish.at + timedelta(days=30) - SECOND) == 0
    assert exporting.forget_exports(wish.at + timedelta(days=30)) == 1


def test_the_lists_of_a_week_count_together_or_slices_would_be_the_whole() -> None:
    long_list(60)
    first, now = ask(), timezone.now()
    assert exporting.fetch(first, by="staff:1", now=now)

    slice_ = ask()

    assert slice_.needs_another
    assert slice_.waits_for_the_week
    assert exporting.fetch(slice_, by="staff:1", now=now) is None
    assert not ask(by="staff:2").needs_another
    Export.objects.filter(pk=first.pk).update(fetched_at=now - 7 * DAY)
    assert not ask().needs_another


def test_what_waits_to_be_fetched_counts_until_it_is_refused_or_over() -> None:
    long_list(60)
    ready = ask()
    assert ask().waits_for_the_week

    exporting.stop(ready, by="staff:2", now=timezone.now())
    again = ask()
    assert not again.needs_another
    Export.objects.filter(pk=again.pk).update(at=timezone.now() - HOUR)
    assert not ask().needs_another


def test_what_another_has_agreed_to_counts_too_once_it_is_agreed() -> None:
    long_list()
    wish = ask()
    Volunteer.objects.filter(pk__in=Volunteer.objects.values("pk")[:41]).update(status="unconfirmed")
    assert not ask().needs_another, "sixty, and the long one waits"
    Export.objects.exclude(pk=wish.pk).delete()
    assert exporting.approve(wish, by="staff:2", has_right=True, now=timezone.now())

    assert ask().waits_for_the_week
