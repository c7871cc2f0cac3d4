"""From address to point, over real HTTP to a stand-in that answers like Nominatim and BAN."""

from datetime import timedelta
from typing import Any

import pytest
from geopy.adapters import URLLibAdapter

from geo import geocoding
from geo.geocoding import ANSWERS_KEPT
from geo.models import KnownAddress
from geo.points import Place, Point, distance_km
from tests.geo.answers import NOW, STREET, ask, ban, nominatim, schaerbeek
from tests.geo.conftest import StandIn

pytestmark = pytest.mark.django_db


def test_without_a_geocoder_the_table_answers_alone(stand_in: StandIn, settings: Any) -> None:
    settings.GEOCODER = ""

    assert ask() == schaerbeek()
    assert stand_in.told == []


def test_a_postcode_without_point_of_its_own_says_so(settings: Any) -> None:
    settings.GEOCODER = ""
    place = ask(postcode="1804")

    assert place is not None
    assert place.precision == "municipality"


def test_an_unknown_postcode_without_answer_is_nowhere(stand_in: StandIn) -> None:
    assert ask(postcode="9999") is None
    assert len(stand_in.told) == 1


def test_a_house_is_found_and_rounded(stand_in: StandIn) -> None:
    stand_in.answers(nominatim())

    assert ask() == Place(Point(50.861, 4.370), "house", "nominatim")


@pytest.mark.parametrize("rank", [26, 27])
def test_a_street_is_a_street(stand_in: StandIn, rank: int) -> None:
    stand_in.answers(nominatim(place_rank=rank))

    assert ask() == Place(Point(50.861, 4.370), "street", "nominatim")


@pytest.mark.parametrize(
    "raw", [{"place_rank": 16}, {"place_rank": 21, "type": "postcode"}, {"place_rank": 0}]
)
def test_an_answer_no_finer_than_the_postcode_leaves_the_table_its_say(
    stand_in: StandIn, raw: dict[str, Any]
) -> None:
    stand_in.answers(nominatim(**raw))

    assert ask() == schaerbeek()
    assert len(stand_in.told) == 1


@pytest.mark.parametrize(
    ("raw", "precision"),
    [({"place_rank": 16}, "municipality"), ({"place_rank": 21, "type": "postcode"}, "postcode")],
)
def test_a_rough_answer_is_better_than_none(stand_in: StandIn, raw: dict[str, Any], precision: str) -> None:
    stand_in.answers(nominatim(**raw))

    assert ask(postcode="9999") == Place(Point(50.861, 4.370), precision, "nominatim")


def test_only_street_postcode_and_country_leave_the_house(stand_in: StandIn) -> None:
    ask(street="  Rue   Josaphat 12 ", postcode="B-1030")

    [(path, query, headers)] = stand_in.told
    assert path == "/search"
    assert query == {
        "street": ["Rue Josaphat 12"],
        "postalcode": ["1030"],
        "countrycodes": ["be"],
        "format": ["json"],
        "limit": ["1"],
    }
    assert headers["User-Agent"] == "covidsol (test)"
    assert set(headers) == {"Accept-Encoding", "Host", "User-Agent", "Connection"}


def test_a_house_in_another_town_is_not_believed(stand_in: StandIn) -> None:
    leuven = Point(50.8792, 4.7009)
    assert distance_km(leuven, schaerbeek().point) > geocoding.FAR_FROM_POSTCODE_KM
    stand_in.answers(nominatim(*leuven))

    assert ask() == schaerbeek()
    assert ask() == schaerbeek()
    assert len(stand_in.told) == 1


def test_an_answer_is_asked_for_once_however_the_address_is_written(stand_in: StandIn) -> None:
    stand_in.answers(nominatim())

    first = ask()
    again = ask(street=" rue  JOSAPHAT 12", postcode="be-1030", country="be")

    assert first == again == Place(Point(50.861, 4.370), "house", "nominatim")
    assert len(stand_in.told) == 1


def test_another_house_is_another_question(stand_in: StandIn) -> None:
    stand_in.answers(nominatim())

    ask()
    ask(street="Rue Josaphat 13")
    ask(postcode="1000")

    assert len(stand_in.told) == KnownAddress.objects.count() == 3


def test_not_found_is_remembered_too_but_not_for_ever(stand_in: StandIn) -> None:
    assert ask() == ask() == schaerbeek()
    assert len(stand_in.told) == 1

    stand_in.answers(nominatim())
    later = NOW + ANSWERS_KEPT + timedelta(seconds=1)

    assert ask(now=later) == Place(Point(50.861, 4.370), "house", "nominatim")
    assert len(stand_in.told) == 2
    assert KnownAddress.objects.count() == 1


def test_the_memory_holds_no_address_and_no_door(stand_in: StandIn) -> None:
    stand_in.answers(nominatim())
    ask()

    row = KnownAddress.objects.values().get()
    assert (row["lat"], row["lon"], row["answered_at"]) == (50.861, 4.370, NOW)
    assert len(row["key"]) == 64
    assert not any(word in str(row).casefold() for word in ("josaphat", "1030", "rue"))


def test_the_key_depends_on_the_secret(settings: Any) -> None:
    address = geocoding.Address("BE", "1030", STREET)
    key = address.key
    settings.SECRET_KEY = "another"

    assert address.key != key


def test_without_a_street_nobody_is_asked(stand_in: StandIn) -> None:
    assert ask(street="  ") == schaerbeek()
    assert stand_in.told == []


def test_a_french_house_is_found_by_ban(stand_in: StandIn, settings: Any) -> None:
    settings.GEOCODER = "ban"
    stand_in.answers(ban())

    assert ask("8 Rue Nationale", "59000", "FR") == Place(Point(50.633, 3.059), "house", "ban")
    [(path, query, _)] = stand_in.told
    assert path == "/search"
    assert query == {"q": ["8 Rue Nationale 59000"], "limit": ["1"]}


@pytest.mark.parametrize(
    ("kind", "precision"),
    [("street", "street"), ("locality", "street")],
)
def test_ban_says_how_exact_it_is(stand_in: StandIn, settings: Any, kind: str, precision: str) -> None:
    settings.GEOCODER = "ban"
    stand_in.answers(ban(type=kind))

    assert ask("8 Rue Nationale", "59000", "FR") == Place(Point(50.633, 3.059), precision, "ban")


def test_bans_guess_under_another_postcode_is_not_believed(stand_in: StandIn, settings: Any) -> None:
    settings.GEOCODER = "ban"
    stand_in.answers(ban(postcode="13001"))

    assert ask("8 Rue Nationale", "59998", "FR") is None
    assert len(stand_in.told) == KnownAddress.objects.count() == 1


def test_ban_is_not_asked_about_belgium(stand_in: StandIn, settings: Any) -> None:
    settings.GEOCODER = "ban"

    assert ask() == schaerbeek()
    assert stand_in.told == []


@pytest.mark.parametrize(
    ("geocoder", "host"),
    [
        ("nominatim", "https://nominatim.openstreetmap.org/"),
        ("ban", "https://data.geopf.fr/geocodage/search?"),
    ],
)
def test_the_hosts_are_those_in_service(
    settings: Any, monkeypatch: pytest.MonkeyPatch, geocoder: str, host: str
) -> None:
    asked: list[str] = []

    def get_json(self: object, url: str, **_: Any) -> None:
        asked.append(url)

    settings.GEOCODER = geocoder
    settings.GEOCODER_DOMAIN = ""
    settings.GEOCODER_SCHEME = "https"
    monkeypatch.setattr(URLLibAdapter, "get_json", get_json)

    ask("8 Rue Nationale", "59000", "FR")

    assert len(asked) == 1
    assert asked[0].startswith(host)
