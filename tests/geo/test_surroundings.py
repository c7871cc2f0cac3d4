"""How far an answer may lie from a postcode's point: to the border of its ground, or past its neighbours."""

import pytest

from geo.points import Point, distance_km
from geo.postcodes import all_postcodes, lookup
from geo.surroundings import LEAST_KM, MOST_KM, bounded, from_neighbours

# Places and their postcodes, from atlases: on the edge of what their postcode serves.
EDGES = {
    ("FR", "51300"): (48.748, 4.498), ("FR", "13200"): (43.676, 4.628), ("FR", "31000"): (43.595, 1.452),
    ("BE", "1000"): (50.861, 4.356), ("BE", "9000"): (51.060, 3.745), ("BE", "6600"): (50.020, 5.760),
    ("BE", "4000"): (50.655, 5.560), ("BE", "8000"): (51.225, 3.210),
}  # fmt: skip


def test_every_postcode_has_surroundings_within_the_bounds() -> None:
    for country in ("BE", "FR"):
        around = [postcode.surroundings_km for postcode in all_postcodes(country)]
        assert min(around) >= LEAST_KM
        assert max(around) <= MOST_KM


def test_they_are_narrow_in_towns_and_wide_in_the_country() -> None:
    pairs = [("BE", "1050", "6890"), ("FR", "75011", "48220"), ("FR", "93200", "97330")]

    for country, town, village in pairs:
        narrow, wide = lookup(country, town), lookup(country, village)
        assert narrow
        assert wide
        assert 2 * narrow.surroundings_km < wide.surroundings_km


@pytest.mark.parametrize(("country", "code"), EDGES)
def test_a_place_at_the_edge_lies_within_them(country: str, code: str) -> None:
    postcode = lookup(country, code)

    assert postcode
    assert distance_km(postcode.point, Point(*EDGES[country, code])) <= postcode.surroundings_km


def test_the_next_town_lies_outside_of_them() -> None:
    namur, liege = lookup("BE", "5000"), lookup("BE", "4000")

    assert namur
    assert liege
    assert distance_km(namur.point, liege.point) > namur.surroundings_km + liege.surroundings_km


def test_without_the_ground_they_reach_past_the_fourth_neighbour() -> None:
    row = {str(at): Point(50, 4 + at * 0.05) for at in range(9)}

    around = from_neighbours(row)
    apart = distance_km(row["3"], row["5"])
    assert around["4"] == pytest.approx(1.25 * apart, rel=0.01)
    assert around["0"] == pytest.approx(1.25 * 2 * apart, abs=0.2)


def test_places_on_one_point_are_no_neighbours_and_a_lonely_one_has_the_most() -> None:
    together = {str(at): Point(50, 4) for at in range(9)}

    assert set(from_neighbours(together).values()) == {MOST_KM}
    assert from_neighbours({"1": Point(50, 4)}) == {"1": MOST_KM}


def test_no_reach_is_smaller_or_larger_than_the_bounds() -> None:
    assert [bounded(km) for km in (0, LEAST_KM, 7.5, 99)] == [LEAST_KM, LEAST_KM, 7.5, MOST_KM]
