"""The file of the table: what is written is read again, and the same postcodes give the same bytes."""

from pathlib import Path

import pytest

from geo.points import Point
from geo.postcodes import SHIPPED, Municipality, Postcode, packed, read

BRUSSELS = Municipality("Bruxelles", "Brussel", "Brüssel", ("fr", "nl"))
ROWS = [
    Postcode("BE", "1050", Point(50.8223, 4.3816), (BRUSSELS, Municipality("Ixelles", "Elsene"))),
    Postcode("BE", "1000", Point(50.8466, 4.3517), (BRUSSELS,), "municipality", 7),
    Postcode("BE", "7010", Point(50.505, 3.985), (Municipality('Mons, "l\'autre"'),)),
]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "BE.csv.gz"
    file.write_bytes(packed(ROWS))

    found = read(file, "BE")
    assert list(found) == ["1000", "1050", "7010"]
    assert found == {row.code: row for row in ROWS}
    assert found["1000"].municipalities[0] is found["1050"].municipalities[0]


def test_the_same_postcodes_give_the_same_bytes() -> None:
    assert packed(ROWS) == packed(ROWS[::-1])


@pytest.mark.parametrize("country", ["BE", "FR"])
def test_the_shipped_tables_are_as_this_house_writes_them(country: str) -> None:
    file = SHIPPED / f"postcodes-{country.lower()}.csv.gz"

    assert packed(read(file, country).values()) == file.read_bytes()


@pytest.mark.parametrize("name", ["a|b", "a=b"])
def test_a_name_with_a_mark_of_the_file_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        packed([Postcode("BE", "1", Point(50, 4), (Municipality(name),))])
