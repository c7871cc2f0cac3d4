"""A stand-in for the geocoders of this world, over real HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.geo.formats import EMPTY
from tests.geo.stand_in import StandIn

FAST = 1000  # calls a second, where a test is not about turns


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], StandIn]]:
    """Starts stand-ins, and ends them after the test."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running: list[StandIn] = []

    def start() -> StandIn:
        running.append(StandIn().open())
        return running[-1]

    yield start
    for each in running:
        each.close()


@pytest.fixture
def asks(settings: Any, serve: Callable[[], StandIn]) -> Callable[..., list[StandIn]]:
    """Sets a chain for one country, each geocoder of it a stand-in that knows nothing yet."""

    def name(*geocoders: str, country: str = "BE", rate: float = FAST) -> list[StandIn]:
        found = [serve() for _geocoder in geocoders]
        for geocoder, each in zip(geocoders, found, strict=True):
            each.answers(EMPTY[geocoder])
        settings.GEOCODERS = f"{country}={','.join(geocoders)}"
        settings.GEOCODER_OPTIONS = {
            geocoder: {"url": each.url, "key": "our-key", "rate": rate}
            for geocoder, each in zip(geocoders, found, strict=True)
        }
        settings.GEOCODER_USER_AGENT = "covidsol (test)"
        return found

    return name


@pytest.fixture
def stand_in(asks: Callable[..., list[StandIn]]) -> StandIn:
    """Nominatim for Belgium."""
    return asks("nominatim")[0]


@pytest.fixture
def french(asks: Callable[..., list[StandIn]]) -> StandIn:
    """BAN for France."""
    return asks("ban", country="FR")[0]
