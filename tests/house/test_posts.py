"""No form is answered by a page: what is sent leads on to one, so Back and reload never ask to send again."""

import logging
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from tests.house import addresses
from tests.house.addresses import keys
from tests.house.desk_scenes import OPERATOR
from tests.house.scenes import walk
from tests.house.visitor import Visitor

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
STEPS = ["what", "where", "who", "list", "check"]
# A mail program's one click (RFC 8058) follows nothing, so it alone is answered on the spot.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
BODIES: list[dict[str, Any]] = [
    {},
    {"name": "12", "known-email": "x"},
    {"promise": "on", "length": "x", "other": "xx", "minutes": "7"},
    {"length": "week", "other": "de", "minutes": "60", "resume": "on", "postcode": "1030", "email": "a@b.be"},
    {"ask_wizard-current_step": "what", "what-kind": "gold"},
    {"ask_wizard-current_step": "check", "check-form_key": "x"},
    {"what": "rude", "words": "x"},
    {"none": "1", "end": "on", "reference": "123456", "phone": "1234"},
]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


def public_paths(values: list[str]) -> Iterator[str]:
    """Every public address there is, with each of these keys, in French."""
    with translation.override("fr"):
        for address in addresses.walk():
            if address.name and address.is_public:
                yield from addresses.paths(address, values)


def answered_by_a_page(values: list[str]) -> list[str]:
    """Where something that is sent is answered 200, once for each address."""
    wrong = []
    for page in public_paths(values):
        for body in BODIES:
            status = Client().post(page, body).status_code
            wrong += [f"{page} {body}"] if status == 200 else []
            if status in (404, 405):
                break
    return wrong


def test_no_public_form_is_answered_by_a_page() -> None:
    wrong = answered_by_a_page([*keys(), *STEPS])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_is_any_that_a_visitor_fills_in(language: str) -> None:
    posted = [page.name for page in walk(language) if page.method == "POST" and page.holder != OPERATOR]

    assert sorted(posted) == ["no csrf", "status: too many"], "both are errors, and say so by their status"


def test_but_a_mail_programs_one_click_is() -> None:
    volunteer = Visitor("fr").volunteer()
    page = f"/u/{volunteer.token('unsubscribe')}/"

    assert Client().post(page, ONE_CLICK).status_code == 200
    assert Client().post(page, {})["Location"] == page


@pytest.fixture
def planted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with a form that answers its own fault."""

    def sulks(request: HttpRequest, **_words: Any) -> HttpResponse:
        return HttpResponse("fill in again")

    house = ModuleType("tests.house.planted_form")
    vars(house)["urlpatterns"] = [path("f/<str:token>/", sulks, name="f")]
    monkeypatch.setitem(sys.modules, house.__name__, house)
    settings.ROOT_URLCONF = house.__name__


@pytest.mark.usefixtures("planted")
def test_a_planted_form_that_answers_itself_is_found() -> None:
    assert len(answered_by_a_page(["x"])) == len(BODIES)
