"""A real Nominatim finds the same house in French and in Dutch, and what it makes up is refused."""

import json
from pathlib import Path

import pytest

from covidsol.servers import StartError
from geo.points import Point
from tests import cast
from tests.geocoders.asking import find, is_at, is_refused, settle
from tests.geocoders.conftest import MAP, Wire, listened, without_dutch
from tests.geocoders.line import Line
from tests.geocoders.nominatim import nominatim, status

pytestmark = [pytest.mark.nominatim, pytest.mark.django_db]

# From data/brussels.osm.
ROYALE_202 = Point(50.8610, 4.3662)
ROYALE = Point(50.8625, 4.3660)
ROGIER_16 = Point(50.8621, 4.3720)
CHURCH_SCHAERBEEK = Point(50.8701, 4.3740)
CHURCH_EVERE = Point(50.8721, 4.4040)
TILLEUL_EVERE = Point(50.8780, 4.4002)
LEUVEN_20 = Point(50.8801, 4.7080)


def test_it_is_a_nominatim_that_answers(belgium: str) -> None:
    told = status(belgium)

    assert told["message"] == "OK"
    assert told["software_version"].startswith("5.")


@pytest.mark.parametrize(
    ("french", "dutch", "point"),
    [
        ("Rue Royale Sainte-Marie 202", "Koninklijke Sinte-Mariastraat 202", ROYALE_202),
        ("Avenue Rogier 16", "Rogierlaan 16", ROGIER_16),
        ("Rue de l'Église 7", "Kerkstraat 7", CHURCH_SCHAERBEEK),
    ],
)
def test_a_house_lies_where_it_lies_in_both_languages(
    nominatim_line: Line, french: str, dutch: str, point: Point
) -> None:
    in_french, in_dutch = find(french, "1030"), find(dutch, "1030")

    assert is_at(in_french, point)
    assert is_at(in_dutch, point)
    assert in_french == in_dutch
    assert in_french is not None
    assert in_french.source == "nominatim"
    assert len(nominatim_line.said) == 2


@pytest.mark.parametrize("number", ["202", "241"])
def test_two_houses_of_one_street_are_two_points(nominatim_line: Line, number: str) -> None:
    place = find(f"Koninklijke Sinte-Mariastraat {number}", "1030")

    assert is_at(place, ROYALE_202) == (number == "202")
    assert place is not None
    assert place.precision == "house"


@pytest.mark.parametrize(
    ("street", "point"),
    [
        ("202, rue royale sainte marie", ROYALE_202),
        ("RUE ROYALE SAINTE-MARIE 202", ROYALE_202),
        ("koninklijke sinte mariastraat, 202", ROYALE_202),
        ("av. Rogier 16", ROGIER_16),
        ("16 Avenue Rogier", ROGIER_16),
        ("rue de l'eglise 7", CHURCH_SCHAERBEEK),
        ("Kerkstr. 7", CHURCH_SCHAERBEEK),
        ("Avenue Rogier - Rogierlaan 16", ROGIER_16),
    ],
)
def test_it_is_found_as_people_write_it(nominatim_line: Line, street: str, point: Point) -> None:
    assert is_at(find(street, "1030"), point)


def test_a_town_with_one_language_is_found(nominatim_line: Line) -> None:
    assert is_at(find("Bondgenotenlaan 20", "3000"), LEUVEN_20)


@pytest.mark.parametrize("street", ["Rue Royale Sainte-Marie 999", "Koninklijke Sinte-Mariastraat"])
def test_without_a_known_number_there_is_the_street(nominatim_line: Line, street: str) -> None:
    assert is_at(find(street, "1030"), ROYALE, "street")


@pytest.mark.parametrize("box", ["bte 3", "bus 3", "boîte 3"])
@pytest.mark.parametrize("street", ["Rue Royale Sainte-Marie 202", "Koninklijke Sinte-Mariastraat 202"])
def test_a_box_does_not_spoil_it(nominatim_line: Line, street: str, box: str) -> None:
    assert is_at(find(f"{street} {box}", "1030"), ROYALE_202)


@pytest.mark.parametrize("number", ["16A", "16 bis", "16-18", "16/3"])
def test_a_number_that_the_map_writes_otherwise_does_not_spoil_it(nominatim_line: Line, number: str) -> None:
    assert is_at(find(f"Avenue Rogier {number}", "1030"), ROGIER_16)


@pytest.mark.parametrize(("postcode", "point"), [("1030", CHURCH_SCHAERBEEK), ("1140", CHURCH_EVERE)])
def test_of_two_streets_with_one_name_the_postcode_decides(
    nominatim_line: Line, postcode: str, point: Point
) -> None:
    assert is_at(find("Kerkstraat 7", postcode), point)


@pytest.mark.parametrize("street", ["Rue du Tilleul 5", "Lindestraat 5"])
def test_a_street_of_the_next_municipality_is_not_taken_for_one_of_ours(
    nominatim_line: Line, street: str
) -> None:
    assert is_at(find(street, "1140"), TILLEUL_EVERE)
    assert is_refused(find(street, "1030"))


def test_a_street_of_that_name_in_a_far_town_is_not_taken_either(nominatim_line: Line) -> None:
    assert is_refused(find("Kerkstraat 7", "3000"))


def test_a_street_that_nobody_built_is_refused(nominatim_line: Line) -> None:
    assert is_refused(find("Rue des Rêves 4", "1030"))
    assert nominatim_line.said


def test_where_a_person_lives_is_found_and_no_name_leaves(nominatim_line: Line) -> None:
    asker = cast.help_request(
        at=None, street="Rue Royale Sainte-Marie 202", postcode="1030", email="nadia@example.org"
    )
    helper = cast.volunteer(at=None, street="Rogierlaan 16", postcode="1030")

    settle(asker)
    settle(helper)

    assert (asker.precision, helper.precision) == ("house", "house")
    told = json.dumps(nominatim_line.said, ensure_ascii=False).casefold()
    assert "202" in told
    assert "rogierlaan" in told
    secrets = [*asker.name.split(), *helper.name.split(), asker.email, helper.email, asker.notes]
    secrets += [str(asker.uuid), str(helper.uuid), str(asker.phone)[-6:], str(helper.phone)[-6:]]
    assert [word for word in secrets if word.casefold() in told] == []


def test_when_the_line_is_cut_the_postcode_has_its_say(nominatim_line: Line) -> None:
    nominatim_line.hung_up = True

    place = find("Rue Royale Sainte-Marie 202", "1030")

    assert is_refused(place)
    assert place is not None
    assert place.precision == "postcode"
    assert nominatim_line.said


def test_where_the_map_has_no_dutch_names_the_dutch_address_is_not_found(
    french_only: str, wire: Wire
) -> None:
    with listened(french_only) as line:
        wire("nominatim", line.domain)

        assert is_at(find("Rue Royale Sainte-Marie 202", "1030"), ROYALE_202)
        assert is_refused(find("Koninklijke Sinte-Mariastraat 202", "1030"))


def test_the_control_map_differs_in_its_dutch_names_alone() -> None:
    words = [tag.get("v", "") for tag in without_dutch(MAP).iter("tag")]

    assert "Rue Royale Sainte-Marie" in words
    assert "Bondgenotenlaan" in words
    assert not [word for word in words if "Sinte-Mariastraat" in word]


def test_without_its_environment_it_fails_and_says_what_to_do(
    map_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOCODERS_VENV", str(tmp_path))

    with (
        pytest.raises(StartError, match="make test-geocoders"),
        nominatim(MAP, tmp_path / "x", map_server, "x"),
    ):
        pass


def test_a_map_that_cannot_be_read_is_told_in_nominatims_words(map_server: str, tmp_path: Path) -> None:
    with (
        pytest.raises(StartError, match=r"could not import missing\.osm[^$]+missing\.osm"),
        nominatim(tmp_path / "missing.osm", tmp_path / "x", map_server, "missing"),
    ):
        pass
