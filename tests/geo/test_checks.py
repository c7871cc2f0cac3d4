"""A setting that would silently mean the offline table is refused; a public geocoder is never hurried."""

from typing import Any

import pytest
from django.core.checks import run_checks

from geo import chain
from geo.chain import GEOCODERS, options

pytestmark = pytest.mark.once


def faults() -> list[str]:
    return [each.msg for each in run_checks() if each.id == "geo.E001"]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("", {}),
        ("BE=nominatim", {}),
        (" be = Nominatim , photon ; FR=ban; ", {}),
        ("BE=here,opencage", {"here": {"key": "x"}, "opencage": {"key": "y", "rate": 0.5}}),
        ("LU=pelias", {"pelias": {"url": "http://pelias:3100/"}}),
    ],
)
def test_what_we_can_ask_is_accepted(settings: Any, text: str, given: dict[str, Any]) -> None:
    settings.GEOCODERS, settings.GEOCODER_OPTIONS = text, given

    assert faults() == []


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        ("nominatim", {}, "should look like"),
        ("BE=", {}, "should look like"),
        ("BE=nominatim;BE=photon", {}, "twice"),
        ("BE=banfrance", {}, "“banfrance” is none of nominatim, ban"),
        ("BE=ban", {}, "ban knows nothing of BE"),
        ("BE=here", {}, "here needs a key"),
        ("BE=pelias", {}, "pelias needs a url"),
        ("BE=nominatim", {"nominatim": {"url": "nominatim.example.org"}}, "nominatim needs a url"),
        ("BE=nominatim", {"nominatim": {"rate": 0}}, "calls a second"),
        ("BE=nominatim", {"nominatim": {"rate": "fast"}}, "calls a second"),
        ("BE=nominatim", {"nominatim": {"domain": "x"}}, "more than url, key and rate"),
        ("BE=nominatim", {"nominatim": "x"}, "should look like"),
        ("BE=nominatim", ["nominatim"], "should look like"),
    ],
)
def test_what_nobody_could_mean_is_refused_in_words(settings: Any, text: str, given: Any, words: str) -> None:
    settings.GEOCODERS, settings.GEOCODER_OPTIONS = text, given

    (fault,) = faults()
    assert words in fault


@pytest.mark.parametrize("name", ["GEOCODER", "GEOCODER_DOMAIN", "GEOCODER_SCHEME"])
def test_a_former_variable_that_is_still_set_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "nominatim")

    (error,) = (each for each in run_checks() if each.id == "geo.E002")
    assert name in error.msg
    assert "GEOCODERS" in error.msg


def test_a_wrong_setting_that_nobody_checked_stops_no_matching(settings: Any) -> None:
    settings.GEOCODERS = "nominatim"
    assert (chain.chain("BE"), chain.in_use()) == ((), ())

    settings.GEOCODERS = "BE=nowhere,nominatim"
    assert chain.chain("BE") == chain.in_use() == (GEOCODERS["nominatim"],)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://nominatim.openstreetmap.org",
        "https://nominatim.openstreetmap.org/",
        "https://Nominatim.OpenStreetMap.org.",
        "http://us1.nominatim.openstreetmap.org",
    ],
)
def test_public_nominatim_gets_one_call_a_second_whatever_the_setting_says(settings: Any, url: str) -> None:
    settings.GEOCODER_OPTIONS = {"nominatim": {"url": url, "rate": 50}}

    assert options(GEOCODERS["nominatim"]).rate == 1
    assert options(GEOCODERS["nominatim"]).pause.total_seconds() == 1


@pytest.mark.parametrize(
    ("rate", "is_asked"), [({}, chain.OWN_RATE), ({"rate": 50}, 50), ({"rate": 0.1}, 0.1)]
)
def test_ones_own_is_asked_as_fast_as_one_likes(
    settings: Any, rate: dict[str, float], is_asked: float
) -> None:
    settings.GEOCODER_OPTIONS = {"nominatim": {"url": "https://openstreetmap.org.example", **rate}}

    assert options(GEOCODERS["nominatim"]).rate == is_asked


def test_the_hosts_are_those_in_service() -> None:
    assert {name: each.url for name, each in GEOCODERS.items()} == {
        "nominatim": "https://nominatim.openstreetmap.org",
        "ban": "https://data.geopf.fr/geocodage",
        "photon": "https://photon.komoot.io",
        "pelias": "",
        "here": "https://geocode.search.hereapi.com",
        "opencage": "https://api.opencagedata.com",
    }
