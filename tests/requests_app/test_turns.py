"""Pages opened out of turn, and what comes next after a change."""

from uuid import uuid4

import pytest
from django.urls import reverse

from requests_app.models import HelpRequest
from tests.requests_app.conftest import Visitor, typed, url


@pytest.mark.parametrize("step", ["where", "who", "list", "check"])
def test_a_page_opened_out_of_turn_leads_to_the_first_question(visitor: Visitor, step: str) -> None:
    assert visitor.client.get(url(step))["Location"] == url("what")


def test_after_a_change_the_check_comes_next_when_all_is_answered(visitor: Visitor) -> None:
    visitor.until("list")

    assert visitor.answer("what", kind="errand")["Location"] == url("check")


def test_a_change_that_needs_another_answer_leads_there(visitor: Visitor) -> None:
    visitor.answer("what", kind="listening")
    visitor.client.post(url("where"), {"ask_wizard-current_step": "where", "where-postcode": "1050 Ixelles"})
    visitor.answer("who")
    visitor.answer("list")

    assert visitor.answer("what", kind="groceries")["Location"] == url("where")
    assert "1050" in visitor.client.get(url("where")).content.decode()


@pytest.mark.parametrize("step", ["bogus", "x" * 10_000, "done", "\0", ""])
def test_a_page_of_no_walk_leads_to_the_first_question(visitor: Visitor, step: str) -> None:
    visitor.answer("what")

    response = visitor.client.post(url("where"), {"ask_wizard-current_step": step})

    assert response["Location"] == url("what")


def test_who_starts_on_the_first_page_finds_nothing_of_the_one_before(visitor: Visitor) -> None:
    visitor.until("who")

    visitor.client.get(reverse("requests:ask"), {"start": "other"})

    assert visitor.client.get(url("where"))["Location"] == url("what")
    assert "Canari" not in visitor.client.get(url("what")).content.decode()


def test_the_last_address_makes_no_request_whatever_the_session_holds(visitor: Visitor) -> None:
    visitor.client.post(url("check"), typed("check", form_key=str(uuid4())))
    visitor.until("list")

    visitor.client.get(url("done"), follow=True)

    assert not HelpRequest.objects.exists()


def test_a_page_sent_after_the_session_has_run_out_is_kept(visitor: Visitor) -> None:
    visitor.client.post(url("who"), typed("who", asked_by="Karim", agreed="on"))

    visitor.answer("what")
    visitor.answer("where")

    html = visitor.client.get(url("who")).content.decode()
    assert "Nadia Zephirine" in html
    assert "Karim" in html
