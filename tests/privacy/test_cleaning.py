"""Text from strangers: what is taken out, what is refused, and whom we must never refuse."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from privacy.cleaning import LineField, LinesField, NameField, lines, one_line

pytestmark = pytest.mark.once

NAMES = [
    "Zoé Éluard", "Conan O'Neill", "Conan O’Neill", "Nguyễn Thị Hoa", "李小龙",
    "محمد علي",
    "Þórður Guðmundsson", "Анна Петрівна", "Ωραία Ελένη", "ישראל ישראלי",
    "María-José Núñez", "J. R. Smith jr.",
    "अनिता", "ณัฐพล", "X Æ", "d'Udekem d'Acoz", "张", "ß",
    "김민준", "Jean  Paul", "Đặng",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\nb", "a b"),
        ("a\r\nBcc: all@example.org", "a Bcc: all@example.org"),
        ("a\0b", "ab"),
        ("a\u202eb", "ab"),
        ("\u2066a\u2069", "a"),
        ("a\u200bb\ufeff", "ab"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\tb\x0bc\x85d", "a b c d"),
        ("\ue000a\U000f0000", "a"),
        ("\ud800a", "a"),
        ("  a \u00a0 b  ", "a b"),
        ("e\u0301", "é"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("\x1b[31mred", "[31mred"),
        ("", ""),
    ],
)
def test_one_line_holds_nothing_that_cannot_be_seen(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_cleaning_twice_changes_nothing_more() -> None:
    nasty = "a\u200b \u202e e\u0301\u200b\u0301 \n b\0"

    assert one_line(one_line(nasty)) == one_line(nasty)


def test_a_list_keeps_its_lines_and_at_most_one_empty_one_between() -> None:
    assert lines("milk\r\neggs\rbread\n\n\n\n\nsalt\u202e\n\n") == "milk\neggs\nbread\n\nsalt"


def test_a_letter_with_a_thousand_accents_is_still_one_short_enough_line_or_refused() -> None:
    piled = "Z" + "\u0301" * 1000

    assert one_line(piled).startswith("Ź")
    with pytest.raises(ValidationError):
        NameField(max_length=80).clean(piled)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_are_names(name: str) -> None:
    assert NameField(max_length=80).clean(name) == one_line(name)


@pytest.mark.parametrize(
    "name", ["", "  ", "\u200b", "\0", "😀", "👩\u200d🌾 🎉", "12345", "---", "\u200d", "…"]
)
def test_what_has_no_letter_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError):
        NameField(max_length=80).clean(name)


@pytest.mark.parametrize(
    "name", ["https://evil.example", "ftp://x", "bob@example.org", "Win at http://x.y Bob"]
)
def test_an_address_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError):
        NameField(max_length=80).clean(name)


@pytest.mark.parametrize(
    "field", [NameField(max_length=80), LineField(max_length=120), LinesField(max_length=2000)]
)
def test_ten_thousand_characters_are_too_many(field: forms.CharField) -> None:
    with pytest.raises(ValidationError) as caught:
        field.clean("x" * 10_000)
    assert caught.value.error_list[0].code == "max_length"


def test_the_length_is_judged_after_what_cannot_be_seen_is_out() -> None:
    assert NameField(max_length=4).clean("\u200b" * 500 + "Anna\0" + " " * 500) == "Anna"


@pytest.mark.parametrize("value", [None, "", "   "])
def test_an_optional_line_may_be_empty(value: Any) -> None:
    assert LineField(required=False).clean(value) == ""
