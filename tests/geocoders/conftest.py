"""Real geocoders for these tests, each started once; they fail where a part is missing, they never skip."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.geocoders.addok import addok
from tests.geocoders.line import Line
from tests.geocoders.nominatim import database_server, nominatim
from tests.geocoders.parts import DATA

MAP = DATA / "brussels.osm"
STREETS = DATA / "ban.jsonl"
Wire = Callable[[str, str], None]
BETWEEN_NAMES = " - "  # as maps write Brussels: the French name, then the Dutch one


@pytest.fixture(autouse=True)
def wire(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Tell the product which geocoder to ask, and where: the only place that knows its settings."""

    def to(geocoder: str, domain: str) -> None:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        country = {"nominatim": "BE", "ban": "FR"}[geocoder]
        settings.GEOCODERS = f"{country}={geocoder}"
        settings.GEOCODER_OPTIONS = {geocoder: {"url": f"http://{domain}", "rate": 1000}}
        settings.GEOCODER_USER_AGENT = "covidsol (test)"

    return to


@contextmanager
def listened(domain: str) -> Iterator[Line]:
    """A line to this geocoder."""
    line = Line(domain)
    try:
        yield line
    finally:
        line.close()


@pytest.fixture(scope="session")
def map_server() -> Iterator[str]:
    """The PostgreSQL with PostGIS in which the maps lie."""
    with database_server() as url:
        yield url


@pytest.fixture(scope="session")
def belgium(map_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Nominatim with the invented map."""
    with nominatim(MAP, tmp_path_factory.mktemp("map") / "project", map_server, "belgium") as domain:
        yield domain


def without_dutch(osm: Path) -> "ET.ElementTree[ET.Element]":
    """The map as it would be if nobody had entered a Dutch name."""
    tree = ET.parse(osm)  # noqa: S314 - our own file
    for thing in tree.getroot():
        for tag in thing.findall("tag"):
            if tag.get("k") == "name:nl":
                thing.remove(tag)
            elif tag.get("k") in ("name", "addr:street"):
                tag.set("v", tag.get("v", "").partition(BETWEEN_NAMES)[0])
    return tree


@pytest.fixture(scope="session")
def french_only(map_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Nominatim whose map has no Dutch names: the negative control."""
    folder = tmp_path_factory.mktemp("french")
    without_dutch(MAP).write(folder / "french.osm", encoding="utf-8", xml_declaration=True)
    with nominatim(folder / "french.osm", folder / "project", map_server, "french") as domain:
        yield domain


@pytest.fixture(scope="session")
def france(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An addok with the invented streets."""
    with addok(STREETS, tmp_path_factory.mktemp("streets") / "addok") as domain:
        yield domain


@pytest.fixture
def nominatim_line(belgium: str, wire: Wire) -> Iterator[Line]:
    """The product asks the real Nominatim, and we hear it."""
    with listened(belgium) as line:
        wire("nominatim", line.domain)
        yield line


@pytest.fixture
def addok_line(france: str, wire: Wire) -> Iterator[Line]:
    """The product asks the real addok as its BAN, and we hear it."""
    with listened(france) as line:
        wire("ban", line.domain)
        yield line
