"""Practice with an invented caller: what must be typed, and that nothing of it is kept."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from callcentre import training
from callcentre.models import Call, Operator
from requests_app.models import HelpRequest
from tests import staff
from tests.house.phone_scenes import at_the_phone

pytestmark = pytest.mark.django_db
LANGUAGES = ["fr", "nl", "de", "en"]
CALL: dict[str, Any] = {
    "phone": "0470/12.34.56",
    "name": "maria peeters",
    "postcode": "1030",
    "kind": "2",
    "language": "f",
    "consent": "on",
}
END = {"place": "Schaerbeek", "reference": "4 8 2 0 1 3"}


@pytest.fixture
def anna() -> Operator:
    return at_the_phone("fr", timezone.now())


@pytest.fixture
def browser(anna: Operator) -> Client:
    assert anna.user
    return staff.browser_of(anna.user)


def page(query: str = "") -> str:
    return reverse("callcentre:training") + query


def trained(operator: Operator) -> bool:
    operator.refresh_from_db()
    assert operator.user
    return training.is_trained(operator.user)


def test_who_takes_the_invented_call_well_may_take_real_ones(anna: Operator, browser: Client) -> None:
    assert not trained(anna)

    assert browser.post(page("?again=1"), CALL)["Location"] == page()
    assert not trained(anna)
    assert browser.post(page(), END)["Location"] == page()

    assert trained(anna)
    assert reverse("callcentre:desk") in browser.get(page()).content.decode()
    first = Operator.objects.get().trained_at
    browser.post(page("?again=1"), CALL)
    browser.post(page(), END)
    assert Operator.objects.get().trained_at == first


@pytest.mark.parametrize(
    "slip",
    [
        {"phone": "0470 12 34 57"}, {"name": "Maria"}, {"postcode": "1080"}, {"kind": "1"}, {"language": "n"},
        {"consent": ""}, {"phone": ""}, {"name": ""},
    ],
)  # fmt: skip
def test_a_slip_in_the_call_is_told_beside_its_field(
    anna: Operator, browser: Client, slip: dict[str, str]
) -> None:
    response = browser.post(page("?again=1"), {**CALL, **slip})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(slip)
    browser.post(page(), END)
    assert not trained(anna), "the end counts only after the call"


@pytest.mark.parametrize(
    "slip",
    [{"place": "Ixelles"}, {"place": "1030"}, {"place": ""}, {"reference": "482013"},
     {"reference": "48 20 13"}, {"reference": "482 013"}, {"reference": "4 8 2 0 3 1"}],
)  # fmt: skip
def test_a_slip_at_the_end_is_told_beside_its_field(
    anna: Operator, browser: Client, slip: dict[str, str]
) -> None:
    browser.post(page("?again=1"), CALL)

    response = browser.post(page(), {**END, **slip})

    assert set(response.context["form"].errors) == set(slip)
    assert not trained(anna)


@pytest.mark.parametrize("place", ["Schaarbeek", "SCHAERBEEK", "1030 Schaerbeek / Schaarbeek"])
def test_the_place_may_be_said_in_either_language(anna: Operator, browser: Client, place: str) -> None:
    browser.post(page("?again=1"), CALL)
    browser.post(page(), {**END, "place": place})

    assert trained(anna)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caller_speaks_the_trainees_language(language: str) -> None:
    trainee = at_the_phone(language, timezone.now())
    assert trainee.user
    html = staff.browser_of(trainee.user).get(page()).content.decode()
    with translation.override(language):
        caller = training.caller()

        assert caller.letter == language[0]
        for said in (caller.phone, caller.name, caller.postcode, str(training.CONSENT)):
            assert said in html


def test_nothing_that_is_typed_in_practice_is_kept(browser: Client) -> None:
    browser.post(page("?again=1"), CALL)
    browser.post(page(), END)

    assert not HelpRequest.objects.exists()
    assert not Call.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM privacy_consent WHERE text <> 'operator'")
        assert cursor.fetchone()[0] == 0
    kept = str(dict(browser.session.items()))
    assert "training" in kept
    assert [word for word in ("Maria", "1030", "482013", "4 8 2", "0470") if word in kept] == []


def test_coordinators_need_no_practice_and_may_have_some() -> None:
    boss = staff.member("coordinator")
    client = staff.browser_of(boss)

    assert training.is_trained(boss)
    assert training.is_trained(AnonymousUser())
    client.post(page("?again=1"), {**CALL, "language": "f"}, headers={"accept-language": "fr"})
    assert client.post(page(), END, headers={"accept-language": "fr"}).status_code == 302


def test_the_practice_is_no_habit_of_another_country(settings: Any) -> None:
    settings.COUNTRY = "FR"
    caller = training.caller()

    assert (caller.postcode, caller.place[:5]) == ("69003", "69003")
    assert caller.phone.startswith("06")


@pytest.mark.parametrize("view", ["desk", "queue", "find", "ringing"])
def test_before_the_practice_no_page_with_real_people_opens(
    anna: Operator, browser: Client, view: str
) -> None:
    real = reverse(f"callcentre:{view}")
    assert browser.get(real)["Location"] == page()

    training.finish(anna, timezone.now())
    assert browser.get(real).status_code == 200
