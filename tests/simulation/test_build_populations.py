"""How many live where: a gazetteer counts some towns with their villages, and one with its neighbours."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from geo.points import Point
from geo.postcodes import lookup
from simulation import build_populations as build

pytestmark = pytest.mark.once


def place(name: str, population: int, code: str, *others: str) -> dict[str, Any]:
    """A place of the gazetteer where a postcode points."""
    postcode = lookup("BE", code)
    assert postcode
    return {
        "name": name,
        "alternatenames": list(others),
        "population": population,
        "latitude": postcode.point.lat,
        "longitude": postcode.point.lon,
        "countrycode": "BE",
    }


def test_villages_are_taken_off_the_number_of_their_town() -> None:
    ghent, village = place("Gent", 250_000, "9000", "Gand"), place("Mariakerke", 20_000, "9030")

    assert build.count({1: ghent, 2: village}) == {"9000": 230_000, "9030": 20_000}


def test_a_town_that_is_smaller_than_its_villages_together_was_counted_alone() -> None:
    town, village = place("Gent", 15_000, "9000"), place("Mariakerke", 20_000, "9030")

    assert build.count({1: town, 2: village}) == {"9000": 15_000, "9030": 20_000}


def test_brussels_is_not_counted_with_its_neighbours() -> None:
    region, neighbour = (
        place("Brussels", 1_019_022, "1000", "Bruxelles"),
        place("Ukkel", 82_929, "1180", "Uccle"),
    )

    assert build.count({1: region, 2: neighbour}) == {"1000": 185_000, "1180": 82_929}


def test_a_namesake_far_away_is_no_chief_town() -> None:
    here, namesake = place("Hove", 8000, "2540"), place("Hove", 900, "8800")

    assert build.count({1: here, 2: namesake}) == {"2540": 8000, "8800": 900}


@pytest.mark.parametrize(
    ("name", "letters"), [("Liège", "liege"), ("Sint-Pieters-Leeuw", "sintpietersleeuw")]
)
def test_names_are_compared_by_their_letters(name: str, letters: str) -> None:
    assert build.plain(name) == letters


def test_the_nearest_postcode_is_found() -> None:
    postcodes = [postcode for code in ("1000", "9000", "4000") if (postcode := lookup("BE", code))]

    assert build.nearest(Point(51.0, 3.8), postcodes).code == "9000"


def test_the_table_is_written_for_belgium_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lille = place("Lille", 230_000, "2275") | {"countrycode": "FR"}
    gazetteer = {"1": place("Gent", 250_000, "9000"), "2": lille}
    (tmp_path / "cities.json").write_text(json.dumps(gazetteer))
    monkeypatch.setattr(build, "TABLE", tmp_path / "populations.csv")
    build.main(tmp_path / "cities.json")

    with (tmp_path / "populations.csv").open() as lines:
        assert list(csv.DictReader(lines)) == [{"postcode": "9000", "inhabitants": "250000"}]
