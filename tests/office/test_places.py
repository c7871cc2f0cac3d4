"""The coordinators' queue of places that nobody knows, and the two ways to put one right, without a map."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geo import nearby
from geo.models import KnownAddress
from geo.postcodes import lookup
from matching import clock
from privacy.models import Event
from requests_app import whereabouts
from requests_app.models import HelpRequest, Status
from tests import cast, staff
from tests.geo import formats
from tests.geo.answers import STREET
from volunteers import reach
from volunteers import whereabouts as homes
from volunteers.models import Reach, Volunteer

REQUESTS = "admin:requests_app_helprequest"
PEOPLE = "admin:volunteers_volunteer"


@pytest.fixture
def office(client: Client, db: None) -> Client:
    """Somebody of the team, logged in; the office is in English."""
    staff.log_in(client, staff.member("administrator"))
    client.cookies["django_language"] = "en"
    return client


def lost_request() -> HelpRequest:
    """A request at a postcode that no table knows."""
    row = cast.help_request(at=None, now=timezone.now(), street=STREET)
    HelpRequest.objects.filter(pk=row.pk).update(postcode="1031")
    row.refresh_from_db()
    whereabouts.place(row, timezone.now())
    return row


def lost_volunteer() -> Volunteer:
    """A volunteer at a postcode that no table knows."""
    made = cast.volunteer(at=None, now=timezone.now(), postcode="1031", street=STREET)
    homes.place(made, timezone.now())
    return made


def send(office: Client, name: str, pk: int, **data: str) -> str:
    """The page of the place, with the person uncovered, or the one that follows after a form."""
    url = reverse(f"{name}_address", args=[pk])
    office.post(reverse(f"{name}_show", args=[pk]))
    return (office.post(url, data, follow=True) if data else office.get(url)).content.decode()


def point_of(code: str) -> tuple[float, float]:
    postcode = lookup("BE", code)
    assert postcode
    return round(postcode.point.lat, 3), round(postcode.point.lon, 3)


@pytest.mark.parametrize("name", [REQUESTS, PEOPLE])
def test_the_queue_lists_what_nobody_knows_and_nothing_else(office: Client, name: str) -> None:
    lost = lost_request() if name == REQUESTS else lost_volunteer()
    cast.help_request()
    cast.volunteer()
    HelpRequest.objects.create(**_cancelled())

    found = office.get(reverse(f"{name}_changelist"), {"place": "not_found"}).context["cl"].result_list

    assert [each.pk for each in found] == [lost.pk]


def _cancelled() -> dict[str, Any]:
    """One that was cancelled before anybody found it: nobody needs to."""
    now = timezone.now()
    return {
        "reference": "000001", "code_word": "x", "status": "cancelled", "channel": "web", "kind": "groceries",
        "name": "x", "phone": "x", "postcode": "1031", "language": "fr", "created_at": now, "due_at": now,
        "expires_at": now, "ended_at": now, "looked_at": now,
    }  # fmt: skip


def test_what_is_known_only_roughly_is_a_list_of_its_own(office: Client, nadia: HelpRequest) -> None:
    rough = cast.help_request(at=None)
    whereabouts.place(rough, timezone.now())

    found = office.get(reverse(f"{REQUESTS}_changelist"), {"place": "rough"}).context["cl"].result_list

    assert [each.pk for each in found] == [rough.pk]


def test_a_request_put_at_a_postcode_nearby_is_asked_for_there(office: Client, settings: Any) -> None:
    settings.DISPATCH = {"wakes_at": 0, "sleeps_at": 1440}
    row, near = lost_request(), cast.volunteer(postcode="1030")
    near.lat, near.lon = point_of("1030")
    reach.save(near)

    shown = send(office, REQUESTS, row.pk)
    assert "1030 Schaerbeek" in shown, "its neighbour by number is offered"
    send(office, REQUESTS, row.pk, near="1030")
    clock.sweep(timezone.now())

    row.refresh_from_db()
    assert ((row.lat, row.lon), row.precision, row.source) == (point_of("1030"), "municipality", "office")
    assert (row.status, row.postcode, row.street) == (Status.OPEN, "1031", STREET)
    assert [each.volunteer for each in row.invitations.all()] == [near]
    assert Event.objects.filter(action="request.placed", subject=row.uuid).count() == 1


def test_a_volunteer_put_at_a_town_nearby_is_found_there(office: Client) -> None:
    volunteer = lost_volunteer()
    assert not Reach.objects.exists()

    send(office, PEOPLE, volunteer.pk, near="schaarbeek")

    assert set(Reach.objects.values_list("lat", "lon")) == {point_of("1030")}
    assert not Volunteer.objects.not_found().exists()
    assert Event.objects.filter(action="volunteer.placed", subject=volunteer.uuid).count() == 1


def test_a_volunteers_address_put_right_moves_his_search_rows_at_once(office: Client) -> None:
    volunteer = lost_volunteer()

    wrong = send(office, PEOPLE, volunteer.pk, postcode="1031", street=STREET)
    assert "errorlist" in wrong
    send(office, PEOPLE, volunteer.pk, postcode="1030", street="Rue Josaphat 14")

    volunteer.refresh_from_db()
    assert (volunteer.postcode, volunteer.street) == ("1030", "Rue Josaphat 14")
    assert set(Reach.objects.values_list("lat", "lon")) == {point_of("1030")}
    assert Event.objects.filter(action="volunteer.moved", subject=volunteer.uuid).count() == 1


def test_what_each_map_service_said_stands_there_in_words(office: Client, settings: Any, asks: Any) -> None:
    nominatim, photon = asks("nominatim", "photon")
    nominatim.answers(formats.nominatim(postcode="4000", address={"postcode": "4000", "city": "Liège"}))
    row = lost_request()
    KnownAddress.objects.filter(source="photon").delete()
    asked = len(nominatim.told) + len(photon.told)

    shown = send(office, REQUESTS, row.pk)

    assert "<b>Nominatim</b>: found it under another postcode, so we do not believe it (Liège)" in shown
    assert "<b>Photon</b>: has not answered yet" in shown
    assert len(nominatim.told) + len(photon.told) == asked, "a page asks nobody"


def test_how_often_it_has_failed_stands_there(office: Client, stand_in: Any) -> None:
    stand_in.status = 500
    row = lost_request()

    assert "1 try has failed" in send(office, REQUESTS, row.pk)


@pytest.mark.parametrize(
    ("near", "words"),
    [("Nowhere", "We do not know this place"), ("Gent", "9000 Gent"), (" ", "Write a postcode or a town")],
)
def test_what_could_mean_anything_is_asked_once_more(office: Client, near: str, words: str) -> None:
    row = lost_request()

    assert words in send(office, REQUESTS, row.pk, near=near)
    row.refresh_from_db()
    assert row.located_at is None


@pytest.mark.parametrize("name", [REQUESTS, PEOPLE])
def test_the_street_is_covered_until_somebody_presses_and_the_press_is_written_down(
    office: Client, name: str
) -> None:
    row = lost_request() if name == REQUESTS else lost_volunteer()
    url = reverse(f"{name}_address", args=[row.pk])

    led_back = office.get(url, follow=True).content.decode()
    assert "Show the person first" in led_back
    assert STREET not in led_back
    office.post(url, {"near": "1030"})
    row.refresh_from_db()
    assert row.located_at is None, "nothing is changed by who has not looked"
    assert not Event.objects.filter(subject=row.uuid).exists()

    assert STREET in send(office, name, row.pk)
    assert Event.objects.filter(subject=row.uuid, action="contact.shown").count() == 1


@pytest.mark.parametrize("name", [REQUESTS, PEOPLE])
def test_nobody_without_the_right_sees_or_changes_a_place(client: Client, db: None, name: str) -> None:
    row = lost_request() if name == REQUESTS else lost_volunteer()
    staff.log_in(client, staff.member("listener coordinator"))
    url = reverse(f"{name}_address", args=[row.pk])

    assert (client.get(url).status_code, client.post(url, {"near": "1030"}).status_code) == (403, 403)


@pytest.mark.parametrize("name", [REQUESTS, PEOPLE])
def test_a_place_is_looked_up_again_on_demand(office: Client, name: str) -> None:
    row = lost_request() if name == REQUESTS else lost_volunteer()
    type(row).objects.update(look_again_at=None)

    chosen = {"action": "look_again", "_selected_action": [row.pk], "confirmed": "yes"}
    office.post(reverse(f"{name}_changelist"), chosen)

    row.refresh_from_db()
    assert row.look_again_at is not None
    assert list(type(row).objects.unlocated(timezone.now())) == [row]


@pytest.mark.once
def test_a_place_is_meant_by_number_by_name_or_with_its_country() -> None:
    assert [each.code for each in nearby.meant("1030", "BE")] == ["1030"]
    assert [each.code for each in nearby.meant("b-1030", "BE")] == ["1030"]
    assert [each.code for each in nearby.meant("be 1030", "LU")] == ["1030"]
    assert [each.code for each in nearby.meant("Schaerbeek", "LU", "BE")] == ["1030"]
    assert len(nearby.meant("GENT", "BE")) > 5
    assert nearby.meant("", "BE") == nearby.meant("9999", "BE") == nearby.meant("Xyz", "BE") == ()
    assert nearby.like("BE", "1031")[0].code == "1030"
    assert nearby.like("BE", "") == ()
