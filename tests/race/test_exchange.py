"""Leave, files and lists at the same moment: one yes counts, one file goes out, one list comes in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from exchange import exporting, importing, mailing, rows
from exchange.models import Export, Mailing
from letters.models import Letter
from privacy.models import Event
from tests import cast
from tests.exchange import lists
from tests.race.conftest import at_once
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6
ALL: dict[str, Any] = {"area": "", "kinds": [], "languages": [], "status": "active"}


def test_of_many_who_agree_at_once_one_does(pool: ThreadPoolExecutor) -> None:
    cast.volunteer(now=timezone.now())
    now = timezone.now()
    made = mailing.write(ALL, {"fr": {"subject": "a", "text": "b"}}, by="staff:1", now=now)
    mailing.ask(made, by="staff:1", now=now)
    said: list[bool] = []

    def agree(number: int) -> None:
        said.append(mailing.approve(made, by=f"staff:{number}", now=now))

    jobs: list[Callable[[], object]] = [partial(agree, number) for number in range(1, HANDS + 1)]

    assert at_once(pool, jobs) == {"ok": HANDS}
    assert sum(said) == Event.objects.filter(action="mailing.approved").count() == 1
    assert Mailing.objects.get().approved_by != "staff:1"


def test_many_clocks_write_each_letter_once(pool: ThreadPoolExecutor) -> None:
    cast.volunteer(now=timezone.now())
    now = timezone.now()
    made = mailing.write(ALL, {"fr": {"subject": "a", "text": "b"}}, by="staff:1", now=now)
    mailing.ask(made, by="staff:1", now=now)
    mailing.approve(made, by="staff:2", now=now)

    assert at_once(pool, [lambda: mailing.go_on(now)] * HANDS) == {"ok": HANDS}
    assert Letter.objects.filter(kind="to_many").count() == 1


def test_a_file_is_fetched_once_by_however_many_windows(pool: ThreadPoolExecutor) -> None:
    cast.volunteer(now=timezone.now())
    now, files = timezone.now(), []
    wish = exporting.ask(ALL, form="csv", reason="To print cards", by="staff:1", has_right=True, now=now)
    jobs: list[Callable[[], object]] = [
        lambda: files.append(exporting.fetch(wish, by="staff:1", now=now))
    ] * HANDS

    assert at_once(pool, jobs) == {"ok": HANDS}
    assert len([each for each in files if each]) == 1
    assert Export.objects.get().fetched_at == now


def test_a_list_comes_in_once_however_often_it_is_pressed(pool: ThreadPoolExecutor) -> None:
    now, taken = timezone.now(), []
    found = rows.check([lists.HEADINGS, *(lists.line(number) for number in range(1, 20))])
    shown = importing.keep(found, source="x", by="staff:1", now=now)
    jobs: list[Callable[[], object]] = [
        lambda: taken.append(importing.take(shown, by="staff:1", now=now))
    ] * HANDS

    assert at_once(pool, jobs) == {"ok": HANDS}
    assert taken.count(True) == 1
    assert Volunteer.objects.count() == Letter.objects.count() == 19


@pytest.mark.parametrize("is_careless", [False, True])
def test_slices_asked_for_at_once_do_not_pass_together(
    pool: ThreadPoolExecutor, is_careless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock on the asker several pass; SQLite has one writer anyway."""
    if is_careless:
        monkeypatch.setattr(exporting, "_hold", lambda by: None)
    monkeypatch.setattr(exporting, "count", lambda group: 60)
    by, now = f"staff:{User.objects.create_user('ada').pk}", timezone.now()
    had = exporting._had

    def slowly(by: str, now: Any) -> int:
        found = had(by, now)
        sleep(0.05)
        return found

    monkeypatch.setattr(exporting, "_had", slowly)
    job = partial(exporting.ask, ALL, form="csv", reason="To print cards", by=by, has_right=True, now=now)

    assert at_once(pool, [job] * HANDS) == {"ok": HANDS}
    at_her_leave = Export.objects.filter(asked_at__isnull=True).count()
    if is_careless and connection.vendor == "postgresql":
        assert at_her_leave > 1
    else:
        assert at_her_leave == 1
