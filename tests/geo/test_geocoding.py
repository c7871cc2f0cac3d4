"""From address to point, over real HTTP to stand-ins: what is believed, what is remembered, who is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from geo import geocoding
from geo.asking import ANSWERS_KEPT, Address, forget_answers
from geo.models import KnownAddress
from geo.points import Finding, Place, distance_km
from tests.geo import formats
from tests.geo.answers import HOUSE, LEUVEN, NOW, STREET, ask, find, schaerbeek
from tests.geo.stand_in import StandIn

pytestmark = pytest.mark.django_db
FOUND = Place(HOUSE, "house", "nominatim")
Asks = Callable[..., list[StandIn]]


def test_without_a_geocoder_the_table_answers_alone_and_for_good() -> None:
    assert find() == Finding(schaerbeek())


def test_a_country_that_the_setting_does_not_name_is_asked_about_nowhere(stand_in: StandIn) -> None:
    assert ask("8 Rue Nationale", "59998", "FR") is None
    assert stand_in.told == []


def test_a_postcode_without_point_of_its_own_says_so() -> None:
    place = ask(postcode="1804")

    assert place is not None
    assert place.precision == "municipality"


def test_an_unknown_postcode_without_answer_is_nowhere_and_looked_at_again(stand_in: StandIn) -> None:
    found = find(postcode="9999")

    assert found == Finding(None, again_at=NOW + geocoding.UNKNOWN_AGAIN)
    assert len(stand_in.told) == 1


def test_an_unknown_postcode_is_believed_only_if_the_answer_names_it(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim(postcode="9999"))
    assert ask(postcode="9999") == FOUND

    stand_in.answers(formats.nominatim(postcode=""))
    assert ask("Rue Josaphat 13", postcode="9999") is None


def test_what_is_found_is_rounded_and_needs_no_second_look(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim())

    assert find() == Finding(FOUND)


@pytest.mark.parametrize("rank", [26, 27])
def test_a_street_is_a_street(stand_in: StandIn, rank: int) -> None:
    stand_in.answers(formats.nominatim(place_rank=rank))

    assert ask() == Place(HOUSE, "street", "nominatim")


@pytest.mark.parametrize(
    "raw", [{"place_rank": 16}, {"place_rank": 21, "type": "postcode"}, {"place_rank": 0}]
)
def test_an_answer_no_finer_than_the_postcode_leaves_the_table_its_say(
    stand_in: StandIn, raw: dict[str, object]
) -> None:
    stand_in.answers(formats.nominatim(**raw))  # type: ignore[arg-type]

    assert find() == Finding(schaerbeek(), again_at=NOW + ANSWERS_KEPT)


def test_a_house_in_another_town_or_under_another_postcode_is_not_believed(stand_in: StandIn) -> None:
    assert distance_km(LEUVEN, schaerbeek().point) > geocoding.FAR_FROM_POSTCODE_KM
    stand_in.answers(formats.nominatim(*LEUVEN))
    assert ask() == schaerbeek()

    stand_in.answers(formats.nominatim(postcode="1210"))
    assert ask("Rue Josaphat 13") == schaerbeek()


def test_of_several_the_one_under_our_postcode_is_taken(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim(50.9, 4.4, "1210") + formats.nominatim(postcode="1030;1210"))

    assert ask() == FOUND


def test_both_names_of_a_street_are_tried_before_it_is_given_up(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim(), about="Josaphatstraat")

    assert ask("Rue Josaphat - Josaphatstraat 12 bte 3") == FOUND
    asked = [told.query["street"] for told in stand_in.told]
    assert asked == [["Rue Josaphat 12"], ["Josaphatstraat 12"]]


def test_who_comes_next_in_the_chain_is_asked_when_the_first_does_not_know(asks: Asks) -> None:
    nominatim, photon = asks("nominatim", "photon")
    photon.answers(formats.photon())

    assert ask() == Place(HOUSE, "house", "photon")
    assert ask() == Place(HOUSE, "house", "photon")
    assert (len(nominatim.told), len(photon.told)) == (1, 1)
    assert set(KnownAddress.objects.values_list("source", flat=True)) == {"nominatim", "photon"}


def test_who_comes_next_in_the_chain_is_not_asked_when_the_first_knows(asks: Asks) -> None:
    nominatim, photon = asks("nominatim", "photon")
    nominatim.answers(formats.nominatim())

    assert ask() == FOUND
    assert photon.told == []


def test_an_answer_is_asked_for_once_however_the_address_is_written(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim())

    again = ask(street=" rue  JOSAPHAT 12 bte 3", postcode="be-1030", country="be")

    assert ask() == again == FOUND
    assert len(stand_in.told) == 1


def test_another_house_is_another_question(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim())

    ask()
    ask(street="Rue Josaphat 13")
    ask(postcode="1000")

    assert len(stand_in.told) == KnownAddress.objects.count() == 3


def test_not_found_is_remembered_too_but_not_for_ever(stand_in: StandIn) -> None:
    later = NOW + ANSWERS_KEPT + timedelta(seconds=1)
    assert find() == find() == Finding(schaerbeek(), again_at=NOW + ANSWERS_KEPT)
    assert len(stand_in.told) == 1

    stand_in.answers(formats.nominatim())

    assert ask(now=later) == FOUND
    assert len(stand_in.told) == 2
    assert KnownAddress.objects.count() == 1
    assert (forget_answers(later), forget_answers(later + ANSWERS_KEPT)) == (0, 1)


def test_the_memory_holds_no_address_and_no_door(stand_in: StandIn) -> None:
    stand_in.answers(formats.nominatim())
    ask()

    row = KnownAddress.objects.values().get()
    assert (row["lat"], row["lon"], row["answered_at"]) == (*HOUSE, NOW)
    assert (len(row["key"]), row["agrees"], row["municipality"]) == (64, True, "Schaerbeek")
    assert not any(word in str(row).casefold() for word in ("josaphat", "1030", "rue "))


def test_the_key_depends_on_the_secret(settings: object) -> None:
    address = Address.of("BE", "1030", STREET)
    key = address.key
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]

    assert address.key != key


@pytest.mark.parametrize("street", ["  ", "12"])
def test_without_a_street_nobody_is_asked(stand_in: StandIn, street: str) -> None:
    assert ask(street=street) == schaerbeek()
    assert stand_in.told == []


def test_in_a_hurry_only_what_is_known_already_counts(stand_in: StandIn) -> None:
    hurried = geocoding.locate("BE", "1030", STREET, now=NOW, hurry=True)
    assert hurried == Finding(schaerbeek(), again_at=NOW, waits=True)
    assert stand_in.told == []

    stand_in.answers(formats.nominatim())
    assert find() == geocoding.locate("BE", "1030", STREET, now=NOW, hurry=True) == Finding(FOUND)
    assert len(stand_in.told) == 1
