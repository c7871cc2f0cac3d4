"""The office sees whom to ask and why, rings people, and puts an address right."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geo.points import Point
from matching import dispatch, endings, explain
from matching.models import Answer
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import cast, staff
from tests.cast import NOON, invite
from volunteers.models import Volunteer

RANKING, ADDRESS, ACT = (
    f"admin:requests_app_helprequest_{each}" for each in ("volunteers", "address", "act")
)


@pytest.fixture(autouse=True)
def _usual_policy(settings: Any) -> None:
    settings.DISPATCH = {}


@pytest.fixture
def office(client: Client, db: None) -> Client:
    """Somebody of the team, logged in."""
    staff.log_in(client, staff.member("administrator"))
    return client


def page(office: Client, row: HelpRequest, data: dict[str, Any] | None = None) -> str:
    """The ranking of one request; with `data` after that form was sent."""
    url = reverse(RANKING, args=[row.pk])
    answer = office.post(url, data, follow=True) if data is not None else office.get(url)
    return answer.content.decode()


def on_call_list(**facts: Any) -> HelpRequest:
    """A request that people must ring about."""
    row = cast.help_request(now=timezone.now(), **facts)
    dispatch.hand_over(row, timezone.now())
    return row


def test_each_line_says_what_moved_it(nadia: HelpRequest, victor: Volunteer) -> None:
    far = cast.volunteer(at=Point(50.85, 4.372))
    invite(cast.help_request(), [victor], now=NOON)
    Volunteer.objects.filter(pk=victor.pk).update(unanswered=2)

    first, second = explain.plan(nadia, NOON).ranking

    assert (first.volunteer, second.volunteer) == (far, victor)
    assert (second.for_letters, second.for_unanswered, second.for_tasks) == (1, 2, 0)
    assert second.km is not None
    assert second.counts_as == second.km + 3
    assert first.is_next


def test_the_page_names_nobody_in_full_and_tells_when_the_next_letters_go(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    html = page(office, nadia)

    assert "V… H…" in html
    assert victor.phone not in html
    assert victor.name not in html
    assert (
        reverse(RANKING, args=[nadia.pk])
        in office.get(reverse("admin:requests_app_helprequest_change", args=[nadia.pk])).content.decode()
    )


def test_the_numbers_are_shown_by_a_press_that_is_written_down(office: Client, victor: Volunteer) -> None:
    row = on_call_list()
    assert victor.phone not in page(office, row)
    assert not Event.objects.filter(action="numbers.revealed").exists()

    assert victor.phone in page(office, row, {"outcome": "numbers"})

    (event,) = Event.objects.filter(action="numbers.revealed", subject=row.uuid)
    assert event.detail == {"of": [str(victor.uuid)]}


def test_no_numbers_for_what_is_not_on_the_call_list(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    assert victor.phone not in page(office, nadia, {"outcome": "numbers"})


def test_an_open_request_is_put_on_the_call_list_here_and_comes_back_here(
    office: Client, victor: Volunteer
) -> None:
    row = cast.help_request(now=timezone.now())
    here, press = reverse(RANKING, args=[row.pk]), reverse(ACT, args=[row.pk, "ring"])
    office.cookies["django_language"] = "en"
    html = page(office, row)
    assert "Ring now and assign" in html
    assert "Show the numbers" not in html
    (form,) = re.findall(rf'<form method="post" [^>]*action="{press}">.*?</form>', html, re.DOTALL)
    sent = dict(re.findall(r'name="(seen|onward)" value="([^"]*)"', form))

    assert office.get(press).status_code == 200
    assert office.post(press, sent)["Location"] == here
    row.refresh_from_db()
    assert row.handed_over_at
    html = page(office, row)
    assert "Ring now and assign" not in html
    assert "Show the numbers" in html
    assert office.post(press, sent)["Location"] != here, "the second press does nothing"
    assert Event.objects.filter(action="request.ring", subject=row.uuid).count() == 1


def test_what_is_no_more_open_has_no_such_button(office: Client) -> None:
    row = cast.help_request(now=timezone.now())
    office.cookies["django_language"] = "en"
    endings.cancel(row, by="staff:1", now=timezone.now())

    assert "Ring now and assign" not in page(office, row)


def test_a_yes_on_the_phone_matches(office: Client, victor: Volunteer) -> None:
    row = on_call_list()

    page(office, row, {"outcome": "yes", "volunteer": victor.pk})

    row.refresh_from_db()
    assert (row.status, row.matches.get().volunteer) == (Status.MATCHED, victor)


def test_a_no_and_no_answer_are_kept(office: Client, victor: Volunteer) -> None:
    row, other = on_call_list(), cast.volunteer()

    page(office, row, {"outcome": "no", "volunteer": victor.pk})
    html = page(office, row, {"outcome": "no_answer", "volunteer": other.pk})

    assert row.invitations.get(volunteer=victor).answer == Answer.NO
    assert row.invitations.get(volunteer=other).rung_at
    assert "V… H…" not in html


def test_a_yes_that_comes_too_late_is_said_and_changes_nothing(office: Client, victor: Volunteer) -> None:
    row = on_call_list()
    page(office, row, {"outcome": "yes", "volunteer": victor.pk})

    page(office, row, {"outcome": "yes", "volunteer": cast.volunteer().pk})

    assert row.matches.get().volunteer == victor


@pytest.mark.parametrize(
    "data", [{}, {"outcome": "yes"}, {"outcome": "x"}, {"outcome": "no", "volunteer": "99999"}]
)
def test_nonsense_changes_nothing(office: Client, victor: Volunteer, data: dict[str, Any]) -> None:
    row = on_call_list()

    assert victor.phone not in page(office, row, data)

    assert not row.invitations.exists()


def test_an_address_put_right_is_asked_for_there(office: Client, victor: Volunteer, wim: Volunteer) -> None:
    row = cast.help_request(now=timezone.now())
    url = reverse(ADDRESS, args=[row.pk])
    office.post(reverse("admin:requests_app_helprequest_show", args=[row.pk]))
    assert "Rue du Canari 77" in office.get(url).content.decode()

    wrong = office.post(url, {"postcode": "99999", "street": "x"})
    assert "errorlist" in wrong.content.decode()
    office.post(url, {"postcode": "3000", "street": "Bondgenotenlaan 1"})

    row.refresh_from_db()
    assert (row.postcode, row.located_at, row.status) == ("3000", None, Status.OPEN)
    assert Event.objects.filter(action="request.moved", subject=row.uuid).count() == 1


@pytest.mark.parametrize("view", [RANKING, ADDRESS])
def test_nobody_without_the_right_sees_them(client: Client, nadia: HelpRequest, view: str) -> None:
    url = reverse(view, args=[nadia.pk])
    assert client.get(url).status_code == 302
    staff.log_in(client, staff.member("listener coordinator"))
    assert client.get(url).status_code == 403


def test_the_call_list_is_a_filter_of_the_list(office: Client, nadia: HelpRequest) -> None:
    row = on_call_list(phone="+3225120000")

    html = office.get(reverse("admin:requests_app_helprequest_changelist"), {"calls": "due"}).content.decode()

    assert row.reference in html
    assert nadia.reference not in html
