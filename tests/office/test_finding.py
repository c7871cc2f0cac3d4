"""Finding a person by phone, number or name: nothing typed stands in an address or a book."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from privacy.models import Event
from requests_app import names
from requests_app.models import HelpRequest, Status
from tests import cast, staff
from tests.cast import NOON

FIND = reverse("admin:requests_app_helprequest_find")


def found(desk: Client, known: str) -> str:
    """What the search shows."""
    return desk.post(FIND, {"known": known}).content.decode()


@pytest.mark.parametrize(
    "known", ["02/512.34.99", "+32 2 512 34 99", "zephirine", "NADIA Zeph", "Zéphirine n"]
)
def test_a_person_is_found_by_what_one_knows(desk: Client, nadia: HelpRequest, known: str) -> None:
    other = cast.help_request(name="Otto Wagner", phone="+32470999999")

    page = found(desk, known)

    assert nadia.spoken_reference in page
    assert "N… Z…" in page
    assert other.spoken_reference not in page
    assert "Zephirine" not in page.replace(f'value="{known}"', "")


def test_a_number_is_found_as_it_is_read_out(desk: Client, nadia: HelpRequest) -> None:
    assert reverse("admin:requests_app_helprequest_change", args=[nadia.pk]) in found(
        desk, nadia.spoken_reference
    )


def test_each_search_is_written_down_without_what_was_typed(
    desk: Client, nadia: HelpRequest, coordinator: User
) -> None:
    found(desk, "Zephirine")
    found(desk, "nobody at all")

    events = Event.objects.filter(action="requests.searched").order_by("pk")
    assert [each.detail for each in events] == [{"by": "name", "found": 1}, {"by": "name", "found": 0}]
    assert {each.actor for each in events} == {f"staff:{coordinator.pk}"}


def test_looking_at_the_form_writes_nothing_and_nothing_typed_is_an_error(
    desk: Client, nadia: HelpRequest
) -> None:
    assert desk.get(FIND, {"known": "Zephirine"}).status_code == 200
    assert "Write what you know." in found(desk, " ")
    assert not Event.objects.exists()


def test_only_requests_that_go_on_are_found_by_name_and_only_the_newest(
    nadia: HelpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = cast.help_request(now=NOON - timedelta(days=1))
    ended = cast.help_request()
    HelpRequest.objects.filter(pk=ended.pk).update(status=Status.CANCELLED, ended_at=NOON)
    assert names.by_name("zeph") == [nadia.pk, old.pk]

    monkeypatch.setattr(names, "LOOKED_AT", 1)
    assert names.by_name("zeph") == [nadia.pk]
    monkeypatch.setattr(names, "LOOKED_AT", 9)
    monkeypatch.setattr(names, "FOUND", 1)
    assert names.by_name("zeph") == [nadia.pk]


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("jean pierre", "Jean-Pierre Dupont", True), ("dupont j", "Jean-Pierre Dupont", True),
        ("D'Hondt", "Els d’Hondt", True), ("els", "ELS", True), ("ouwer", "Wouters", False),
        ("e", "Els", False), ("", "Els", False), ("peeters jan", "Jan Smets", False), ("  ", "", False),
    ],
)  # fmt: skip
def test_a_name_is_heard_without_accents_and_signs(typed: str, name: str, fits: bool) -> None:
    assert names.is_like(typed, name) is fits


def test_who_may_not_see_requests_may_not_search(db: None) -> None:
    reader = User.objects.create_user("otto", is_staff=True)

    assert staff.browser_of(reader).post(FIND, {"known": "Zephirine"}).status_code == 403
    assert not Event.objects.exists()
