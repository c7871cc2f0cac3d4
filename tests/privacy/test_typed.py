"""What was typed with a fault: kept for a quarter of an hour, for its own page, until all is well."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from privacy import typed
from tests.volunteers.conftest import FORM, url

pytestmark = pytest.mark.django_db
WRONG = FORM | {"postcode": "99999"}


@pytest.fixture(autouse=True)
def _in_french() -> None:
    translation.activate("fr")


def asked(posted: str = "") -> Any:
    """A request with a session, and with this as its body."""
    request: Any = RequestFactory().post("/")
    request.session, request.POST = {}, QueryDict(posted)
    return request


def test_a_fault_leads_back_to_the_page_which_can_be_reloaded_in_any_language(client: Client) -> None:
    answer = client.post(url("register"), WRONG)
    assert (answer.status_code, answer["Location"]) == (302, url("register")), "nothing typed in the address"

    with translation.override("nl"):
        in_dutch = url("register")
    for page in (url("register"), url("register"), in_dutch):
        shown = client.get(page)
        assert list(shown.context["form"].errors) == ["postcode"]
        assert shown.context["form"]["languages"].value() == FORM["languages"]
        assert 'value="99999"' in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]


def test_once_all_is_well_the_page_is_empty(client: Client) -> None:
    client.post(url("register"), WRONG)
    client.post(url("register"), FORM)

    assert not client.get(url("register")).context["form"].is_bound


def test_whoever_begins_at_the_first_page_finds_nothing_of_another(client: Client) -> None:
    client.post(url("register"), WRONG)
    home = client.get("/fr/").content.decode()
    (link,) = (part.split('"')[0] for part in home.split('href="') if part.startswith(url("register")))

    shown = client.get(link, follow=True)

    assert not shown.context["form"].is_bound
    assert shown.redirect_chain == [(url("register"), 302)], "Back comes to an address that forgets nothing"


def test_after_a_quarter_of_an_hour_it_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(url("register"), WRONG)
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert not client.get(url("register")).context["form"].is_bound


def test_one_page_is_not_filled_with_what_was_typed_on_another() -> None:
    request = asked("name=Nadia&csrfmiddlewaretoken=x&day=1&day=2")
    typed.keep(request, "pause a")

    assert typed.kept(request, "pause b") is None
    kept = typed.kept(request, "pause a")
    assert kept is not None
    assert dict(kept.lists()) == {"name": ["Nadia"], "day": ["1", "2"]}


def test_only_the_last_few_pages_are_kept_and_no_endless_words() -> None:
    request = asked("note=" + "a" * 20_000)
    for number in range(9):
        typed.keep(request, f"page {number}")

    kept = [typed.kept(request, f"page {number}") for number in range(9)]
    assert [each is not None for each in kept] == [False] * 4 + [True] * 5
    assert len(str(kept[-1])) < typed.MOST_LETTERS + 100
