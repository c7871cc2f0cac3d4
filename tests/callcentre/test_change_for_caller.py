"""The list or the number changed for a caller, at the desk and in the office: by who has the person open."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import opened
from letters.models import Letter
from matching import changes, endings
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast, staff
from tests.callcentre.at_work import NAME, AtWork, on_it

pytestmark = pytest.mark.django_db


def path(row: HelpRequest) -> str:
    return reverse("callcentre:change_for_caller", args=[row.uuid])


def told(who: AtWork, row: HelpRequest) -> str:
    """The request, opened."""
    return who.client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex}, follow=True).content.decode()


def form(row: HelpRequest, **typed: str) -> dict[str, str]:
    return {"phone": "02 512 34 99", "notes": row.notes, "was": changes.seen(row), **typed}


def test_she_changes_both_and_the_volunteer_is_told() -> None:
    ines, match = AtWork(), on_it()
    row = match.help_request
    assert f'href="{path(row)}"' in told(ines, row)
    asked = ines.client.get(path(row)).content.decode()
    assert 'lang="fr"' in asked, "what to say, in the caller's language"
    assert 'value="02 512 34 99"' in asked

    page = ines.client.post(path(row), form(row, phone="0470 99 88 77", notes="one bread"), follow=True)

    assert "Changed. A volunteer who is on it gets a letter" in page.content.decode()
    row.refresh_from_db()
    assert (row.phone, row.notes) == ("+32470998877", "one bread")
    assert Letter.objects.filter(kind="changed", subject=match.uuid).count() == 1
    done = Event.objects.filter(subject=row.uuid, actor=f"staff:{ines.user.pk}", action__endswith="_changed")
    assert {each.action for each in done} == {"request.phone_changed", "request.list_changed"}


def test_who_has_not_opened_it_sees_and_changes_nothing() -> None:
    ines, row = AtWork(), on_it().help_request

    page = ines.client.get(path(row), follow=True).content.decode()
    ines.client.post(path(row), form(row, notes="one bread"))

    assert "It is written down who opens it" in page
    assert NAME not in page
    assert row.notes not in page
    row.refresh_from_db()
    assert row.notes == "du lait, des oeufs"


def test_after_half_an_hour_it_is_to_be_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ines, row = AtWork(), on_it().help_request
    told(ines, row)
    later = timezone.now() + opened.SHOWN_FOR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert ines.client.get(path(row)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": ""}, "Write a phone number."),
        ({"phone": "12"}, "Write a phone number with its prefix"),
        ({"phone": "0903 12 345"}, "Write a phone number with its prefix"),
        ({"notes": "x" * 2001}, "This is too long."),
        ({"notes": "milk", "was": "older"}, "It was changed a moment ago."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_changed(
    typed: dict[str, str], said: str
) -> None:
    ines, row = AtWork(), on_it().help_request
    told(ines, row)

    page = ines.client.post(path(row), form(row, **typed), follow=True).content.decode()

    assert said in page
    row.refresh_from_db()
    assert (row.phone, row.notes) == ("+3225123499", "du lait, des oeufs")


def test_what_has_ended_offers_no_change() -> None:
    ines, row = AtWork(), cast.help_request(now=timezone.now())
    endings.cancel(row, by="staff:1", now=timezone.now())

    assert path(row) not in told(ines, row)
    assert ines.client.get(path(row))["Location"] == reverse("callcentre:request", args=[row.uuid])


def test_the_office_changes_them_once_the_person_is_shown() -> None:
    desk = staff.browser_of(staff.member("coordinator"))
    match = on_it()
    row = match.help_request
    page, show = (
        reverse(f"admin:requests_app_helprequest_{end}", args=[row.pk]) for end in ("details", "show")
    )
    assert row.notes not in desk.get(page, follow=True).content.decode()
    desk.post(page, form(row, notes="one bread"))
    row.refresh_from_db()
    assert row.notes == "du lait, des oeufs", "covered: nothing is changed"

    desk.post(show)
    assert row.notes in desk.get(page).content.decode()
    desk.post(page, form(row, notes="one bread"))

    row.refresh_from_db()
    assert row.notes == "one bread"
    assert Letter.objects.filter(kind="changed", subject=match.uuid).count() == 1


def test_the_listener_coordinator_may_not() -> None:
    row, page = on_it().help_request, "admin:requests_app_helprequest_details"
    client: Client = staff.browser_of(staff.member("listener coordinator"))

    assert client.get(reverse(page, args=[row.pk])).status_code == 403
