"""The operators' desk: who may open it, and a whole call from the number to the reference."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre.fields import DayField
from callcentre.models import Call, Outcome
from privacy.models import Consent, Event
from requests_app.models import Channel, HelpRequest, Status
from tests import cast, staff
from tests.callcentre.desk import NEW, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """An operator's desk, in French."""
    return Desk("fr")


def test_only_who_takes_calls_sees_the_desk() -> None:
    stranger = staff.member("press")
    for page in ("callcentre:desk", "callcentre:find"):
        assert Client().get(reverse(page)).status_code == 302
        assert staff.browser_of(stranger).get(reverse(page)).status_code == 403
        assert staff.browser_of(staff.member("operator")).get(reverse(page)).status_code == 200
    told = reverse("callcentre:told")
    assert Client().post(told, {"uuid": "0" * 32}).status_code == 302
    assert staff.browser_of(stranger).post(told, {"uuid": "0" * 32}).status_code == 403


def test_a_new_caller_becomes_a_request_and_the_number_is_read_out_digit_by_digit(desk: Desk) -> None:
    desk.enter(phone="02 512 34 99")
    assert desk.focus == "name"
    desk.enter(**NEW)
    assert (desk.page.is_read, desk.focus) == (True, "consent")
    assert HelpRequest.objects.count() == 0
    desk.enter(consent="on")

    row = HelpRequest.objects.get()
    assert (row.channel, row.status, row.kind, row.language) == (
        Channel.PHONE, Status.OPEN, "groceries", "fr"
    )  # fmt: skip
    assert (row.name, row.phone, row.postcode) == ("Nadia Zephirine", "+3225123499", "1030")
    assert (row.street, row.notes) == ("Rue Gallait 12", "lait, pain")
    assert " ".join(row.reference) in desk.html
    assert row.code_word in desk.html
    assert desk.focus == "phone"
    assert desk.form["phone"].value() in (None, "")


def test_the_yes_is_written_down_with_who_has_read_the_words_out(desk: Desk) -> None:
    desk.take(asked_by="Paul Zephirine")

    row = HelpRequest.objects.get()
    consents = Consent.objects.filter(subject=row.uuid)
    assert {each.text for each in consents} == {"ask", "ask-for-other"}
    assert {(each.operator, each.channel) for each in consents} == {(f"staff:{desk.user.pk}", "phone")}
    assert row.verified_by == f"staff:{desk.user.pk}"
    call = Call.objects.get()
    assert (call.outcome, call.help_request, call.operator) == (Outcome.REQUEST, row, desk.user)


def test_a_form_that_is_posted_twice_makes_one_request_and_one_call(desk: Desk) -> None:
    desk.take()
    first = desk.html
    desk.again()

    assert HelpRequest.objects.count() == Call.objects.count() == 1
    assert HelpRequest.objects.get().code_word in desk.html
    assert " ".join(HelpRequest.objects.get().reference) in first


def test_a_known_caller_is_asked_nothing_that_is_known(desk: Desk) -> None:
    old = cast.help_request(street="Rue Gallait 12", postcode="1030", language="nl", languages=["nl"])
    Event.objects.all().delete()
    desk.enter(phone="02/512.34.99")

    assert desk.focus == "kind"
    values = {name: desk.form[name].value() for name in ("name", "postcode", "street", "language")}
    assert values == {
        "name": "Nadia Zephirine", "postcode": "1030", "street": "Rue Gallait 12", "language": "n"
    }  # fmt: skip
    assert old.spoken_reference in desk.html
    (event,) = Event.objects.all()
    assert (event.subject, event.actor, event.action) == (
        old.uuid, f"staff:{desk.user.pk}", "caller.looked_up"
    )  # fmt: skip


def test_whoever_listens_by_day_and_night_stands_beside_the_call(desk: Desk) -> None:
    for number in ("112", "107", "106", "108", "0800 32 123", "1813"):
        assert f"<li><b>{number}</b> " in desk.html
    page = Client().get("/fr/securite/").content.decode()
    assert 'href="tel:080032123"' in page


def test_the_number_stands_in_no_address_and_a_look_at_the_page_writes_nothing(desk: Desk) -> None:
    desk.enter(phone="02 512 34 99")
    assert desk.response.status_code == 200
    assert desk.response.request["PATH_INFO"] == reverse("callcentre:desk")
    assert not desk.response.request["QUERY_STRING"]
    assert "no-store" in desk.response.headers["Cache-Control"]


def test_what_has_been_erased_is_not_shown(desk: Desk) -> None:
    row = cast.help_request()
    HelpRequest.objects.filter(pk=row.pk).update(erased_at=cast.NOON)
    desk.enter(phone="02 512 34 99")

    assert not desk.page.caller.is_known
    assert row.spoken_reference not in desk.html


def test_all_fields_in_one_go_ask_for_the_yes_and_lose_nothing(desk: Desk) -> None:
    desk.enter(phone="02 512 34 99", **NEW)

    assert desk.page.is_read
    assert desk.form["street"].value() == "Rue Gallait 12"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"postcode": "99999"}, "postcode"),
        ({"kind": "9"}, "kind"),
        ({"street": ""}, "street"),
        ({"name": "12"}, "name"),
        ({"when": "40"}, "when"),
        ({"places": "0"}, "places"),
        ({"language": "q"}, "language"),
        ({"phone": "12"}, "phone"),
        ({"asked_by": "www.x.be"}, "asked_by"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], field: str, language: str
) -> None:
    desk = Desk(language)
    desk.enter(phone="02 512 34 99")
    desk.enter(**{**NEW, "notes": "du sucre", **wrong})

    assert set(desk.form.errors) == {field}
    assert desk.focus == field
    assert f'id="id_{field}_error"' in desk.html
    assert 'value="du sucre"' in desk.html
    assert HelpRequest.objects.count() == 0


def test_someone_who_wants_to_talk_needs_no_street(desk: Desk) -> None:
    desk.enter(phone="02 512 34 99")
    desk.enter(**{**NEW, "kind": "4", "street": ""}, consent="on")

    assert HelpRequest.objects.get().kind == "listening"


def test_day_urgency_week_places_and_other_tongues_are_written_down(desk: Desk) -> None:
    desk.take(when="t", weekly="on", places="2", language="tn")

    row = HelpRequest.objects.get()
    assert (row.urgent, row.weekly, row.places) == (True, True, 2)
    assert row.wanted_on
    assert (row.language, row.languages) == ("nl", ["tr", "nl"])


def test_where_a_postcode_has_two_municipalities_the_operator_is_told_to_ask() -> None:
    desk = Desk("en")
    desk.enter(phone="02 512 34 99", language="f")
    desk.enter(**{**NEW, "postcode": "1050"})

    assert desk.page.focus == "municipality"
    assert "Ask which municipality it is" in str(desk.form.errors["municipality"])
    assert "Choose yours" not in desk.html


def test_the_day_that_is_shown_as_an_example_may_be_typed() -> None:
    desk = Desk("en")
    example = str(desk.form.fields["when"].help_text).rpartition(" ")[2]

    assert DayField().clean(example) == timezone.localdate() + timedelta(days=5)
