"""Lists of ten thousand rows stay quick and small; acts for many rows say how many first."""

import html
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office import confirming
from office.lists import COUNTED
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.office import world
from volunteers.models import Volunteer

MANY = 10_000
KILOBYTES = 200
REQUESTS = reverse("admin:requests_app_helprequest_changelist")
PEOPLE = reverse("admin:volunteers_volunteer_changelist")
WAITING = (Status.OPEN, Status.HELD, Status.REFERRED)


def copies(row: Any, count: int) -> Iterable[Any]:
    """So many like it, each with a number of its own and a minute older than the one before."""
    born = "created_at" if isinstance(row, HelpRequest) else "registered_at"
    for number in range(count):
        facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        facts |= {"id": None, "uuid": uuid4(), born: getattr(row, born) - timedelta(minutes=number)}
        if isinstance(row, HelpRequest):
            facts |= {"form_key": None, "reference": f"{number:06d}", "status": WAITING[number % 3]}
            facts["hold"] = "staff" if facts["status"] == "held" else ""
        else:
            facts |= {"email_index": f"{number:064d}"}
        yield type(row)(**facts)


def fill(row: Any, count: int = MANY) -> None:
    """Write so many rows, and take the one that they are like away."""
    type(row).objects.filter(pk=row.pk).delete()
    made = iter(copies(row, count))
    while batch := list(islice(made, 500)):
        type(row).objects.bulk_create(batch)


def test_who_must_be_looked_at_is_found_among_ten_thousand_in_few_queries(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    fill(cast.volunteer(now=now))
    rows = {"back_again": world.back_again(now), "few_done": world.few_done(now)}

    for code, row in rows.items():
        with django_assert_max_num_queries(25):
            page = desk.get(PEOPLE, {"look": code, "_facets": "True"})
        assert [each.pk for each in page.context["cl"].result_list] == [row.pk]
        assert len(page.content) < KILOBYTES * 1024
    with django_assert_max_num_queries(25):
        desk.get(reverse("admin:index"))


@pytest.mark.parametrize("model", [HelpRequest, Volunteer])
def test_ten_thousand_rows_cost_25_queries_and_200_kilobytes(
    desk: Client, django_assert_max_num_queries: Any, model: type
) -> None:
    now = timezone.now()
    fill(cast.help_request(now=now) if model is HelpRequest else cast.volunteer(now=now))
    url = REQUESTS if model is HelpRequest else PEOPLE

    for query in ({}, {"_facets": "True"}, {"p": "40"}, {"q": "1050"}, {"q": "Ixelles"}, {"o": "3"}):
        with django_assert_max_num_queries(25):
            page = desk.get(url, query)
        assert page.status_code == 200
        assert len(page.content) < KILOBYTES * 1024, query
        assert len(page.context["cl"].result_list) == 50
        assert page.context["cl"].result_count == COUNTED


def test_a_row_says_how_long_it_waits_in_words_and_colour(desk: Client) -> None:
    now = timezone.now()
    for age in (timedelta(hours=1), timedelta(hours=40), timedelta(days=4)):
        cast.help_request(now=now - age)

    page = desk.get(REQUESTS).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")

    assert '<span class="age-fresh">1 hour</span>' in page
    assert '<span class="age-late">1 day <b>due soon</b></span>' in page
    assert '<span class="age-long">4 days <b>overdue</b></span>' in page
    assert "1050" in page
    assert "Français" in page


def chosen(desk: Client, action: str, rows: list[HelpRequest], **more: str) -> str:
    """Tick rows and press; gives the page that follows."""
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return html.unescape(desk.post(REQUESTS, data, follow=True).content.decode())


def test_an_act_for_many_says_how_many_and_what_before_it_does_it(desk: Client) -> None:
    rows = [cast.help_request(now=timezone.now()) for _number in range(3)]

    page = chosen(desk, "cancel", rows[:2])
    assert "2 rows." in page
    assert "They are closed" in page
    assert page.count('name="_selected_action"') == 2
    assert not HelpRequest.objects.filter(status=Status.CANCELLED).exists()

    for said in ("2 requests.", "not possible while it is “cancelled”"):
        assert said in chosen(desk, "cancel", rows[:2], confirmed="yes")
        assert HelpRequest.objects.filter(status=Status.CANCELLED).count() == 2


def test_what_was_shown_is_what_is_done_also_across_all_pages(desk: Client) -> None:
    rows = [cast.help_request(now=timezone.now()) for _number in range(60)]

    page = chosen(desk, "cancel", rows[:1], select_across="1")

    assert "60 rows." in page
    assert page.count('name="_selected_action"') == 60
    assert 'name="select_across"' not in page


def test_too_many_at_once_are_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "MOST", 2)
    rows = [cast.help_request(now=timezone.now()) for _number in range(3)]

    assert "At most 2 at a time" in chosen(desk, "cancel", rows, confirmed="yes")
    assert not HelpRequest.objects.filter(status=Status.CANCELLED).exists()


@pytest.mark.parametrize("action", ["ask_again", "release", "done", "look_again"])
def test_every_act_for_many_asks_first(desk: Client, action: str) -> None:
    row = cast.help_request(now=timezone.now())
    before = HelpRequest.objects.values().get(pk=row.pk)

    assert "1 row." in chosen(desk, action, [row])
    assert HelpRequest.objects.values().get(pk=row.pk) == before


def test_blocking_many_volunteers_asks_first_and_counts_once(desk: Client) -> None:
    people = [cast.volunteer(), cast.volunteer()]
    data: dict[str, Any] = {"action": "block", "_selected_action": [each.pk for each in people]}

    assert "2 rows." in desk.post(PEOPLE, data).content.decode()
    assert not Volunteer.objects.filter(blocked_at__isnull=False).exists()
    for said in ("2 volunteers.", "0 volunteers."):
        page = desk.post(PEOPLE, data | {"confirmed": "yes"}, follow=True).content.decode()
        assert said in page
