"""Every address of the house, tried by everybody: who may gets in, and nobody else."""

import sys
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from callcentre.models import Reason
from callcentre.raising import raise_task
from geo.models import KnownAddress
from letters.models import DeliveryEvent, Letter, Suppression
from matching import reports
from matching.report_rows import Side, What
from paper import codes
from paper.models import Arrival, Scans
from requests_app.models import HelpRequest
from team import roles
from tests import cast, staff
from tests.house import addresses
from tests.house.addresses import Address
from tests.house.test_personal_data import canaries, whole
from tests.house.visitor import PERSON, Visitor
from tests.team import matrix
from tests.team.matrix import EVERYBODY, HALFWAY, ROLES, STRANGER

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOORS = ("/team/login/", "/team/code/", "/team/set-up/", "/admin/login/")
VOLUNTEER = "Hyacinthe Pimbroche"
# Their answer to somebody without a right is that there is no such page.
HIDDEN = ("admin:app_list", "admin:view_on_site")
EVERYBODYS = ("team:logout", "team:language")  # sent, they would change who is trying
USUAL = {"IntConverter": 1, "UUIDConverter": "00000000-0000-4000-8000-000000000000", "regex": "volunteers"}


@pytest.fixture
def rows() -> None:
    """One person who asks, one who helps, letters to both, a poster, a call to make."""
    visitor, now = Visitor("fr"), timezone.now()
    reports.report(visitor.match(), Side.PERSON, What.MONEY, PERSON["notes"], now)
    helper, asked = visitor.volunteer(name=VOLUNTEER), visitor.request()
    codes.make(cast.invite(asked, [helper])[0].help_request, now)
    Scans.objects.create(help_request=asked, day=now.date(), number=1)
    Arrival.objects.create(help_request=asked, volunteer=helper, is_new=True, at=now)
    KnownAddress.objects.create(key="x", source="ban", precision="street", agrees=True, answered_at=now)
    DeliveryEvent.objects.create(letter=Letter.objects.all()[0], kind="delivered", at=now)
    Suppression.objects.create(recipient="x", reason="bounced", at=now)
    raise_task(Reason.CALL_BACK, asked.uuid, due_at=now, now=now)


@pytest.fixture
def browsers(rows: None) -> dict[str, Client]:
    """Everybody, at home with a browser."""
    found = {who: staff.browser_of(staff.member(role)) for who, role in ROLES.items()}
    halfway = staff.member("administrator")
    staff.browser_of(halfway)
    return {STRANGER: Client(), HALFWAY: staff.log_in(Client(), halfway, with_phone=False)} | found


def there(address: Address) -> str:
    """The address, with a row that there is."""
    words: dict[str, Any] = {name: USUAL.get(kind, "x") for name, kind in address.converters.items()}
    for model in apps.get_models():
        if address.name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            row = model._default_manager.first()
            words |= dict.fromkeys(address.takes, row.pk if row else 1)
    return reverse(address.name, kwargs=words)


def answer(response: Any) -> str:
    """What came: "in" or "out", "nothing" where there is no such page, "other way" for what is only sent."""
    if response.status_code in (404, 405):
        return "nothing" if response.status_code == 404 else "other way"
    to_the_door = response.status_code in (301, 302, 307) and response["Location"].startswith(DOORS)
    return "out" if response.status_code == 403 or to_the_door else "in"


def staff_addresses() -> Iterator[Address]:
    """Every named address that is not for the public."""
    yield from (each for each in addresses.walk() if each.name not in ("", "admin:") and not each.is_public)


def try_on(client: Client, address: Address, may: bool) -> list[Any]:
    """Open the page; who may not also sends a form there, as does everybody where nothing opens."""
    page = there(address)
    opened = client.get(page)
    sends = not may or (opened.status_code == 405 and address.name not in EVERYBODYS)
    return [opened, client.post(page)] if sends else [opened]


def leaks(text: str, who: str, may: bool) -> bool:
    """Whether a page tells somebody more than her role may know."""
    about_a_requester = bool(canaries(text)) and not (may and who in "CA")
    return about_a_requester or ("Pimbroche" in text and who not in "LCA")


def wrong(browsers: dict[str, Client]) -> list[str]:
    """Who gets in, is kept out, or learns something, otherwise than the table says; pages without a line."""
    found = []
    for address in staff_addresses():
        line = matrix.pages(address.name)
        if line is None:
            found.append(f"{address.name} stands in no line of the table")
            continue
        for who, client in browsers.items():
            may = who in line.who
            for response in try_on(client, address, may):
                came, right = (
                    answer(response),
                    ("in", "nothing", "other way") if may else ("out", "other way"),
                )
                if came not in right and not (came == "nothing" and address.name in HIDDEN):
                    found.append(f"{address.name}: {who} is {came}")
                if leaks(whole(response), who, may):
                    found.append(f"{address.name}: {who} learns about somebody")
    return found


def test_everybody_comes_to_the_pages_of_her_role_and_learns_nothing_else(
    browsers: dict[str, Client],
) -> None:
    assert len(list(staff_addresses())) > 60
    found = wrong(browsers)

    assert not found, "\n".join(found)
    request = reverse("admin:requests_app_helprequest_change", args=[HelpRequest.objects.all()[0].pk])
    assert canaries(whole(browsers["C"].get(request)))  # or this test would find nothing


def test_addresses_without_a_name_are_behind_the_same_door(browsers: dict[str, Client]) -> None:
    for page in ("/admin/requests_app/helprequest/1/", "/admin/nowhere", "/admin/nowhere/"):
        for who in STRANGER + HALFWAY + "OP":
            assert answer(browsers[who].get(page)) == "out", (page, who)
        assert browsers["C"].get(page).status_code in (301, 302, 404)


def test_no_public_page_asks_who_somebody_is() -> None:
    client = Client()
    public = [each for each in addresses.walk() if each.is_public and each.name]
    pages = [page for each in public for page in addresses.paths(each, ["x"])]

    assert len(pages) > 40
    assert [page for page in pages if answer(client.get(page)) == "out"] == []


def test_the_roles_of_the_table_are_those_that_there_are() -> None:
    assert list(ROLES.values()) == [role.code for role in roles.ROLES]
    assert len(EVERYBODY) == len(set(EVERYBODY)) == 7


def test_no_line_of_the_table_is_there_for_nothing() -> None:
    used = {matrix.pages(each.name) for each in staff_addresses()}

    assert [line.words for line in matrix.TABLE if line not in used] == []
    assert all(one.words != other.words for one, other in pairwise(matrix.TABLE))


def test_the_document_says_who_may_open_what() -> None:
    assert matrix.written() == matrix.printed(), "run `make roles`"


@pytest.fixture
def planted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with a page that forgot its guard, and one that nobody wrote down."""

    def open_page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(Visitor("fr").request().name)

    inner, house = ModuleType("tests.team.inner"), ModuleType("tests.team.planted")
    vars(inner).update(
        app_name="callcentre",
        urlpatterns=[path("", open_page, name="desk"), path("x/", open_page, name="new")],
    )
    vars(house)["urlpatterns"] = [path("operator/", include(inner))]
    for module in (inner, house):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    settings.ROOT_URLCONF = house.__name__


@pytest.mark.usefixtures("planted")
def test_a_planted_page_without_guard_and_one_without_a_line_are_found(browsers: dict[str, Client]) -> None:
    found = wrong(browsers)

    assert "callcentre:desk: - is in" in found
    assert "callcentre:desk: P is in" in found
    assert "callcentre:new stands in no line of the table" in found
    assert "callcentre:desk: P learns about somebody" in found
