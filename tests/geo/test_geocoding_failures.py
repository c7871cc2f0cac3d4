"""A geocoder that refuses, keeps silent, talks nonsense or is gone hurts nobody and leaks nothing."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from geo.asking import fuse_of
from geo.chain import GEOCODERS
from geo.geocoders import contract, errors
from geo.models import KnownAddress
from geo.points import Finding, Place
from outside.models import Peer
from tests.geo import formats
from tests.geo.answers import HOUSE, NOW, STREET, ask, find, schaerbeek
from tests.geo.stand_in import StandIn

pytestmark = pytest.mark.django_db
Asks = Callable[..., list[StandIn]]
BELGIAN = [name for name, each in GEOCODERS.items() if not each.countries]
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 429, 500, 503])
@pytest.mark.parametrize("name", BELGIAN)
def test_a_refusal_leaves_the_table_and_is_not_remembered(
    asks: Asks, name: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    (stand_in,) = asks(name)
    stand_in.status = status
    stand_in.body = f"no more of {STREET} 1030 today".encode()

    with caplog.at_level(logging.DEBUG):
        assert find() == Finding(schaerbeek(), failed=True)

    assert len(stand_in.told) == 1
    assert not KnownAddress.objects.exists()
    assert f"geocoder {name} failed: Geocoder" in caplog.text
    assert "Josaphat" not in caplog.text
    assert "1030" not in caplog.text


GARBAGE = [
    b"",
    b"<html>Rue Josaphat</html>",
    b"[",
    b"7",
    b'"Rue Josaphat"',
    b"[7]",
    b"[{}]",
    b'{"features": [{}]}',
    b'{"features": [{"geometry": null}]}',
    b'{"features": [{"geometry": {"coordinates": [4, 50]}, "properties": {}}]}',
    b'{"items": [{"title": "Rue Josaphat"}]}',
    b'{"results": [{"formatted": "Rue Josaphat"}]}',
    b'{"error": "Rue Josaphat?"}',
    b"\xff\xfe",
    b"[" * 100_000,
]


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("name", BELGIAN)
def test_garbage_leaves_the_table_and_is_not_believed(
    asks: Asks, name: str, garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (stand_in,) = asks(name)
    stand_in.body = garbage

    with caplog.at_level(logging.DEBUG):
        assert ask() == schaerbeek()

    assert len(stand_in.told) == 1
    assert f"geocoder {name} failed" in caplog.text
    assert "Josaphat" not in caplog.text


@pytest.mark.filterwarnings("ignore:Latitude normalization:UserWarning")
@pytest.mark.parametrize(
    "raw",
    [
        {"lat": "x", "lon": "y"},
        {"lat": "nan"},
        {"lat": "950"},
        {"place_rank": "high"},
        {"place_rank": 1e999},
        {"address": "Rue Josaphat"},
    ],
)
def test_a_number_that_is_none_leaves_the_table(stand_in: StandIn, raw: dict[str, Any]) -> None:
    answer = formats.nominatim()[0] | raw
    stand_in.answers([answer])

    assert find() == Finding(schaerbeek(), failed=True)
    assert not KnownAddress.objects.exists()


@pytest.mark.parametrize("garbage", [b"7", b'{"features": [{}]}', b'{"features": [{"geometry": null}]}'])
def test_bans_garbage_is_nowhere(french: StandIn, garbage: bytes) -> None:
    french.body = garbage

    assert ask("8 Rue Nationale", "59998", "FR") is None
    assert len(french.told) == 1
    assert not KnownAddress.objects.exists()


def test_a_silent_geocoder_is_not_waited_for(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.silent = True
    assert contract.TIMEOUT_SECONDS == 5
    monkeypatch.setattr(contract, "TIMEOUT_SECONDS", 0.2)

    assert ask() == schaerbeek()
    assert len(stand_in.told) == 1
    assert "failed: GeocoderTimedOut" in caplog.text


def test_a_geocoder_that_is_gone_is_done_without(
    stand_in: StandIn, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    gone = StandIn()
    settings.GEOCODER_OPTIONS = {"nominatim": {"url": gone.url}}
    gone.server.server_close()

    assert ask() == schaerbeek()
    assert "geocoder nominatim failed: Geocoder" in caplog.text


def test_when_the_first_of_a_chain_fails_the_next_one_answers(asks: Asks) -> None:
    nominatim, photon = asks("nominatim", "photon")
    nominatim.status = 500
    photon.answers(formats.photon())

    assert find() == Finding(Place(HOUSE, "house", "photon"))


def test_when_one_of_a_chain_fails_and_the_other_does_not_know_it_is_tried_again(asks: Asks) -> None:
    nominatim, _photon = asks("nominatim", "photon")
    nominatim.status = 500

    assert find() == Finding(schaerbeek(), failed=True)


def test_after_five_failures_nobody_asks_until_the_rest_is_over(stand_in: StandIn) -> None:
    stand_in.status = 500
    for number in range(1, 9):
        assert ask(f"Rue Josaphat {number}") == schaerbeek()
    assert len(stand_in.told) == fuse_of(GEOCODERS["nominatim"]).most == 5

    stand_in.status = 200
    stand_in.answers(formats.nominatim())
    assert ask(now=NOW + timedelta(seconds=59)) == schaerbeek()
    assert ask(now=NOW + timedelta(minutes=1)) == Place(HOUSE, "house", "nominatim")
    assert Peer.objects.get(pk="geocoder:nominatim").failures == 0


@pytest.mark.parametrize(
    ("status", "headers", "rest"),
    [
        (403, {}, errors.HOUR),
        (402, {}, errors.HOUR),
        (429, {}, errors.MINUTE),
        (429, {"Retry-After": "600"}, timedelta(minutes=10)),
        (429, {"Retry-After": "99999999"}, errors.DAY),
    ],
)
def test_who_is_sent_away_stays_away_for_as_long_as_is_asked(
    stand_in: StandIn, status: int, headers: dict[str, str], rest: timedelta
) -> None:
    stand_in.status, stand_in.headers = status, headers
    ask()

    ask(now=NOW + rest - SECOND)
    assert len(stand_in.told) == 1, "one refusal is enough"
    ask(now=NOW + rest)
    assert len(stand_in.told) == 2


def test_one_geocoders_trouble_is_not_anothers(asks: Asks) -> None:
    nominatim, photon = asks("nominatim", "photon")
    nominatim.status = 403
    photon.answers(formats.photon())

    for number in range(1, 4):
        assert ask(f"Rue Josaphat {number}") == Place(HOUSE, "house", "photon")
    assert (len(nominatim.told), len(photon.told)) == (1, 3)
