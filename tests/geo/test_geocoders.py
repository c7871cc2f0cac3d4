"""Every geocoder the house can ask, over real HTTP in its own format: question, answer, what never leaves."""

from collections.abc import Callable
from typing import Any

import pytest

from geo.chain import GEOCODERS
from geo.geocoding import Verdict, said
from geo.points import Place, Point
from requests_app import whereabouts
from tests import cast
from tests.geo.answers import HOUSE, NOW, STREET, ask, schaerbeek
from tests.geo.formats import FORMATS
from tests.geo.stand_in import StandIn
from tests.house.visitor import NAME, PERSON

pytestmark = pytest.mark.django_db
Asks = Callable[..., list[StandIn]]
BELGIAN = [name for name, each in GEOCODERS.items() if not each.countries]
LILLE = Point(50.633, 3.059)
# How each of them is asked about Rue Josaphat 12, 1030.
QUERY: dict[str, dict[str, list[str]]] = {
    "nominatim": {
        "street": ["Rue Josaphat 12"], "postalcode": ["1030"], "countrycodes": ["be"], "format": ["json"],
        "limit": ["5"], "addressdetails": ["1"],
    },
    "photon": {"q": ["Rue Josaphat 12, 1030"], "limit": ["5"]},
    "pelias": {"text": ["Rue Josaphat 12, 1030"], "boundary.country": ["BE"], "api_key": ["our-key"]},
    "here": {
        "qq": ["street=Rue Josaphat 12;postalCode=1030"], "in": ["countryCode:BEL"], "limit": ["5"],
        "apiKey": ["our-key"],
    },
    "opencage": {
        "q": ["Rue Josaphat 12, 1030"], "countrycode": ["be"], "no_annotations": ["1"], "no_record": ["1"],
        "key": ["our-key"],
    },
}  # fmt: skip
PATH = {
    "nominatim": "/search",
    "photon": "/api",
    "pelias": "/v1/search",
    "here": "/v1/geocode",
    "opencage": "/geocode/v1/json",
}
STREETS: dict[str, dict[str, Any]] = {
    "nominatim": {"place_rank": 26},
    "photon": {"type": "street"},
    "pelias": {"layer": "street"},
    "here": {"resultType": "street"},
    "opencage": {"components": {"_type": "road", "road": "Rue Josaphat", "postcode": "1030"}},
}
TOWNS: dict[str, dict[str, Any]] = {
    "nominatim": {"place_rank": 16},
    "photon": {"type": "city"},
    "pelias": {"layer": "locality"},
    "here": {"resultType": "locality", "localityType": "city"},
    "opencage": {"components": {"_type": "city", "city": "Schaerbeek", "postcode": "1030"}},
}
UNSURE: dict[str, dict[str, Any]] = {
    "pelias": {"confidence": 0.4},
    "here": {"scoring": {"queryScore": 0.5}},
    "opencage": {"confidence": 3},
}


@pytest.mark.parametrize("name", BELGIAN)
def test_a_house_is_found_by_every_geocoder(asks: Asks, name: str) -> None:
    (stand_in,) = asks(name)
    stand_in.answers(FORMATS[name]())

    assert ask() == Place(HOUSE, "house", name)
    (told,) = stand_in.told
    query = {key: value for key, value in told.query.items() if key != "bbox"}
    assert (told.path, query) == (PATH[name], QUERY[name])
    assert told.headers["User-Agent"] == "covidsol (test)"
    assert set(told.headers) == {"Accept-Encoding", "Host", "User-Agent", "Connection"}


@pytest.mark.parametrize("name", BELGIAN)
def test_how_exact_it_is_is_kept_whoever_says_it(asks: Asks, name: str) -> None:
    (stand_in,) = asks(name)
    stand_in.answers(FORMATS[name](**STREETS[name]), about="Rue Josaphat 12")
    stand_in.answers(FORMATS[name](**TOWNS[name]), about="Rue Josaphat 13")

    assert ask() == Place(HOUSE, "street", name)
    assert ask("Rue Josaphat 13") == schaerbeek()
    (heard,) = said("BE", "1030", "Rue Josaphat 13", now=NOW)
    assert heard.verdict == Verdict.ROUGH


@pytest.mark.parametrize("name", BELGIAN)
def test_another_postcode_or_town_is_not_believed_whoever_says_it(asks: Asks, name: str) -> None:
    (stand_in,) = asks(name)
    stand_in.answers(FORMATS[name](postcode="1210"), about="Rue Josaphat 12")
    stand_in.answers(FORMATS[name](50.8792, 4.7009), about="Rue Josaphat 13")

    for street, verdict in ((STREET, Verdict.OTHER_POSTCODE), ("Rue Josaphat 13", Verdict.ELSEWHERE)):
        assert ask(street) == schaerbeek()
        assert [each.verdict for each in said("BE", "1030", street, now=NOW)] == [verdict]


@pytest.mark.parametrize("name", UNSURE)
def test_a_low_score_is_not_believed(asks: Asks, name: str) -> None:
    (stand_in,) = asks(name)
    stand_in.answers(FORMATS[name](**UNSURE[name]))

    assert ask() == schaerbeek()
    assert [each.verdict for each in said("BE", "1030", STREET, now=NOW)] == [Verdict.UNSURE]


@pytest.mark.parametrize("name", BELGIAN)
def test_nothing_is_an_answer_too(asks: Asks, name: str) -> None:
    asks(name)

    assert [each.verdict for each in said("BE", "1030", STREET, now=NOW)] == [None]
    assert ask() == schaerbeek()
    assert [each.verdict for each in said("BE", "1030", STREET, now=NOW)] == [Verdict.NOTHING]


def test_a_french_house_is_found_by_ban(french: StandIn) -> None:
    french.answers(FORMATS["ban"]())

    assert ask("8 Rue Nationale", "59000", "FR") == Place(LILLE, "house", "ban")
    (told,) = french.told
    assert (told.path, told.query) == ("/search", {"q": ["8 Rue Nationale 59000"], "limit": ["5"]})


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        ({"type": "street"}, Verdict.TAKEN),
        ({"type": "locality"}, Verdict.TAKEN),
        ({"postcode": "13001"}, Verdict.OTHER_POSTCODE),
        ({"score": 0.41}, Verdict.UNSURE),
    ],
)
def test_bans_best_guess_is_believed_under_its_postcode_and_if_it_is_sure(
    french: StandIn, raw: dict[str, Any], verdict: Verdict
) -> None:
    french.answers(FORMATS["ban"](**raw))
    place = ask("8 Rue Nationale", "59000", "FR")

    assert [each.verdict for each in said("FR", "59000", "8 Rue Nationale", now=NOW)] == [verdict]
    assert (place is not None and place.source == "ban") == (verdict is Verdict.TAKEN)


@pytest.mark.parametrize("name", GEOCODERS)
def test_nothing_that_leaves_the_house_says_who_it_is_about(asks: Asks, settings: Any, name: str) -> None:
    settings.COUNTRY = "FR" if name == "ban" else "BE"
    (stand_in,) = asks(name, country=settings.COUNTRY)
    row = cast.help_request(at=None, **{**PERSON, "postcode": "1050"})

    whereabouts.place(row, NOW)

    (told,) = stand_in.told
    assert "Hanneton" in told.whole, "the street must leave, or this proves nothing"
    assert "1050" in told.whole
    secrets = [*NAME.split(), "Brindezingue", "25129876", "mirabellose", "cornichonnade", row.reference]
    secrets += [*row.code_word.split(), str(row.uuid), str(row.form_key)]
    assert [word for word in secrets if word.casefold() in told.whole.casefold()] == []
