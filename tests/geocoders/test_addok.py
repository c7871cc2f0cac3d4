"""A real addok, which is what BAN runs on, finds French addresses; its guesses elsewhere are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from covidsol.servers import StartError
from geo.points import Point
from tests import cast
from tests.geocoders.addok import addok
from tests.geocoders.asking import find, is_at, is_refused, settle
from tests.geocoders.conftest import STREETS, Wire, listened
from tests.geocoders.line import Line

pytestmark = [pytest.mark.addok, pytest.mark.django_db]

# From data/ban.jsonl.
REPUBLIQUE = Point(45.7590, 4.8360)
REPUBLIQUE_12 = Point(45.7620, 4.8355)
REPUBLIQUE_12_BIS = Point(45.7640, 4.8352)
FOCH_7 = Point(45.7524, 4.8291)
VENTS_3 = Point(45.7481, 4.8245)
TISSERANDS_5 = Point(45.7702, 4.8805)
VILLEURBANNE_12 = Point(45.7682, 4.8902)


@pytest.mark.parametrize(
    ("street", "point"),
    [
        ("12 rue de la République", REPUBLIQUE_12),
        ("12 bis rue de la République", REPUBLIQUE_12_BIS),
        ("12bis, rue de la republique", REPUBLIQUE_12_BIS),
        ("7 avenue du Maréchal Foch", FOCH_7),
        ("3 boulevard des Quatre Vents", VENTS_3),
    ],
)
def test_a_french_house_is_found(addok_line: Line, street: str, point: Point) -> None:
    place = find(street, "69002", "FR")

    assert is_at(place, point)
    assert place is not None
    assert place.source == "ban"
    assert len(addok_line.said) == 1


@pytest.mark.parametrize(
    ("street", "point"),
    [
        ("12 r. de la République", REPUBLIQUE_12),
        ("7 av. du Mal Foch", FOCH_7),
        ("7 av du maréchal foch", FOCH_7),
        ("3 bd des Quatre Vents", VENTS_3),
    ],
)
def test_abbreviations_are_understood(addok_line: Line, street: str, point: Point) -> None:
    assert is_at(find(street, "69002", "FR"), point)


@pytest.mark.parametrize(
    "street",
    ["12 rue de la République appt 4", "Bât. B, 12 rue de la République", "12 rue de la République BP 40"],
)
def test_flats_and_buildings_do_not_spoil_it(addok_line: Line, street: str) -> None:
    assert is_at(find(street, "69002", "FR"), REPUBLIQUE_12)


@pytest.mark.parametrize(
    ("street", "point"),
    [("12 rue de la Repubique", REPUBLIQUE_12), ("7 avenue du Marechal Fosh", FOCH_7)],
)
def test_a_typing_error_is_forgiven(addok_line: Line, street: str, point: Point) -> None:
    assert is_at(find(street, "69002", "FR"), point)


@pytest.mark.parametrize("street", ["99 rue de la République", "rue de la République"])
def test_without_a_known_number_there_is_the_street(addok_line: Line, street: str) -> None:
    assert is_at(find(street, "69002", "FR"), REPUBLIQUE, "street")


def test_an_address_under_another_postcode_is_refused(addok_line: Line) -> None:
    assert is_at(find("5 rue des Tisserands", "69100", "FR"), TISSERANDS_5)
    assert is_refused(find("5 rue des Tisserands", "69002", "FR"))
    assert len(addok_line.said) == 2


def test_of_two_streets_with_one_name_the_postcode_decides(addok_line: Line) -> None:
    assert is_at(find("12 rue de la République", "69002", "FR"), REPUBLIQUE_12)
    assert is_at(find("12 rue de la République", "69100", "FR"), VILLEURBANNE_12)


def test_a_street_that_nobody_built_is_refused(addok_line: Line) -> None:
    assert is_refused(find("4 rue Zygomatique", "69002", "FR"))
    assert addok_line.said


def test_where_a_person_lives_is_found_and_no_name_leaves(addok_line: Line, settings: Any) -> None:
    settings.COUNTRY = "FR"
    asker = cast.help_request(
        at=None, street="12 bis rue de la République", postcode="69002", email="nadia@example.org"
    )

    settle(asker)

    assert asker.precision == "house"
    told = json.dumps(addok_line.said, ensure_ascii=False).casefold()
    assert "69002" in told
    secrets = [*asker.name.split(), asker.email, asker.notes, str(asker.uuid), str(asker.phone)[-6:]]
    assert [word for word in secrets if word.casefold() in told] == []


def test_when_the_line_is_cut_nothing_is_made_up(addok_line: Line) -> None:
    addok_line.hung_up = True

    assert is_refused(find("12 rue de la République", "69002", "FR"))
    assert addok_line.said


def test_where_the_house_is_not_in_the_file_it_is_not_found(wire: Wire, tmp_path: Path) -> None:
    poorer = [json.loads(row) for row in STREETS.read_text().splitlines()]
    for street in poorer:
        street.get("housenumbers", {}).pop("12 bis", None)
    (tmp_path / "poorer.jsonl").write_text("\n".join(json.dumps(street) for street in poorer) + "\n")

    with addok(tmp_path / "poorer.jsonl", tmp_path / "addok") as domain, listened(domain) as line:
        wire("ban", line.domain)

        assert is_at(find("12 rue de la République", "69002", "FR"), REPUBLIQUE_12)
        assert not is_at(find("12 bis rue de la République", "69002", "FR"), REPUBLIQUE_12_BIS)


def test_without_its_environment_it_fails_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOCODERS_VENV", str(tmp_path))

    with pytest.raises(StartError, match="make test-geocoders"), addok(STREETS, tmp_path / "addok"):
        pass
