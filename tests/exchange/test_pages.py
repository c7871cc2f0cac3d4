"""The pages of the exchange, pressed as a coordinator does."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.import_views import MADE_UP
from exchange.models import Export, Import, Mailing
from exchange.sheets import read
from letters.models import Letter
from privacy.models import Consent, Event
from tests import cast, staff
from tests.exchange import lists
from volunteers import listed
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
TABLES = (Volunteer, Letter, Consent, Event)
WISH = {"area": "", "status": "active", "form": "csv", "reason": "To print the cards for helpers"}
WORDS = {"area": "", "subject_fr": "Merci", "text_fr": "Le magasin ferme."}


@pytest.fixture
def desk(db: None) -> Client:
    """A coordinator's browser, in English."""
    return lists.at_her_desk()


def words(page: Any) -> str:
    """The page's text."""
    return str(page.content.decode())


def test_a_file_is_shown_then_taken_and_looking_changes_nothing(desk: Client) -> None:
    before = [table.objects.count() for table in TABLES]
    page, press = lists.brought(desk, lists.xlsx(lists.line(), lists.line(1, c4="99999", c5="")))
    shown = words(desk.get(page))

    assert [table.objects.count() for table in TABLES] == before
    assert "Enter 1 person and write one letter" in shown
    assert '<th scope="row">3</th><td>Postcode</td>' in shown
    assert "F… Q…" in shown
    assert not [each for each in lists.CANARIES if each in shown]
    assert [desk.post(press).status_code for _twice in range(2)] == [302, 302]
    assert "1 person is entered. One letter goes out." in words(desk.get(page))
    assert Volunteer.objects.count() == 1


def test_nobody_else_sees_or_takes_a_file_and_a_get_takes_nothing(desk: Client) -> None:
    page, press = lists.brought(desk, lists.xlsx(lists.line()))
    other = lists.at_her_desk()

    assert (other.get(page).status_code, other.post(press).status_code) == (404, 404)
    assert desk.get(press).status_code == 405
    assert not Volunteer.objects.exists()


def test_an_old_file_must_be_brought_again(desk: Client) -> None:
    page, press = lists.brought(desk, lists.xlsx(lists.line()))
    Import.objects.update(at=timezone.now() - timedelta(hours=2))

    desk.post(press)

    assert "Choose the file once more" in words(desk.get(page))
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize(
    ("data", "changes", "said"),
    [
        (b"PK", {}, "We cannot read this file"),
        (lists.csv(headings=["Nom"]), {}, "These columns are missing"),
        (lists.xlsx(lists.line()), {"who": ""}, "Write who has asked them."),
        (lists.xlsx(lists.line()), {"when": ""}, "Write when they were asked"),
        (lists.xlsx(lists.line()), {"who": "www.evil.be"}, "no address"), (b"\n", {}, "There is nothing"),
    ],
)  # fmt: skip
def test_a_fault_is_said_beside_its_field_and_what_was_typed_stays(
    desk: Client, data: bytes, changes: dict[str, str], said: str
) -> None:
    page = words(lists.bring(desk, data, **changes))

    assert said in page
    assert page.count(said) == 2, "in the summary, and beside the field"
    assert "sur papier, 3 novembre 2026" in page or changes.get("when") == ""
    assert not Import.objects.exists()


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_empty_list_is_in_the_readers_language_and_can_be_brought_back(language: str) -> None:
    desk = lists.at_her_desk(language=language)
    answer = desk.get(reverse("exchange:template"))

    assert answer["Content-Disposition"] == 'attachment; filename="volunteers.xlsx"'
    assert read("x.xlsx", answer.content)[1][0] == MADE_UP["name"]
    page, _press = lists.brought(desk, answer.content)
    assert desk.get(page).context["kept"].new == 1


def test_an_administrator_fetches_a_short_list_once_and_no_cache_keeps_it() -> None:
    cast.volunteer(now=timezone.now())
    desk = lists.at_her_desk(staff.member("administrator"))
    page = desk.post(reverse("exchange:exports"), WISH)["Location"]
    fetch = reverse("exchange:fetch", args=[Export.objects.get().uuid])

    assert "Fetch the file" in words(desk.get(page))
    answer = desk.post(fetch)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "0032470" in answer.content.decode()
    assert desk.post(fetch).status_code == 302
    assert Event.objects.filter(action="export.fetched").count() == 1


def test_a_coordinator_asks_and_an_administrator_agrees() -> None:
    cast.volunteer(now=timezone.now())
    asker, other, chief = (staff.member(each) for each in ("coordinator", "coordinator", "administrator"))
    desk = lists.at_her_desk(asker)
    page = desk.post(reverse("exchange:exports"), WISH)["Location"]
    row = Export.objects.get()
    agree, fetch = (reverse(f"exchange:{each}", args=[row.uuid]) for each in ("agree", "fetch"))

    for browser in (desk, lists.at_her_desk(other)):
        assert "Yes, I agree" not in words(browser.get(page))
        browser.post(agree)
    assert not desk.post(fetch).has_header("Content-Disposition")
    first = words(lists.at_her_desk(chief).get(reverse("admin:index")))
    assert "Your yes is asked: a list of 1 person" in first
    lists.at_her_desk(chief).post(agree)
    assert desk.post(fetch).has_header("Content-Disposition")


def test_a_coordinator_says_no_to_anothers_list_and_the_asker_reads_it() -> None:
    cast.volunteer(now=timezone.now())
    asker, other, chief = (staff.member(each) for each in ("coordinator", "coordinator", "administrator"))
    desk = lists.at_her_desk(asker)
    page = desk.post(reverse("exchange:exports"), WISH)["Location"]
    stop = reverse("exchange:stop", args=[Export.objects.get().uuid])

    assert "I do not need it any more" in words(desk.get(page))
    assert "No, this list does not go out" in words(lists.at_her_desk(other).get(page))
    assert desk.get(stop).status_code == 405
    lists.at_her_desk(other).post(stop)

    told = words(desk.get(page))
    assert "Stopped" in told
    over = ("I do not need it", "Ask for it once more", "An administrator must")
    assert not [each for each in over if each in told]
    assert "Your yes is asked" not in words(lists.at_her_desk(chief).get(reverse("admin:index")))


@pytest.mark.parametrize("reason", ["", "too short"])
def test_without_a_reason_nothing_goes_out(desk: Client, reason: str) -> None:
    cast.volunteer(now=timezone.now())

    page = desk.post(reverse("exchange:exports"), WISH | {"reason": reason, "area": "1050"})

    assert page.status_code == 200
    assert 'value="1050"' in words(page)
    assert not Export.objects.exists()


def test_a_file_begins_with_the_filter_of_the_list_but_not_with_what_was_searched(desk: Client) -> None:
    page = words(
        desk.get(f"{reverse('admin:volunteers_volunteer_changelist')}?speaks=nl&offers=errand&q=1050")
    )
    assert f'{reverse("exchange:exports")}?speaks=nl&amp;offers=errand"' in page

    form = desk.get(f"{reverse('exchange:exports')}?speaks=nl&offers=errand").context["form"]
    assert (form["languages"].value(), form["kinds"].value()) == (["nl"], ["errand"])


def test_a_letter_is_seen_asked_for_agreed_to_by_another_and_stopped(desk: Client) -> None:
    cast.volunteer(now=timezone.now())
    other = lists.at_her_desk()
    page = desk.post(reverse("exchange:mailings"), WORDS)["Location"]
    row = Mailing.objects.get()
    ask, agree, stop = (reverse("exchange:press", args=[row.uuid, each]) for each in ("ask", "agree", "stop"))

    assert "1 reader" in words(desk.get(page))
    assert "I agree" not in words(other.get(page))
    desk.post(ask)
    assert "I agree" not in words(desk.get(page))
    desk.post(agree)
    assert Mailing.objects.get().approved_by == ""
    assert "Your yes is asked: a letter to 1 person" in words(other.get(reverse("admin:index")))
    other.post(agree)
    assert Mailing.objects.get().goes
    desk.post(stop)
    assert not Mailing.objects.get().goes
    assert desk.post(reverse("exchange:press", args=[row.uuid, "shred"])).status_code == 404
    assert desk.get(f"{reverse('exchange:mailings')}?from={row.uuid}").context["form"]["text_fr"].value()


@pytest.mark.parametrize(
    "changes",
    [
        {"text_fr": ""}, {"subject_fr": ""}, {"text_fr": "Voir http://x.example/a"}, {"text_fr": "x@y.be"},
        {"subject_fr": "www.x"}, {"text_fr": "Allez sur x1.example.be"}, {"text_fr": "x" * 2001},
        {"text_nl": "Dag"}, {"text_fr": "", "subject_fr": ""}, {"area": "Atlantis"},
    ],
)  # fmt: skip
def test_a_letter_with_a_fault_is_not_kept(desk: Client, changes: dict[str, str]) -> None:
    answer = desk.post(reverse("exchange:mailings"), WORDS | changes)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Mailing.objects.exists()


def test_no_address_log_line_or_event_names_anybody(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    page, press = lists.brought(desk, lists.xlsx(lists.line(), lists.line(1, c2="x")))
    desk.post(press)
    Volunteer.objects.update(status="active", confirmed_at=timezone.now())
    chief = lists.at_her_desk(staff.member("administrator"))
    to = chief.post(reverse("exchange:exports"), WISH)["Location"]
    data = chief.post(reverse("exchange:fetch", args=[Export.objects.get().uuid])).content.decode()

    told = "\n".join([page, press, to, caplog.text, str(list(Event.objects.values()))])
    assert [each for each in lists.CANARIES if each in data], "or this test would find nothing"
    assert [each for each in lists.CANARIES if each in told] == []


def test_he_who_came_by_a_list_reads_what_he_promises_before_he_says_yes() -> None:
    listed.enter([cast.sign_up(language="fr")], source="Croix-Rouge", by="staff:1", now=timezone.now())
    by_list = Volunteer.objects.get()
    path = reverse("volunteers:confirm", args=[by_list.token("confirm")])

    assert "carte de banque" in words(Client().get(path))
