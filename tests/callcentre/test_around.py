"""Before the caller's yes: where the postcode is, and how many volunteers could be asked there now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcentre.reachable import Around
from matching import endings
from privacy.models import Event
from tests import cast
from tests.callcentre.desk import NEW, Desk

pytestmark = pytest.mark.django_db
HERE = "1030 Schaerbeek / Schaarbeek"
SEARCH = 2  # queries: who speaks the languages, how many; and the search itself


@pytest.fixture
def desk() -> Desk:
    """An operator's desk, in French, with two near who shop and one who listens in Dutch."""
    for _volunteer in range(2):
        cast.volunteer(kinds=1, languages=["fr"], travel_km=10)
    cast.volunteer(kinds=4, languages=["nl"], travel_km=10)
    return Desk("fr")


def asked(desk: Desk, **typed: str) -> tuple[Around | None, str]:
    """What the page asks for by itself when a field has been left."""
    answer = desk.client.post(reverse("callcentre:around"), typed, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return answer.context["around"], answer.content.decode()


def seen(found: Around | None) -> tuple[str, str, int]:
    """The facts of it."""
    assert found
    return found.place, found.kind.code, found.count


def test_a_known_callers_place_and_count_stand_there_with_the_name(desk: Desk) -> None:
    old = cast.help_request(postcode="1030", now=timezone.now() - timedelta(days=3))
    endings.cancel(old, by="requester", now=timezone.now() - timedelta(days=2))
    desk.enter(phone="02 512 34 99")

    assert seen(desk.page.around) == (HERE, "groceries", 2)
    assert desk.html.index('id="around"') < desk.html.index('id="id_kind"')
    assert desk.html.count('id="around"') == 1


def test_a_new_caller_has_none_until_there_is_a_postcode(desk: Desk) -> None:
    desk.enter(phone="02 512 34 99")
    assert desk.page.around is None

    desk.enter(**{**NEW, "name": ""})
    assert seen(desk.page.around) == (HERE, "groceries", 2), "also where something is wrong elsewhere"
    desk.enter(name="Nadia")
    assert (desk.page.is_read, seen(desk.page.around)) == (True, (HERE, "groceries", 2))
    assert desk.html.count('id="around"') == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({}, (HERE, "groceries", 2)),
        ({"kind": "9"}, (HERE, "groceries", 2)),
        ({"language": "n"}, (HERE, "groceries", 0)),
        ({"kind": "4", "language": "n"}, (HERE, "listening", 1)),
        ({"kind": "4", "language": "f?"}, (HERE, "listening", 0)),
    ],
)
def test_a_postcode_is_answered_at_once_with_what_is_typed_so_far(
    desk: Desk, typed: dict[str, str], found: tuple[str, str, int]
) -> None:
    answer, html = asked(desk, postcode="1030", **typed)

    assert seen(answer) == found
    assert HERE in html


def test_a_postcode_of_several_municipalities_is_counted_before_one_is_chosen(desk: Desk) -> None:
    answer, html = asked(desk, postcode="1050")

    assert answer
    assert answer.place == "1050"
    assert "1050" in html


@pytest.mark.parametrize("postcode", ["", "99", "99999", "1030 Namur", "x" * 500, "\x00"])
def test_what_is_no_postcode_is_answered_by_nothing(desk: Desk, postcode: str) -> None:
    answer, html = asked(desk, postcode=postcode)

    assert answer is None
    assert "<p>" not in html


def test_asking_costs_one_search_and_writes_nothing_and_is_no_address(desk: Desk) -> None:
    asked(desk, postcode="1030")
    Event.objects.all().delete()
    with CaptureQueriesContext(connection) as without:
        asked(desk, postcode="99")
    with CaptureQueriesContext(connection) as with_search:
        asked(desk, postcode="1030")

    assert len(with_search) - len(without) == SEARCH
    assert not [each for each in with_search.captured_queries if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert not Event.objects.exists()
    assert desk.client.get(reverse("callcentre:around"), {"postcode": "1030"}).status_code == 405
