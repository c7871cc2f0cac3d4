"""The privacy page names who is told a street, and thanks whom the data ask to be thanked."""

from typing import Any

import pytest
from django.test import Client

from geo import attribution
from geo.chain import GEOCODERS

PAGE = "/en/privacy/"


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_without_a_geocoder_the_page_says_that_nobody_is_asked(client: Client) -> None:
    shown = page(client)

    assert "We ask no map service" in shown
    assert "OpenStreetMap" not in shown
    assert "openstreetmap" not in shown


@pytest.mark.django_db
def test_each_geocoder_in_use_is_named_with_its_host_and_thanked(client: Client, settings: Any) -> None:
    settings.GEOCODERS = "BE=nominatim,here;FR=ban,nominatim"
    settings.GEOCODER_OPTIONS = {
        "here": {"key": "secret-key"},
        "nominatim": {"url": "https://map.example.org"},
    }

    shown = page(client)

    assert "We ask no map service" not in shown
    assert "Nominatim (map.example.org), HERE (geocode.search.hereapi.com)" in shown
    assert "Base Adresse Nationale (data.geopf.fr)" in shown
    for name in ("nominatim", "here", "ban"):
        assert GEOCODERS[name].attribution in shown
        assert f'href="{GEOCODERS[name].link}"' in shown
    assert "Photon" not in shown
    assert "secret-key" not in shown


@pytest.mark.django_db
def test_what_is_owed_for_the_postcodes_is_what_the_notice_says(client: Client) -> None:
    owed = attribution.owed_for_postcodes()

    assert owed in page(client)
    assert "Statbel" in owed
    assert owed in " ".join(attribution.NOTICE.read_text().split())


def test_every_geocoder_that_can_be_chosen_has_words_and_a_link() -> None:
    for geocoder in GEOCODERS.values():
        assert geocoder.attribution
        assert geocoder.link.startswith("https://")
