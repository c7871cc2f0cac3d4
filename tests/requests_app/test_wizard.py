"""The walk through the questions: forwards, backwards, by the side doors, and twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape

from privacy.models import Consent
from requests_app.models import HelpRequest, Hold, Status
from tests.requests_app.conftest import ANSWERS, STEPS, Visitor, own, typed, url

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_pages_make_one_request_in_the_language_of_the_pages(visitor: Visitor, language: str) -> None:
    with translation.override(language):
        response = visitor.until("check", who={"email": "nadia@example.org"})
        made = HelpRequest.objects.get()
        assert response["Location"] == own(made)
        page = visitor.client.get(own(made))

    assert (made.name, made.phone, made.street) == ("Nadia Zephirine", "+3225123499", "Rue du Canari 77")
    assert (made.postcode, made.kind, made.notes) == ("1050", "groceries", "du lait\ndes oeufs")
    assert (made.language, made.languages, made.email) == (language, ["fr", "ar"], "nadia@example.org")
    assert (made.status, made.urgent, made.weekly, made.wanted_on) == (Status.OPEN, False, False, None)
    assert made.spoken_reference in page.content.decode()
    assert made.code_word in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_says_what_is_wrong_and_goes_nowhere(visitor: Visitor, language: str) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "what": {"kind": ""},
        "where": {"postcode": "99999", "street": ""},
        "who": {"name": "😀", "phone": "12", "languages": [], "email": "x@"},
        "list": {"notes": "x" * 2001},
        "check": {"consent": ""},
    }
    with translation.override(language):
        for step in STEPS:
            response = visitor.answer(step, **wrong[step])
            assert response.status_code == 200, step
            html = response.content.decode()
            for field, errors in response.context["form"].errors.items():
                assert f'id="id_{step}-{field}_error">' in html
                for error in errors:
                    assert html.count(escape(error)) >= 2, "in the summary and beside the field"
            assert set(response.context["form"].errors) == set(wrong[step])
            if step != "check":
                visitor.answer(step)
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("step", ["what", "where", "who", "list"])
def test_going_back_shows_what_was_typed(visitor: Visitor, step: str) -> None:
    visitor.until("list")

    html = visitor.client.get(url(step)).content.decode()

    for value in ANSWERS[step].values():
        for each in value if isinstance(value, list) else [value]:
            assert escape(each) in html


def test_the_check_page_shows_every_answer_and_the_way_to_change_it(visitor: Visitor) -> None:
    visitor.until("list")
    html = visitor.client.get(url("check")).content.decode()

    for answer in ("Rue du Canari 77", "1050", "Nadia Zephirine", "02 512 34 99", "du lait<br>des oeufs"):
        assert answer in html
    for step in STEPS[:-1]:
        assert f'href="{url(step)}"' in html


def test_a_changed_answer_is_the_one_that_counts_and_the_others_stay(visitor: Visitor) -> None:
    visitor.until("list")
    visitor.answer("where", street="Rue Neuve 1")
    visitor.answer("check")

    made = HelpRequest.objects.get()
    assert (made.street, made.name, made.notes) == ("Rue Neuve 1", "Nadia Zephirine", "du lait\ndes oeufs")


@pytest.mark.parametrize("missing", STEPS[:-1])
def test_a_page_that_was_left_out_is_asked_for_at_the_end(visitor: Visitor, missing: str) -> None:
    for step in STEPS[:-1]:
        if step != missing:
            visitor.answer(step)

    response = visitor.answer("check", form_key=str(uuid4()))

    assert (response.get("Location") or url(response.context["wizard"]["steps"].current)) == url(missing)
    assert not HelpRequest.objects.exists()


def test_unknown_and_last_addresses_lead_back_into_the_walk(visitor: Visitor) -> None:
    assert visitor.client.get(url("nonsense"))["Location"] == url("what")
    assert visitor.client.get(url("done"))["Location"] == url("check")
    assert not HelpRequest.objects.exists()


def test_a_page_without_its_walk_is_no_request_that_we_can_read(visitor: Visitor) -> None:
    assert visitor.client.post(url("what"), {"what-kind": "groceries"})["Location"] == url("what")
    assert not HelpRequest.objects.exists()


def test_the_last_page_is_not_sent_by_opening_it(visitor: Visitor) -> None:
    visitor.until("list")
    for step in ("check", "done"):
        visitor.client.get(url(step), follow=True)

    assert not HelpRequest.objects.exists()


def test_who_asks_for_somebody_names_both_and_says_that_it_is_agreed(visitor: Visitor) -> None:
    visitor.client.get(url("what"), {"for": "other"})
    visitor.until("where")
    response = visitor.answer("who")
    assert set(response.context["form"].errors) == {"asked_by", "agreed"}

    visitor.answer("who", asked_by="Karim Zephirine", agreed="on")
    visitor.answer("list")
    assert "Karim Zephirine" in visitor.client.get(url("check")).content.decode()
    visitor.answer("check")

    made = HelpRequest.objects.get()
    assert (made.name, made.asked_by) == ("Nadia Zephirine", "Karim Zephirine")
    texts = Consent.objects.filter(subject=made.uuid).values_list("text", flat=True)
    assert sorted(texts) == ["ask", "ask-for-other"]


def test_who_finds_that_he_asks_for_himself_needs_no_second_name(visitor: Visitor) -> None:
    visitor.client.get(url("what"), {"for": "other"})
    visitor.until("where")
    visitor.client.get(url("who"), {"for": "me"})

    assert visitor.answer("who")["Location"] == url("list")
    visitor.answer("list")
    visitor.answer("check")
    assert HelpRequest.objects.get().asked_by == ""


def test_who_wants_to_talk_is_not_asked_for_a_street(visitor: Visitor) -> None:
    visitor.answer("what", kind="listening")
    assert "street" not in visitor.client.get(url("where")).context["form"].fields

    visitor.client.post(url("where"), {"ask_wizard-current_step": "where", "where-postcode": "1050 Ixelles"})
    visitor.answer("who")
    visitor.answer("list")
    visitor.answer("check")

    assert (HelpRequest.objects.get().kind, HelpRequest.objects.get().street) == ("listening", "")


def test_who_then_wants_shopping_after_all_is_asked_for_the_street(visitor: Visitor) -> None:
    visitor.answer("what", kind="listening")
    visitor.client.post(url("where"), {"ask_wizard-current_step": "where", "where-postcode": "1050 Ixelles"})
    visitor.answer("who")
    visitor.answer("list")
    visitor.answer("what", kind="groceries")

    assert visitor.answer("check", form_key=str(uuid4()))["Location"] == url("where")


@pytest.mark.parametrize(("when", "days", "urgent"), [("today", 0, True), (1, 1, False), (14, 14, False)])
def test_the_day_is_the_one_chosen_and_today_is_urgent(
    visitor: Visitor, when: str | int, days: int, urgent: bool
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    visitor.until("check", what={"when": day.isoformat() if isinstance(when, int) else when, "weekly": "on"})

    made = HelpRequest.objects.get()
    assert (made.wanted_on, made.urgent, made.weekly) == (day, urgent, True)
    assert made.due_at - made.created_at == timedelta(hours=8 if urgent else 48)


@pytest.mark.parametrize("days", [-1, 0, 15])
def test_no_day_is_taken_that_was_not_offered(visitor: Visitor, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)

    assert visitor.answer("what", when=day.isoformat()).context["form"].errors["when"]


def test_a_double_press_makes_one_request_and_both_land_on_its_page(visitor: Visitor) -> None:
    visitor.until("list")
    key = visitor.key()

    first, second = (visitor.client.post(url("check"), typed("check", form_key=key)) for _press in range(2))

    assert first["Location"] == second["Location"] == own(HelpRequest.objects.get())


@pytest.mark.parametrize("key", ["", "x", "x" * 10_000, "\0", "' OR 1=1 --"])
def test_a_key_that_is_none_takes_nothing_down(visitor: Visitor, key: str) -> None:
    visitor.until("list")

    assert visitor.answer("check", form_key=key).status_code == 200
    assert not HelpRequest.objects.exists()


def test_the_next_walk_begins_empty(visitor: Visitor) -> None:
    visitor.until("check")

    assert "Canari" not in visitor.client.get(url("where")).content.decode()


def test_where_the_house_checks_first_a_web_request_waits(visitor: Visitor, settings: Any) -> None:
    settings.HOLD_WEB_REQUESTS = True
    visitor.until("check")

    made = HelpRequest.objects.get()
    assert (made.status, made.hold) == (Status.HELD, Hold.UNCHECKED)
    assert not HelpRequest.objects.wave_due(timezone.now()).exists()


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a_script_in_an_answer_is_words_on_the_check_page(visitor: Visitor, evil: str) -> None:
    name = f"Nadia {evil}".replace("/", "")  # a slash is no part of a name
    visitor.until("list", where={"street": evil}, who={"name": name}, list={"notes": evil})
    html = visitor.client.get(url("check")).content.decode()

    assert evil not in html
    assert html.count(escape(evil)) == 2 + (evil in name)
    assert escape(name) in html
