"""A geocoder that refuses, keeps silent, talks nonsense or is gone hurts nobody and leaks nothing."""

import logging
from typing import Any

import pytest

from geo import geocoding
from geo.models import KnownAddress
from tests.geo.answers import STREET, ask, schaerbeek
from tests.geo.conftest import StandIn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_a_refusal_leaves_the_table_and_is_not_remembered(
    stand_in: StandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.status = status
    stand_in.body = f"no more of {STREET} 1030 today".encode()

    with caplog.at_level(logging.DEBUG):
        assert ask() == schaerbeek()

    assert len(stand_in.told) == 1
    assert not KnownAddress.objects.exists()
    assert "geocoder nominatim failed: Geocoder" in caplog.text
    assert "Josaphat" not in caplog.text
    assert "1030" not in caplog.text


@pytest.mark.filterwarnings("ignore:Latitude normalization:UserWarning")
@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"<html>Rue Josaphat</html>",
        b"[",
        b"7",
        b'"Rue Josaphat"',
        b"[7]",
        b"[{}]",
        b'[{"lat": "x", "lon": "y", "display_name": "x"}]',
        b'[{"lat": "nan", "lon": "4", "display_name": "x"}]',
        b'[{"lat": "950", "lon": "4", "display_name": "x"}]',
        b'[{"lat": "50.8", "lon": "4.3", "display_name": "x", "place_rank": "high"}]',
        b'[{"lat": "50.8", "lon": "4.3", "display_name": "x", "place_rank": 1e999}]',
        b'{"error": "Rue Josaphat?"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_garbage_leaves_the_table_and_is_not_remembered(
    stand_in: StandIn, garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.body = garbage

    with caplog.at_level(logging.DEBUG):
        assert ask() == schaerbeek()

    assert len(stand_in.told) == 1
    assert not KnownAddress.objects.exists()
    assert "geocoder nominatim failed" in caplog.text
    assert "Josaphat" not in caplog.text


def test_a_silent_geocoder_is_not_waited_for(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.silent = True
    assert geocoding.TIMEOUT_SECONDS == 5
    monkeypatch.setattr(geocoding, "TIMEOUT_SECONDS", 0.2)

    assert ask() == schaerbeek()
    assert len(stand_in.told) == 1
    assert "failed: GeocoderTimedOut" in caplog.text


def test_a_geocoder_that_is_gone_is_done_without(
    stand_in: StandIn, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    gone = StandIn()
    settings.GEOCODER_DOMAIN = gone.domain
    gone.server.server_close()

    assert ask() == schaerbeek()
    assert "geocoder nominatim failed: Geocoder" in caplog.text


def test_a_failure_for_an_unknown_postcode_is_nowhere(stand_in: StandIn) -> None:
    stand_in.status = 500

    assert ask(postcode="9999") is None
    assert len(stand_in.told) == 1


@pytest.mark.parametrize("garbage", [b"7", b'{"features": [{}]}', b'{"features": [{"geometry": null}]}'])
def test_bans_garbage_is_nowhere(stand_in: StandIn, settings: Any, garbage: bytes) -> None:
    settings.GEOCODER = "ban"
    stand_in.body = garbage

    assert ask("8 Rue Nationale", "59998", "FR") is None
    assert len(stand_in.told) == 1
    assert not KnownAddress.objects.exists()
