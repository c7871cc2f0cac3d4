"""A volunteer who moves: on his own page, with his search rows, and without showing his street to anybody."""

from typing import Any

from django.test import Client

from geo.postcodes import lookup
from privacy.models import Event
from tests import cast
from tests.geo import formats
from tests.volunteers.conftest import in_step, url
from volunteers import tasks, whereabouts
from volunteers.models import Reach, Volunteer


def test_who_moves_is_found_at_the_new_postcode_at_once(client: Client, db: None) -> None:
    victor = cast.volunteer(street="Rue du Canari 77")
    page, own = url("address", victor.token("own")), url("own", victor.token("own"))
    assert "Canari" not in client.get(page).content.decode(), "a link may be forwarded"
    assert page in client.get(own).content.decode()

    assert client.post(page, {"postcode": "99999"})["Location"] == page
    assert client.post(page, {"postcode": "3000", "street": "Bondgenotenlaan 1"})["Location"] == own

    victor.refresh_from_db()
    leuven = lookup("BE", "3000")
    assert leuven
    assert (victor.postcode, victor.street, victor.precision) == ("3000", "Bondgenotenlaan 1", "postcode")
    assert set(Reach.objects.values_list("lat", flat=True)) == {round(leuven.point.lat, 3)}
    assert in_step(victor)
    assert Event.objects.get(action="volunteer.moved").actor == f"volunteer:{victor.uuid}"


def test_the_new_street_is_looked_up_by_a_worker_and_not_by_the_page(
    client: Client, db: None, stand_in: Any
) -> None:
    stand_in.answers(formats.nominatim())
    victor = cast.volunteer()

    client.post(url("address", victor.token("own")), {"postcode": "1030", "street": "Rue Josaphat 12"})
    assert stand_in.told == []
    tasks.locate_volunteer(str(victor.uuid))

    victor.refresh_from_db()
    assert (victor.precision, victor.lat) == ("house", 50.861)
    assert in_step(victor)


def test_who_has_left_cannot_move(client: Client, db: None) -> None:
    victor = cast.volunteer()
    page = url("address", victor.token("own"))
    Volunteer.objects.update(epoch=9)

    assert client.post(page, {"postcode": "3000"}).status_code == 410


def test_his_own_page_says_that_his_address_was_not_found(client: Client, db: None) -> None:
    victor = cast.volunteer(at=None, postcode="0001")
    own = url("own", victor.token("own"))
    sentence = "trouvé votre adresse"
    assert sentence not in client.get(own).content.decode()

    whereabouts.place(victor, cast.NOON)

    assert sentence in client.get(own).content.decode()
