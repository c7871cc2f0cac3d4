"""How the table is made: polygons, town halls that stand elsewhere, communes with several postcodes."""

import struct
from pathlib import Path

import pytest

from geo.points import Point
from scripts.postcodes.france import settle, shares
from scripts.postcodes.french_communes import Commune, Gazetteer, place
from scripts.postcodes.ground import from_wkb, holds, mean, middle, outside_km, point_from_wkb
from scripts.postcodes.names import plain

pytestmark = pytest.mark.once

# A square of a tenth of a degree with a hole in its middle, (lon, lat).
OUTER = [(4.0, 50.0), (4.1, 50.0), (4.1, 50.1), (4.0, 50.1), (4.0, 50.0)]
HOLE = [(4.04, 50.04), (4.06, 50.04), (4.06, 50.06), (4.04, 50.06), (4.04, 50.04)]
GROUND = [[OUTER, HOLE]]
INSIDE, ELSEWHERE = Point(50.02, 4.03), Point(48.2, -4.1)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    """A village with the commune's code on its ground, a larger one that bears the code and is not there."""
    cells = [[""] * 19, [""] * 19]
    cells[0][1], cells[0][4], cells[0][5], cells[0][8], cells[0][13], cells[0][14] = (
        "Bourg 50.08 4.08 FR 99001 600".split()
    )
    cells[1][1], cells[1][4], cells[1][5], cells[1][8], cells[1][13], cells[1][14] = (
        "Ville 45.00 1.00 FR 99001 9000".split()
    )
    file = tmp_path / "cities500.txt"
    file.write_text("\n".join("\t".join(row) for row in cells) + "\n")
    return Gazetteer(file)


def commune(insee: str = "99001", **facts: object) -> Commune:
    made = Commune(insee, "Nulle-Part", 999, ("99100",))
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def test_ground_is_read_as_the_package_writes_it() -> None:
    rings = b"".join(
        struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *corner) for corner in ring)
        for ring in GROUND[0]
    )
    polygon = struct.pack("<BII", 1, 3, 2) + rings

    assert from_wkb((struct.pack("<BII", 1, 6, 1) + polygon).hex()) == GROUND
    assert from_wkb("") == from_wkb(r"\N") == []
    with pytest.raises(ValueError, match="MultiPolygon"):
        from_wkb(polygon.hex())
    assert point_from_wkb(struct.pack("<BIdd", 1, 1, 4.03, 50.02).hex()) == INSIDE
    assert point_from_wkb(r"\N") is None


def test_what_lies_inside_in_the_hole_and_outside() -> None:
    assert holds(GROUND, INSIDE)
    assert not holds(GROUND, Point(50.05, 4.05))
    assert outside_km(GROUND, INSIDE) == 0
    assert outside_km(GROUND, Point(50.2, 4.1)) == pytest.approx(11.1, abs=0.1)
    assert middle(GROUND) == pytest.approx(Point(50.05, 4.05))
    assert mean([(3, Point(50, 4)), (1, Point(51, 4))]) == Point(50.25, 4)


def test_a_town_hall_is_believed_on_its_ground_only(gazetteer: Gazetteer) -> None:
    at_home, abroad, nobody = commune(ground=GROUND), commune(ground=GROUND), commune("99002", ground=GROUND)

    assert place(at_home, INSIDE, gazetteer) == "town hall"
    assert place(abroad, ELSEWHERE, gazetteer) == "gazetteer"
    assert place(nobody, ELSEWHERE, gazetteer) == "middle"
    assert (at_home.point, abroad.point) == (INSIDE, Point(50.08, 4.08))


def test_without_ground_a_town_hall_needs_a_neighbour(gazetteer: Gazetteer) -> None:
    here, nowhere = commune(), commune("99002")
    parts = commune("99002", parts=[commune("99003", point=INSIDE)])

    assert place(here, Point(45.01, 1.0), gazetteer) == "town hall"
    assert place(nowhere, INSIDE, gazetteer) == "nowhere"
    assert place(parts, INSIDE, gazetteer) == "parts"
    assert nowhere.point is None
    assert shares(nowhere) == {}


def test_of_a_merged_commune_each_postcode_gets_its_former_part() -> None:
    parts = [
        commune("99010", people=99, postcodes=("99100",), point=Point(50.0, 4.0)),
        commune("99011", people=299, postcodes=("99200",), point=Point(50.3, 4.3)),
    ]
    merged = commune(postcodes=("99100", "99200", "99300"), point=INSIDE, parts=parts)

    found = shares(merged)
    assert {code: (share.point, share.own) for code, share in found.items()} == {
        "99100": (Point(50.0, 4.0), True),
        "99200": (Point(50.3, 4.3), True),
        "99300": (INSIDE, False),
    }
    assert found["99200"].people == 300


def test_a_postcode_lies_in_the_middle_of_its_people_and_names_the_largest_first() -> None:
    town = commune("99020", name="Ville", people=2999, point=Point(50.0, 4.0), ground=GROUND)
    village = commune("99021", name="Bourg", people=999, point=Point(50.4, 4.0))

    row = settle("99100", [shares(village)["99100"], shares(town)["99100"]], ["Hameau"])

    assert row.point == pytest.approx(Point(50.1, 4.0))
    assert [each.own_name for each in row.municipalities] == ["Ville", "Bourg", "Hameau"]
    assert row.precision == "postcode"
    assert 11 < row.surroundings_km < 16


def test_only_shared_ground_is_no_point_of_its_own() -> None:
    town = commune(postcodes=("99100", "99200"), point=INSIDE)

    assert settle("99100", [shares(town)["99100"]], []).precision == "municipality"


def test_names_are_compared_without_accents_and_marks() -> None:
    assert plain("L'Île-d'Yeu") == plain("L ILE D YEU") == "liledyeu"
