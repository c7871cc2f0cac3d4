"""The search of a list: a municipality by any of its names, and never a person in an address."""

import html
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from geo.municipalities import codes_beginning
from matching import claims
from office import searching
from requests_app.models import HelpRequest
from tests import cast, staff
from tests.cast import NOON
from volunteers.models import Volunteer

REQUESTS, PEOPLE, MATCHES = (
    reverse(f"admin:{name}_changelist")
    for name in ("requests_app_helprequest", "volunteers_volunteer", "matching_match")
)
LISTS = (REQUESTS, PEOPLE, MATCHES)
FIND = reverse("admin:requests_app_helprequest_find")
PERSONAL = [
    "0470 12 34 56", "+32 2 512 34 99", "02/512.34.99", "(02) 512 34 99", "tel 0470123456", "0032470123456",
    "512 34 99", "470123456", "victor@example.org", "victor@", " Victor.Horta@Example.ORG ",
]  # fmt: skip
HARMLESS = ["123 456", "1050", "Ixelles", "Sint-Gillis 1060", "B-1030", "4000 Liège", "", "6600"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Schaerbeek", "1030"), ("schaarbeek", "1030"), ("SCHAERBEEK", "1030"), ("schaer", "1030"),
        ("Schaerbeek / Schaarbeek", "1030"), ("1030 Schaerbeek", "1030"), ("Liège", "4000"),
        ("liege", "4000"), ("Luik", "4000"), ("LÜTTICH", "4000"), ("saint gilles", "1060"),
        ("Sint-Gillis", "1060"),
        ("pierre", "1150"), ("Brussels", "1000"), ("bxl", "1000"), ("Gent", "9000"), ("gand", "9000"),
    ],
)  # fmt: skip
def test_a_municipality_is_meant_by_any_of_its_names_without_accents_and_signs(typed: str, code: str) -> None:
    assert code in codes_beginning("BE", typed)


@pytest.mark.once
def test_the_whole_name_means_that_place_alone_and_a_beginning_all_that_begin_so() -> None:
    assert codes_beginning("BE", "Schaerbeek") == ("1030",)
    assert codes_beginning("BE", "schaer") == ("1030",)
    assert {"1150", "1200"} <= set(codes_beginning("BE", "woluwe"))
    assert "1150" not in codes_beginning("BE", "Woluwe-Saint-Lambert")
    assert {"1000", "1020", "1120", "1130"} <= set(codes_beginning("BE", "Bruxelles"))
    assert "1030" not in codes_beginning("BE", "Bruxelles")


@pytest.mark.once
@pytest.mark.parametrize(
    "typed", ["", " ", "/", "st", "saint", "sc", "12", "1030", "nowhere at all", "%", "'"]
)
def test_what_is_no_place_or_too_many_means_none(typed: str) -> None:
    assert codes_beginning("BE", typed) == ()


@pytest.mark.once
def test_so_many_that_nobody_is_served_are_none_in_a_large_country() -> None:
    found = codes_beginning("FR", "cha")

    assert found == ()
    assert codes_beginning("FR", "Montpellier")


@pytest.mark.parametrize("url", LISTS)
def test_every_list_finds_the_rows_of_a_municipality(desk: Client, url: str) -> None:
    here, there = cast.volunteer(), cast.volunteer(postcode="3000")
    claims.claim(cast.invite(cast.help_request(), [here])[0], NOON)
    claims.claim(cast.invite(cast.help_request(postcode="3000"), [there])[0], NOON)
    assert desk.get(url).context["cl"].result_count == 2

    for typed in ("Ixelles", "elsene", "1050", "ixe"):
        assert desk.get(url, {"q": typed}).context["cl"].result_count == 1, typed
    assert desk.get(url, {"q": "Gent"}).context["cl"].result_count == 0


def test_a_filter_and_a_municipality_narrow_together(desk: Client, nadia: HelpRequest) -> None:
    cast.help_request(kind="listening")

    assert desk.get(REQUESTS, {"q": "Ixelles", "kind": "groceries"}).context["cl"].result_count == 1


@pytest.mark.once
@pytest.mark.parametrize("typed", PERSONAL)
def test_what_is_about_a_person_is_known(typed: str) -> None:
    assert searching.is_personal(typed)


@pytest.mark.once
@pytest.mark.parametrize("typed", HARMLESS)
def test_numbers_of_requests_and_places_are_none(typed: str) -> None:
    assert not searching.is_personal(typed)


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("typed", PERSONAL[:3] + PERSONAL[-3:])
def test_neither_a_number_nor_an_address_comes_into_an_address(desk: Client, url: str, typed: str) -> None:
    for is_posted in (True, False):
        found = {"q": typed, "search": "Search"}
        answer = desk.post(f"{url}?o=1&p=2", found) if is_posted else desk.get(url, {"q": typed, "o": "1"})
        assert answer.status_code == 302
        assert answer["Location"] == f"{url}?o=1"
        page = html.unescape(desk.get(answer["Location"]).content.decode())
        assert "are not searched for here" in page
        assert f'<a href="{FIND}">Find a person</a>' in page
        assert typed.strip() not in page


@pytest.mark.parametrize("typed", ["123 456", "Saint-Gilles", "1050"])
def test_what_is_typed_is_posted_and_the_list_has_an_address_to_come_back_to(
    desk: Client, typed: str
) -> None:
    form = desk.get(REQUESTS, {"status__exact": "open"}).content.decode()
    assert '<form id="changelist-search" role="search" method="post">' in form

    answer = desk.post(f"{REQUESTS}?status__exact=open", {"q": typed, "search": "Search"})

    assert unquote(answer["Location"]).replace("+", " ") == f"{REQUESTS}?status__exact=open&q={typed}"
    assert desk.get(answer["Location"]).context["cl"].query == typed
    emptied = desk.post(answer["Location"], {"q": "", "search": "Search"})
    assert emptied["Location"] == f"{REQUESTS}?status__exact=open"


def test_an_act_for_many_is_still_posted_to_the_list(desk: Client, nadia: HelpRequest) -> None:
    data: dict[str, Any] = {"action": "cancel", "_selected_action": [nadia.pk], "confirmed": "yes"}

    desk.post(f"{REQUESTS}?q=Ixelles", data)

    nadia.refresh_from_db()
    assert nadia.status == "cancelled"


def test_who_may_not_find_people_is_told_without_the_link(db: None, victor: Volunteer) -> None:
    reader = staff.browser_of(staff.member("listener coordinator"))
    reader.cookies["django_language"] = "en"

    page = reader.post(PEOPLE, {"q": victor.phone, "search": "Search"}, follow=True).content.decode()

    assert "are not searched for here" in page
    assert FIND not in page


@pytest.mark.parametrize("how", ["phone", "email"])
def test_a_volunteer_is_found_where_a_person_is_found(desk: Client, victor: Volunteer, how: str) -> None:
    cast.volunteer()
    link = reverse("admin:volunteers_volunteer_change", args=[victor.pk])

    page = desk.post(FIND, {"known": getattr(victor, how).upper()}).content.decode()

    assert page.count("/admin/volunteers/volunteer/") - page.count('href="/admin/volunteers/volunteer/"') == 1
    assert link in page
    assert "Horta" not in page
    assert "Nobody was found" not in page


def test_who_may_not_see_volunteers_finds_none(victor: Volunteer) -> None:
    reader = User.objects.create_user("otto", is_staff=True)
    reader.user_permissions.set(_rights("view_helprequest"))

    page = staff.browser_of(reader).post(FIND, {"known": victor.email}).content.decode()

    assert "/admin/volunteers/volunteer/" not in page


def _rights(codename: str) -> Any:
    permission: Any = User._meta.get_field("user_permissions").related_model
    return permission.objects.filter(codename=codename)
