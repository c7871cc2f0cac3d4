"""A list comes in: shown first, taken once, and everybody in it is asked before anything else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from exchange import importing, rows, sheets
from exchange.models import Import
from letters import send
from letters.models import Letter
from privacy.models import Consent, Event
from tests import cast
from tests.exchange import lists
from volunteers import listed, membership
from volunteers.models import Status, Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TABLES = (Volunteer, Letter, Consent, Event)


def checked(*lines: list[str]) -> rows.Checked:
    """What is found in these lines."""
    return rows.check([lists.HEADINGS, *lines])


def kept(*lines: list[str], by: str = "staff:1") -> Import:
    """These lines, checked and shown now."""
    return importing.keep(checked(*lines), source="Croix-Rouge (papier)", by=by, now=timezone.now())


def test_what_is_shown_is_made_and_asked_by_letter() -> None:
    shown = kept(lists.line())
    assert importing.take(shown, by="staff:1", now=timezone.now())

    made = Volunteer.objects.get()
    assert (made.name, made.email, made.phone) == (
        "Firmin Quatrebarbes",
        "firmin@example.org",
        "+32470987654",
    )
    assert (made.status, made.postcode, made.languages, made.language) == (
        "unconfirmed",
        "1050",
        ["fr", "nl"],
        "fr",
    )
    assert [each.code for each in made.offers] == ["groceries", "errand"]
    consent = Consent.objects.get()
    assert (consent.subject, consent.channel, consent.source) == (made.uuid, "import", "Croix-Rouge (papier)")
    assert [each.kind for each in Letter.objects.all()] == ["volunteer_confirm"]
    send.deliver()
    assert "Croix-Rouge (papier)" in mail.outbox[0].body


def test_nothing_is_made_by_looking() -> None:
    before = [table.objects.count() for table in TABLES]
    shown = kept(lists.line(), lists.line(1), lists.line(2, c1="x"))

    assert [table.objects.count() for table in TABLES] == before
    assert (shown.new, shown.known, shown.faulty) == (2, 0, 1)
    assert not importing.take(shown, by="staff:2", now=timezone.now())
    assert not importing.take(shown, by="staff:1", now=timezone.now() + HOUR)
    assert [table.objects.count() for table in TABLES] == before


def test_pressed_twice_it_is_done_once() -> None:
    shown = kept(lists.line(), lists.line(1))

    assert importing.take(shown, by="staff:1", now=timezone.now())
    assert not importing.take(Import.objects.get(), by="staff:1", now=timezone.now())
    assert Volunteer.objects.count() == Letter.objects.count() == Consent.objects.count() == 2
    assert Event.objects.filter(action="volunteers.imported").count() == 1
    again = kept(lists.line(), lists.line(1))
    assert (again.new, again.known) == (0, 2)


def test_who_is_known_stays_as_he_is_in_whatever_case_his_address_is_written() -> None:
    victor = cast.volunteer(now=timezone.now(), email="Firmin@Example.org")
    letters = Letter.objects.count()
    found = checked(lists.line(), lists.line(1), lists.line(1, c0="Somebody Else"))

    assert (list(found.fresh), found.known) == ([3], [2, 4])
    shown = importing.keep(found, source="x", by="staff:1", now=timezone.now())
    membership.register(cast.sign_up(email="person1@example.org", name="Himself"), timezone.now())
    importing.take(shown, by="staff:1", now=timezone.now())

    assert {each.name for each in Volunteer.objects.all()} == {victor.name, "Himself"}
    assert Letter.objects.count() == letters + 1
    assert Consent.objects.filter(channel="import").count() == 0


def test_a_failure_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = kept(*(lists.line(number) for number in range(1, 300)))

    def broken(*_args: object, **_words: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(listed, "post", broken)
    with pytest.raises(OSError, match="disk"):
        importing.take(shown, by="staff:1", now=timezone.now())

    assert Volunteer.objects.count() == Consent.objects.count() == Letter.objects.count() == 0
    monkeypatch.undo()
    assert importing.take(Import.objects.get(), by="staff:1", now=timezone.now())
    assert Volunteer.objects.count() == Letter.objects.count() == 299


def test_a_thousand_rows_take_few_queries(django_assert_max_num_queries: Any) -> None:
    lines = [lists.line(number) for number in range(1, 1001)]

    with django_assert_max_num_queries(8):
        found = checked(*lines)
    assert len(found.fresh) == 1000
    shown = importing.keep(found, source="x", by="staff:1", now=timezone.now())
    with django_assert_max_num_queries(100):
        importing.take(shown, by="staff:1", now=timezone.now())

    assert Volunteer.objects.count() == Letter.objects.filter(kind="volunteer_confirm").count() == 1000


def test_what_nobody_takes_is_forgotten_after_an_hour_and_its_rows_are_locked(db: None) -> None:
    shown = kept(lists.line())
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows, source FROM exchange_import")
        raw = str(cursor.fetchall())
    assert not [each for each in lists.CANARIES if each in raw]

    assert importing.forget_shown(shown.at + HOUR - timedelta(seconds=1)) == 0
    assert importing.forget_shown(shown.at + HOUR) == 1
    taken = kept(lists.line())
    importing.take(taken, by="staff:1", now=timezone.now())
    assert Import.objects.get().rows == ""
    assert importing.forget_imports(taken.at + timedelta(days=30)) == 1


def test_who_does_not_answer_is_forgotten_with_his_consent() -> None:
    importing.take(kept(lists.line()), by="staff:1", now=timezone.now())

    membership.forget_unconfirmed(timezone.now() + timedelta(days=8))

    assert not Volunteer.objects.exists()
    assert not Consent.objects.exists()


def test_who_says_yes_promises_what_others_promise_and_is_asked_by_us_from_then_on() -> None:
    importing.take(kept(lists.line()), by="staff:1", now=timezone.now())
    made = Volunteer.objects.get()
    membership.confirm(made, timezone.now())

    made.refresh_from_db()
    assert made.status == Status.ACTIVE
    assert set(Consent.objects.values_list("text", "channel")) == {("by-list", "import"), ("charter", "web")}


def test_who_registers_himself_meanwhile_comes_by_himself() -> None:
    importing.take(kept(lists.line()), by="staff:1", now=timezone.now())
    assert listed.source_of(Volunteer.objects.get())

    membership.register(cast.sign_up(email="firmin@example.org"), timezone.now())

    assert not listed.source_of(Volunteer.objects.get())


def test_letters_of_a_long_list_wait_behind_what_is_urgent() -> None:
    importing.take(kept(lists.line()), by="staff:1", now=timezone.now() - HOUR)
    cast.volunteer(now=timezone.now())

    due = list(Letter.objects.due(timezone.now()).values_list("kind", "subject"))
    assert due[-1] == ("volunteer_confirm", Volunteer.objects.get(postcode="1050", status="unconfirmed").uuid)


@pytest.mark.parametrize(
    ("name", "code", "mark"), [("a.csv", "utf-8", ";"), ("a.csv", "cp1252", ";"), ("a.csv", "utf-8", ",")]
)
def test_a_csv_is_read_as_people_save_it(name: str, code: str, mark: str) -> None:
    good = lists.line(c6="courses", c7="néerlandais", c0="Zoé Crème")
    found = rows.check(sheets.read(name, lists.csv(good, mark=mark, code=code)))

    assert [each.name for each in found.fresh.values()] == ["Zoé Crème"]
    assert found.fresh[2].language == "nl"
