"""What stands in a list, in four languages, and what is wrong with it, row by row."""

import io
import zipfile
from typing import Any

import pytest
from django.utils import translation

from exchange import headings, rows, sheets
from tests.exchange import lists

pytestmark = pytest.mark.django_db
FOUR = {
    "fr": ["Prénom et nom", "E-mail", "Téléphone", "Code postal", "Offres", "Langues"],
    "nl": ["Naam", "E-mailadres", "Telefoon", "Postcode", "Aanbod", "Talen"],
    "de": ["Name", "E-Mail", "Telefon", "PLZ", "Hilfe", "Sprachen"],
    "en": ["Full name *", "E-MAIL", "phone", "Postal code", "Offers", "Languages"],
}
WORDS = {
    "fr": ("Courses", "français, anglais"), "nl": ("boodschappen", "Frans / Engels"),
    "de": ("Einkaufen", "Französisch; Englisch"), "en": ("shopping", "French & English"),
}  # fmt: skip


@pytest.mark.parametrize("language", FOUR)
def test_headings_and_words_are_known_in_every_language(language: str) -> None:
    offer, spoken = WORDS[language]
    found = rows.check(
        [FOUR[language], ["Ann Brown", "ann@example.org", "0470123456", "1180", offer, spoken]]
    )

    assert found.faults == []
    assert (found.fresh[2].languages, found.fresh[2].kinds) == (["fr", "en"], 1)


@pytest.mark.parametrize("language", FOUR)
def test_our_own_template_is_known_whoever_reads_it(language: str) -> None:
    with translation.override(language):
        names = [str(each) for each in headings.COLUMNS.values()]

    with translation.override("en"):
        assert headings.columns(names) == {code: at for at, code in enumerate(headings.COLUMNS)}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"c0": "12"}, "name"), ({"c0": "<b>Ann</b>"}, "name"), ({"c0": "=1+1"}, "name"),
        ({"c1": "x"}, "email"), ({"c1": "=cmd@b.be"}, "email"), ({"c1": ""}, "email"),
        ({"c2": "12"}, "phone"), ({"c2": "=0470123456"}, "phone"), ({"c3": "@x"}, "street"),
        ({"c4": "99999", "c5": ""}, "postcode"), ({"c5": "Namur"}, "postcode"), ({"c6": "gold"}, "kinds"),
        ({"c6": ""}, "kinds"), ({"c7": "klingon"}, "languages"), ({"c8": "500"}, "travel_km"),
        ({"c3": "x" * 301}, "street"),
    ],
)  # fmt: skip
def test_a_fault_names_row_and_column_in_the_readers_language(changes: dict[str, str], column: str) -> None:
    said: dict[str, list[rows.Fault]] = {}
    for language in ("fr", "nl"):
        with translation.override(language):
            said[language] = rows.check([lists.HEADINGS, lists.line(), lists.line(1, **changes)]).faults
            assert {(each.row, each.column) for each in said[language]} == {
                (3, str(headings.COLUMNS[column]))
            }

    assert said["fr"][0].words != said["nl"][0].words


def test_all_the_faults_of_a_row_are_told_at_once() -> None:
    bad = lists.line(c0="=A1", c1="x", c2="12", c4="9999", c5="", c6="danser", c7="klingon", c8="500")
    with translation.override("en"):
        found = rows.check([lists.HEADINGS, bad]).faults
        columns = [str(headings.COLUMNS[code]) for code in
                   ("name", "email", "phone", "postcode", "kinds", "languages", "travel_km")]  # fmt: skip

        assert {each.column for each in found} == set(columns)
        assert len(found) == len(columns), "each once: of a formula nothing else is said"
        assert found[0] == rows.Fault(2, columns[0], "This cell holds a formula. Write the text itself.")


def test_of_a_place_half_a_formula_only_the_formula_is_told() -> None:
    found = rows.check([lists.HEADINGS, lists.line(c4="2000", c5="=A1")])

    assert [each.column for each in found.faults] == [str(headings.COLUMNS["municipality"])]


def test_a_stray_sign_in_a_long_list_is_no_picture() -> None:
    data = lists.csv(lists.line(c0="Fir\x0bmin\x1f Quatrebarbes"), lists.line(1), code="cp1252")

    assert len(rows.check(sheets.read("x.csv", data)).fresh) == 2


def test_controls_are_taken_out_and_empty_rows_passed_over() -> None:
    odd = lists.line(c0="Fir\u200bmin\u202e\x07  Quatre\tbarbes")
    found = rows.check([lists.HEADINGS, [""] * 9, odd, []])

    assert [each.name for each in found.fresh.values()] == ["Firmin Quatre barbes"]


def test_a_formula_in_a_workbook_is_seen_though_it_looks_like_its_value() -> None:
    found = rows.check(sheets.read("x.xlsx", lists.xlsx(lists.line(c0='=CONCAT("Ann"," Brown")'))))

    assert [(each.row, each.words) for each in found.faults] == [
        (2, str(translation.gettext("This cell holds a formula. Write the text itself.")))
    ]


def test_numbers_of_a_workbook_are_the_text_that_was_meant() -> None:
    line: list[Any] = lists.line()
    line[2], line[4], line[8] = 470987654, 1050.0, 5

    found = rows.check(sheets.read("x.xlsx", lists.xlsx(line)))

    assert found.faults == []
    assert (found.fresh[2].phone, found.fresh[2].postcode) == ("+32470987654", "1050")


def bomb() -> bytes:
    """A small file that would be large."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.MOST_UNPACKED + 1))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("x.xlsx", lambda: b"PK not a zip", "unreadable"), ("x.xlsx", lambda: b"", "unreadable"),
        ("x.csv", lambda: b"a\0b", "unreadable"), ("x.csv", lambda: b"x" * (sheets.MOST_BYTES + 1), "big"),
        ("x.xlsx", bomb, "big"), ("x.csv", lambda: b"a;b\n" * 5002, "many"),
        ("x.pdf", lambda: b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n", "unreadable"),
        ("x.csv", lambda: b"\n<html>", "unreadable"),
        ("x.csv", lambda: b"{\\rtf1 a;b", "unreadable"),
        ("x.bin", lambda: b"GIF89a\n" + b"\x11\x07ab" * 99, "unreadable"),
        ("x.xlsx", lambda: lists.xlsx()[:400], "unreadable"), ("x.png", lambda: b"\x89PNG\0\0", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_whole(name: str, make: Any, code: str) -> None:
    with pytest.raises(sheets.Unusable) as refused:
        sheets.read(name, make())

    assert refused.value.code == code
    assert len(sheets.read("x.csv", b"a;b\n" * 5001)) == 5001
