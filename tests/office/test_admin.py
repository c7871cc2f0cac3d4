"""The office: lists that show no name, four actions that follow the lifecycle, nothing edited by hand."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from letters.outbox import letter, post
from matching import claims
from matching.models import Match, Outcome
from privacy.models import Event
from requests_app.models import HelpRequest, Hold, Status
from tests import cast, staff
from tests.cast import NOON, invite
from volunteers import membership
from volunteers.models import Volunteer

REQUESTS = "admin:requests_app_helprequest_changelist"
OURS = (
    "helprequest",
    "volunteer",
    "invitation",
    "match",
    "letter",
    "event",
    "consent",
    "knownaddress",
    "calltask",
)


@pytest.fixture
def office(client: Client, db: None) -> Client:
    """Somebody of the team, logged in."""
    staff.log_in(client, staff.member("administrator"))
    return client


def act(office: Client, action: str, *rows: HelpRequest) -> str:
    """Tick rows, choose an action, press the button and say yes; gives the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "confirmed": "yes"}
    return office.post(reverse(REQUESTS), chosen, follow=True).content.decode()


def listed(model: str) -> list[str]:
    """The names of the list pages of our own models."""
    return [
        f"admin:{each._meta.app_label}_{each._meta.model_name}"
        for each in admin.site._registry
        if each._meta.model_name == model
    ]


@pytest.mark.parametrize("model", OURS)
def test_every_row_of_the_walk_can_be_listed_and_opened(
    office: Client, nadia: HelpRequest, victor: Volunteer, model: str
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)
    (name,) = listed(model)

    assert office.get(reverse(f"{name}_changelist")).status_code == 200
    first = next(
        each for each in admin.site._registry if each._meta.model_name == model
    )._default_manager.first()
    if first:
        assert office.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200


def test_the_lists_show_no_name_number_or_street(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)

    for model in OURS:
        page = office.get(reverse(f"{listed(model)[0]}_changelist")).content.decode()
        for secret in ("Zephirine", "Horta", "Canari", nadia.phone, victor.phone, victor.email):
            assert secret not in page, (model, secret)


def test_a_person_is_found_by_what_is_whole_however_it_is_typed(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    other = cast.help_request(phone="+32470999999")

    find = reverse("admin:requests_app_helprequest_find")
    page = office.post(find, {"known": "02 512.34.99"}).content.decode()
    assert nadia.spoken_reference in page
    assert other.spoken_reference not in page
    assert (
        reverse("admin:volunteers_volunteer_change", args=[victor.pk])
        in office.post(find, {"known": victor.email.upper()}).content.decode()
    )


def test_a_reference_is_found_as_it_is_read_out(office: Client, nadia: HelpRequest) -> None:
    found = office.get(reverse(REQUESTS), {"q": nadia.spoken_reference})

    assert found.context["cl"].result_count == 1


def test_cancel_and_done_follow_the_lifecycle_and_say_what_is_not_possible(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    page = act(office, "done", nadia)
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN
    assert nadia.reference in page
    assert "warning" in page

    claims.claim(invite(nadia, [victor])[0], NOON)
    act(office, "done", nadia)
    nadia.refresh_from_db()
    assert nadia.status == Status.DONE
    assert nadia.diary.last().by.startswith("staff:")  # type: ignore[union-attr]

    another = cast.help_request()
    act(office, "cancel", another)
    another.refresh_from_db()
    assert another.status == Status.CANCELLED


def test_release_takes_it_from_hold_and_from_a_silent_volunteer(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.not_reached(claims.claim(invite(nadia, [victor])[0], NOON), "volunteer", NOON)
    silent = cast.help_request()
    claims.claim(invite(silent, [victor])[0], NOON)

    act(office, "release", nadia, silent)

    for row in (nadia, silent):
        row.refresh_from_db()
        assert (row.status, row.hold, row.taken) == (Status.OPEN, "", 0)
    assert Match.objects.get(help_request=silent).outcome == Outcome.RELEASED


def test_ask_again_lets_the_next_letters_go_now(office: Client, nadia: HelpRequest) -> None:
    HelpRequest.objects.update(next_wave_at=None)

    act(office, "ask_again", nadia)

    nadia.refresh_from_db()
    assert nadia.next_wave_at is not None


def test_nothing_is_edited_by_hand(office: Client, nadia: HelpRequest, victor: Volunteer) -> None:
    for name, row in (("requests_app_helprequest", nadia), ("volunteers_volunteer", victor)):
        change = reverse(f"admin:{name}_change", args=[row.pk])
        assert office.post(change, {"status": "done"}).status_code == 403
        assert office.post(reverse(f"admin:{name}_delete", args=[row.pk])).status_code == 403
        assert office.get(reverse(f"admin:{name}_add")).status_code == 403
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN


def test_blocking_ends_letters_links_and_tasks_at_once(
    office: Client, nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    chosen = {"action": "block", "_selected_action": [victor.pk], "confirmed": "yes"}
    own = reverse("volunteers:own", args=[victor.token("own")])

    office.post(reverse("admin:volunteers_volunteer_changelist"), chosen)

    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN
    assert Event.objects.filter(action="volunteer.blocked", subject=victor.uuid).count() == 1
    visitor = Client()
    assert visitor.get(reverse("matching:contact", args=[match.token()])).status_code == 404
    assert visitor.get(own).status_code in (404, 410)


def test_approving_is_written_down(office: Client, victor: Volunteer) -> None:
    chosen = {"action": "approve", "_selected_action": [victor.pk], "confirmed": "yes"}

    office.post(reverse("admin:volunteers_volunteer_changelist"), chosen)

    victor.refresh_from_db()
    assert victor.approved_at
    assert victor.approved_by.startswith("staff:")


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("helprequest", {"kind": "groceries", "status__exact": "open", "hold__exact": ""}),
        ("volunteer", {"speaks": "fr", "offers": "errand", "status__exact": "active"}),
        ("letter", {"status__exact": "pending", "kind": "invitation"}),
        ("match", {"outcome__exact": "live"}),
        ("invitation", {"answer__exact": "none"}),
    ],
)
def test_filters_find_the_row(
    office: Client, nadia: HelpRequest, victor: Volunteer, model: str, query: dict[str, str]
) -> None:
    second = cast.help_request()
    (invitation,) = invite(second, [victor])
    post([letter("invitation", invitation.uuid, now=NOON)])
    claims.claim(invite(nadia, [victor])[0], NOON)

    page = office.get(reverse(f"{listed(model)[0]}_changelist"), query)

    assert page.context["cl"].result_count == 1


def test_a_list_costs_few_queries(office: Client, django_assert_max_num_queries: Any) -> None:
    people = [cast.volunteer() for _number in range(5)]
    for _number in range(20):
        request = cast.help_request()
        invite(request, people)
    membership.pause(people[0], NOON)

    for model in OURS:
        with django_assert_max_num_queries(25):
            office.get(reverse(f"{listed(model)[0]}_changelist"))


def test_who_is_not_of_the_team_sees_nothing(client: Client, nadia: HelpRequest) -> None:
    assert client.get(reverse(REQUESTS)).status_code == 302
    staff.log_in(client, staff.member())
    assert client.get(reverse(REQUESTS)).status_code == 302


def test_a_held_request_is_found_by_its_reason(office: Client, nadia: HelpRequest) -> None:
    HelpRequest.objects.update(status=Status.HELD, hold=Hold.NO_PLACE)

    assert office.get(reverse(REQUESTS), {"hold__exact": "no_place"}).context["cl"].result_count == 1
