"""`manage.py import_postcodes`: newer postcodes and other countries, all of a file or nothing of it."""

import gzip
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from geo import postcodes
from geo.forms import PostcodeField
from geo.points import Point
from geo.postcodes import all_postcodes, lookup, place_label

LUXEMBOURG = """\
LU\tL-1009\tLuxembourg\tLuxembourg\tLU\t\t\t\t\t49.6117\t6.1300\t6
LU\tL-9999\tWemperhardt\tDiekirch\tDI\t\t\t\t\t50.1500\t6.0500\t6
LU\tL-9999\tUlflingen\tDiekirch\tDI\t\t\t\t\t50.1100\t5.9900\t1
"""
FRANCE = """\
FR\t59000\tLille\tHauts-de-France\t32\t\t\t\t\t50.6330\t3.0586\t5
FR\t59020 CEDEX\tLille\tHauts-de-France\t32\t\t\t\t\t50.6330\t3.0586\t5
FR\t59800\tLille CEDEX 9\tHauts-de-France\t32\t\t\t\t\t50.6330\t3.0586\t5
FR\t78078 CITYSSIMO\tLille\tHauts-de-France\t32\t\t\t\t\t50.6330\t3.0586\t5
FR\t99123\tNeuville\tHauts-de-France\t32\t\t\t\t\t50.7000\t3.1000\t5
"""
BELGIUM = "BE\t9000\tGent\tVlaanderen\tVLG\t\t\t\t\t51.0600\t3.7200\t6\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house where nothing has been imported; what is read in it is forgotten afterwards."""
    settings.DATA_DIR = data = tmp_path / "data"
    monkeypatch.setattr(postcodes, "_tables", {})
    return data / "postcodes"


def file(tmp_path: Path, text: str) -> Path:
    written = tmp_path / "GeoNames.txt"
    written.write_text(text, encoding="utf-8")
    return written


def imported(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_postcodes", str(path), *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_another_country_can_be_the_home_country(tmp_path: Path, settings: Any) -> None:
    assert lookup("LU", "1009") is None

    said = imported(file(tmp_path, LUXEMBOURG))

    settings.COUNTRY = "LU"
    assert "LU: 2 postcodes from 3 lines" in said
    assert PostcodeField().clean("l-1009") == "1009"
    with pytest.raises(ValidationError):
        PostcodeField().clean("1010")
    assert place_label("LU", "L-9999", "fr") == "9999 Wemperhardt / Ulflingen"
    assert [postcode.code for postcode in all_postcodes("LU")] == ["1009", "9999"]


def test_the_point_is_the_middle_of_the_places_and_all_lie_in_the_surroundings(tmp_path: Path) -> None:
    imported(file(tmp_path, LUXEMBOURG))

    postcode = lookup("LU", "9999")
    assert postcode
    assert postcode.point == pytest.approx(Point(50.13, 6.02))
    assert postcode.surroundings_km >= 3.1
    assert postcode.precision == "postcode"


def test_a_point_that_is_only_estimated_is_said_to_be(tmp_path: Path) -> None:
    imported(file(tmp_path, LUXEMBOURG.replace("\t6\n", "\t1\n")))

    assert [postcode.precision for postcode in all_postcodes("LU")] == ["municipality"] * 2


def test_a_running_process_sees_the_new_table_at_its_next_look_up(tmp_path: Path) -> None:
    before = lookup("BE", "9000")

    imported(file(tmp_path, BELGIUM))

    after = lookup("BE", "9000")
    assert before
    assert after
    assert after.point == Point(51.06, 3.72) != before.point
    assert after.municipalities == before.municipalities  # three languages, which the file has not
    assert after.surroundings_km > before.surroundings_km
    assert lookup("BE", "9030")
    assert len(all_postcodes("BE")) == 1149


def test_deleting_the_file_brings_the_shipped_table_back(tmp_path: Path, folder: Path) -> None:
    before = lookup("BE", "9000")
    imported(file(tmp_path, BELGIUM))
    (folder / "BE.csv.gz").unlink()

    assert lookup("BE", "9000") == before


def test_letters_of_firms_are_left_out(tmp_path: Path) -> None:
    said = imported(file(tmp_path, FRANCE))

    assert "FR: 2 postcodes from 2 lines" in said
    assert "left out: 3 lines" in said
    assert place_label("FR", "99123", "fr") == "99123 Neuville"
    assert lookup("FR", "59020") is None
    assert lookup("FR", "59020 CEDEX") is None
    assert [p.code for p in all_postcodes("FR")] == sorted(p.code for p in all_postcodes("FR"))


def test_one_country_of_several_and_a_second_import_in_place_of_the_first(tmp_path: Path) -> None:
    both = file(tmp_path, LUXEMBOURG + BELGIUM)
    imported(both, "--country", "lu")
    known = lookup("BE", "9000")
    assert known
    assert known.point != Point(51.06, 3.72)

    imported(file(tmp_path, LUXEMBOURG.splitlines()[0]))
    assert [postcode.code for postcode in all_postcodes("LU")] == ["1009"]


def test_a_zip_as_it_is_offered(tmp_path: Path) -> None:
    archive = tmp_path / "LU.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("readme.txt", "Readme for GeoNames Postal Code files")
        packed.writestr("LU.txt", LUXEMBOURG)

    assert "LU: 2 postcodes" in imported(archive)
    assert lookup("LU", "1009")


def test_a_dry_run_changes_nothing(tmp_path: Path, folder: Path) -> None:
    said = imported(file(tmp_path, LUXEMBOURG), "--dry-run")

    assert "LU: 2 postcodes" in said
    assert "Nothing was changed." in said
    assert not folder.exists()
    assert lookup("LU", "1009") is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("LU\tL-1010\tLuxembourg", "line 4: 3 columns, 12 are wanted"),
        ("LU\tL-1010\tX\t\t\t\t\t\t\tnorth\t6.1\t6", "line 4: 'north', '6.1' are no coordinates"),
        ("LU\tL-1010\tX\t\t\t\t\t\t\t91\t6.1\t6", "line 4: 91, 6.1 lies nowhere on earth"),
        ("LU\tL-1010\tX\t\t\t\t\t\t\tnan\t6.1\t6", "line 4: nan, 6.1 lies nowhere on earth"),
        ("lu\tL-1010\tX\t\t\t\t\t\t\t49\t6.1\t6", "line 4: 'lu' is no country's code"),
        ("LU\t \tX\t\t\t\t\t\t\t49\t6.1\t6", "line 4: '' is no postcode"),
        ("LU\tL-1010\t\t\t\t\t\t\t\t49\t6.1\t6", "line 4: '' is no name of a place"),
        ("LU\tL-1010\tA|B\t\t\t\t\t\t\t49\t6.1\t6", "line 4: 'A|B' is no name of a place"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_taken_over(
    tmp_path: Path, folder: Path, wrong: str, said: str
) -> None:
    with pytest.raises(CommandError, match="nothing was taken over") as caught:
        imported(file(tmp_path, LUXEMBOURG + wrong + "\n"))

    assert said in str(caught.value)
    assert not folder.exists()
    assert lookup("LU", "1009") is None


def test_of_many_wrong_lines_the_first_are_shown(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="and 80 more"):
        imported(file(tmp_path, "wrong\n" * 100))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd").write_bytes(content)

    with pytest.raises(CommandError):
        imported(tmp_path / "odd")
    with pytest.raises(CommandError):
        imported(tmp_path / "missing")


def test_a_country_that_the_file_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no postcode of DE"):
        imported(file(tmp_path, LUXEMBOURG), "--country", "DE")


def test_a_zip_with_two_tables_or_a_broken_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "odd.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("LU.txt", LUXEMBOURG * 50)
        packed.writestr("BE.txt", BELGIUM)
    with pytest.raises(CommandError, match="a zip with 2 tables"):
        imported(archive)

    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("LU.txt", LUXEMBOURG)
    data = archive.read_bytes()
    archive.write_bytes(data.replace(b"Wemperhardt", b"Wemperhorst"))
    with pytest.raises(CommandError, match="broken zip"):
        imported(archive)


def test_places_too_far_apart_are_pointed_out(tmp_path: Path) -> None:
    said = imported(file(tmp_path, LUXEMBOURG.replace("50.1100", "49.4000")))

    assert "please look: 9999" in said


def test_nothing_takes_its_place_when_the_disk_is_full(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.gazetteer.os.fsync", full)

    with pytest.raises(CommandError, match="No space left"):
        imported(file(tmp_path, LUXEMBOURG))
    assert list(folder.iterdir()) == []


def test_a_damaged_import_does_not_stop_the_pages(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = lookup("BE", "9000")
    imported(file(tmp_path, BELGIUM))
    kept = folder / "BE.csv.gz"

    for damaged in (b"", b"no gzip", kept.read_bytes()[:30], gzip.compress(b"a,b\n1,2\n")):
        kept.write_bytes(damaged)
        assert lookup("BE", "9000") == before
        assert "cannot be read: BE.csv.gz" in caplog.text
        caplog.clear()
