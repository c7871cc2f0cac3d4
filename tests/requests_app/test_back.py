"""Back, after a page with a fault: what was posted is never asked for again, what was typed stays."""

from typing import Any

import pytest

from requests_app.models import HelpRequest
from tests.requests_app.conftest import ANSWERS, STEPS, Visitor, typed, url

WRONG: dict[str, dict[str, Any]] = {
    "what": {"kind": "", "weekly": "on"},
    "where": {"postcode": "99999", "street": "Rue du Canari 77"},
    "who": {"name": "Nadia Zephirine", "phone": "12 13", "languages": ["ar"], "email": "x@"},
    "list": {"notes": "lait " * 500},
    "check": {"consent": ""},
}


@pytest.mark.parametrize("step", STEPS)
def test_a_page_with_a_fault_is_shown_by_a_get_of_its_own_address(visitor: Visitor, step: str) -> None:
    if step != "what":
        visitor.until(STEPS[STEPS.index(step) - 1])
    key = {"form_key": visitor.key()} if step == "check" else {}

    response = visitor.client.post(url(step), typed(step, **WRONG[step], **key))
    page = visitor.client.get(url(step))

    assert (response.status_code, response["Location"]) == (302, url(step)), "nothing typed in the address"
    assert page.context["form"].errors
    assert "<title>Error:" in page.content.decode().replace("Erreur", "Error").replace("\xa0", "")
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("step", ["where", "who", "list"])
def test_all_that_was_typed_stands_there_beside_its_fault(visitor: Visitor, step: str) -> None:
    visitor.until(STEPS[STEPS.index(step) - 1])

    form = visitor.answer(step, **WRONG[step]).context["form"]

    assert {name: form[name].value() for name in WRONG[step]} == WRONG[step]


def test_a_fault_in_an_earlier_answer_must_be_put_right_before_the_end(visitor: Visitor) -> None:
    visitor.until("list")
    visitor.answer("where", postcode="99999")
    assert visitor.client.get(url("check"))["Location"] == url("where")

    visitor.answer("where", street="Rue Neuve 1")
    visitor.answer("check")

    assert HelpRequest.objects.get().street == "Rue Neuve 1"


def test_the_key_of_the_form_stays_the_same_when_the_tick_was_forgotten(visitor: Visitor) -> None:
    visitor.until("list")
    key = visitor.key()

    visitor.answer("check", consent="", form_key=key)

    assert visitor.key() == key


def test_twenty_equal_posts_make_one_request_and_twenty_friendly_answers(visitor: Visitor) -> None:
    visitor.until("list")
    body = typed("check", form_key=visitor.key())

    answers = [visitor.client.post(url("check"), body) for _press in range(20)]

    assert HelpRequest.objects.count() == 1
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    assert visitor.client.get(answers[0]["Location"]).status_code == 200


def test_an_answer_of_one_page_twenty_times_is_one_answer(visitor: Visitor) -> None:
    for _press in range(20):
        visitor.answer("what")

    assert visitor.client.get(url("where")).status_code == 200
    assert visitor.client.get(url("what")).context["form"]["kind"].value() == ANSWERS["what"]["kind"]


LOST = "n’est pas encore envoyée"


def test_who_has_lost_the_answers_is_told_that_nothing_was_sent(visitor: Visitor) -> None:
    visitor.until("list")
    key = visitor.key()
    visitor.client.get(url("what"), {"start": "me"})  # in a second window

    page = visitor.client.post(url("check"), typed("check", form_key=key), follow=True).content.decode()

    assert LOST in page
    assert not HelpRequest.objects.exists()
    visitor.answer("what")
    assert LOST not in visitor.client.get(url("where")).content.decode()


def test_who_only_made_a_fault_is_not_told_so(visitor: Visitor) -> None:
    visitor.until("list")
    key = visitor.key()
    visitor.answer("where", postcode="99999")

    page = visitor.client.post(url("check"), typed("check", form_key=key), follow=True)

    assert LOST not in page.content.decode()
