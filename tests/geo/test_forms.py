"""The postcode field: what a slip of the finger gets as an answer, and which municipality."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from geo.forms import PlaceForm, PostcodeField
from geo.municipalities import find, label, place
from geo.postcodes import all_postcodes, lookup
from geo.typed_postcodes import read


class Door(PlaceForm):
    """A form as the house has them."""

    postcode = PostcodeField(label="Postcode")


def door(postcode: str, municipality: str = "", language: str = "en") -> Door:
    with translation.override(language):
        form = Door({"postcode": postcode, "municipality": municipality})
        form.full_clean()
    return form


def error(postcode: str, language: str = "en", field: str = "postcode") -> str:
    return " ".join(str(each) for each in door(postcode, language=language).errors.get(field, []))


@pytest.mark.parametrize(
    "typed",
    ["1030", "B-1030", "be 1030", "1030 Schaerbeek", "Schaarbeek 1030", "1030, SCHAERBEEK", "10 30",
     "1030 Schaerbeek / Schaarbeek", "1030 Scharbeek", "1030 Bruxelles", "Brussel 1030", "1030 België"],
)  # fmt: skip
def test_one_postcode_is_taken_however_it_is_written(typed: str) -> None:
    form = door(typed)

    assert form.cleaned_data == {"postcode": "1030", "municipality": ""}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "1300 is Wavre. Did you mean 1030 Schaerbeek / Schaarbeek? If 1300 is right, write only"),
        ("fr", "1300, c’est Wavre. Est-ce 1030 Schaerbeek / Schaarbeek\u00a0? Si 1300 est juste, écrivez"),
        ("nl", "1300 is Waver. Bedoelt u 1030 Schaarbeek / Schaerbeek? Is 1300 juist? Schrijf dan"),
        ("de", "1300 ist Wavre. Meinen Sie 1030 Schaerbeek / Schaarbeek? Ist 1300 richtig? Dann schreiben"),
    ],
)  # fmt: skip
def test_a_name_that_contradicts_the_number_is_said_in_the_readers_language(
    language: str, message: str
) -> None:
    assert error("1300 Schaerbeek", language).startswith(message)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1031", "1030 Schaerbeek"),
        ("3011", "3010 Leuven"),
        ("10300", "1030 Schaerbeek"),
        ("103", "1030 Schaerbeek"),
        ("Schaerbeek", "1030 Schaerbeek"),
        ("1031 Schaerbeek", "1030 Schaerbeek"),
        ("6011 Gent", "9000 Gent"),
    ],
)
def test_a_number_that_nobody_has_gets_names_of_those_that_may_be_meant(typed: str, meant: str) -> None:
    assert meant in error(typed)
    assert error(typed).count(" or ") <= 1


@pytest.mark.parametrize("typed", ["99999", "x", "+++", "٣٤٥٦", "1" * 79])
def test_what_resembles_nothing_gets_an_example(typed: str) -> None:
    assert error(typed) == "We do not know this postcode. Four digits, like 1030."


def test_a_cedex_is_said_to_be_one() -> None:
    assert error("59019 LILLE CEDEX") == (
        "This is a CEDEX code, for companies. Write the postcode of your street."
    )


@pytest.mark.parametrize(
    ("code", "language", "choices"),
    [
        ("1050", "fr", ["Bruxelles / Brussel", "Ixelles / Elsene"]),
        ("1040", "nl", ["Brussel / Bruxelles", "Etterbeek"]),
        ("1804", "nl", ["Vilvoorde", "Zemst"]),
        ("1050 Brussel", "nl", ["Brussel / Bruxelles", "Elsene / Ixelles"]),
    ],
)  # fmt: skip
def test_where_one_number_has_two_municipalities_the_person_chooses(
    code: str, language: str, choices: list[str]
) -> None:
    form = door(code, language=language)
    assert list(form.errors) == ["municipality"]
    assert [text for _value, text in form.fields["municipality"].choices] == choices  # type: ignore[attr-defined]
    assert list(form.fields) == ["postcode", "municipality"]

    with translation.override(language):
        html = form.as_div()
    assert html.count('type="radio"') == 2
    assert f'value="{code}"' in html


def test_only_the_three_numbers_of_belgium_that_have_two_ask() -> None:
    asked = [each.code for each in all_postcodes("BE") if read("BE", each.code).choices]

    assert asked == ["1040", "1050", "1804"]


def test_a_choice_is_kept_by_the_places_own_name() -> None:
    form = door("1050", "Ixelles / Elsene")

    assert form.cleaned_data == {"postcode": "1050", "municipality": "Ixelles / Elsene"}


@pytest.mark.parametrize("typed", ["1050 Elsene", "ixelles 1050", "B-1050 Ixelles"])
def test_who_writes_the_name_is_not_asked(typed: str) -> None:
    assert door(typed).cleaned_data == {"postcode": "1050", "municipality": "Ixelles / Elsene"}


@pytest.mark.parametrize("forged", ["Wavre", "Etterbeek", "x" * 999, "<b>"])
def test_a_choice_that_was_not_offered_is_asked_again(forged: str) -> None:
    assert list(door("1050", forged).errors) == ["municipality"]


def test_a_choice_for_another_number_counts_no_more() -> None:
    assert door("1030", "Ixelles / Elsene").cleaned_data == {"postcode": "1030", "municipality": ""}


@pytest.mark.parametrize("typed", ["1020 Laeken", "L-1030", "1030 AB", "1300 Scharbek"])
def test_a_name_that_we_do_not_know_is_never_taken_silently(typed: str) -> None:
    form = door(typed)
    (value, text) = form.fields["municipality"].choices[0]  # type: ignore[attr-defined]

    assert str(form.errors["municipality"][0]).startswith("Is this your municipality?")
    assert text
    assert door(typed, value).cleaned_data["municipality"] == value


@pytest.mark.parametrize(
    ("language", "echo"), [("fr", "1030 Schaerbeek / Schaarbeek"), ("nl", "1030 Schaarbeek / Schaerbeek")]
)
def test_the_page_echoes_the_place_in_the_readers_language(language: str, echo: str) -> None:
    form = door(" b-1030", language=language)
    with translation.override(language):
        assert form["postcode"].help_text == echo
        assert Door()["postcode"].help_text != echo


@pytest.mark.parametrize(
    ("typed", "municipality", "echo"),
    [("1050", "", ""), ("1050", "Ixelles / Elsene", "1050 Ixelles / Elsene"), ("1300 Schaerbeek", "", "")],
)
def test_nothing_is_echoed_that_is_not_clear(typed: str, municipality: str, echo: str) -> None:
    bound: Any = door(typed, municipality)["postcode"]

    assert bound.echo == echo


@pytest.mark.parametrize(("typed", "width"), [("", "w4"), ("1030", "w4"), ("1030 Schaerbeek", "w20")])
def test_the_field_is_as_wide_as_what_stands_in_it(typed: str, width: str) -> None:
    html = str(door(typed)["postcode"])

    assert f'class="{width}"' in html
    assert 'inputmode="numeric"' in html
    assert "pattern" not in html, "letters may be typed as well"


@given(st.one_of(st.text(max_size=90), st.from_regex(r"[0-9]{3,5}[ -]?\w{0,9}", fullmatch=True)))
def test_whatever_is_typed_is_read_and_only_known_codes_are_taken(typed: str) -> None:
    reading = read("BE", typed)

    assert (reading.postcode is None) == (lookup("BE", reading.typed) is None)
    assert reading.postcode is not None or reading.problem is not None


def test_every_name_of_every_municipality_is_taken_beside_its_own_number() -> None:
    for postcode in all_postcodes("BE"):
        for municipality in postcode.municipalities:
            for language in ("fr", "nl", "de", "en"):
                reading = read("BE", f"{postcode.code} {label(municipality, language)}")
                assert reading.problem is None, reading
                assert reading.postcode == postcode


def test_no_name_of_a_municipality_is_taken_beside_a_number_of_another() -> None:
    """Each number with the names of one further on in the list; only "1030 Brussel" is what all write."""
    postcodes = all_postcodes("BE")
    for one, other in zip(postcodes, postcodes[7:], strict=False):
        theirs = set(other.municipalities) - set(one.municipalities)
        for municipality in theirs:
            reading = read("BE", f"{one.code} {municipality.name('nl')}")
            capital = municipality.fr == "Bruxelles" and one.code < "1300"
            assert reading.problem or capital, reading


def test_a_place_is_named_by_its_choice_or_by_all_its_municipalities() -> None:
    assert place("BE", "1050", "Ixelles / Elsene", "nl") == "1050 Elsene / Ixelles"
    assert place("BE", "1050", "", "fr") == "1050 Bruxelles / Brussel, Ixelles / Elsene"
    assert place("BE", "1050", "", "fr", most=1) == "1050 Bruxelles / Brussel …"
    assert place("BE", "2000", "", "fr") == "2000 Anvers"
    assert place("BE", "0000", "", "fr") == "0000"
    zemst = lookup("BE", "1804")
    assert zemst
    assert find(zemst, "Somewhere") is None
