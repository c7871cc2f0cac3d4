"""The offline table: complete, in the right places, with names in every language."""

from collections import defaultdict

import pytest

from geo.points import Box, Point, distance_km
from geo.postcodes import SHIPPED, Municipality, Postcode, all_postcodes, lookup, place_label

BELGIUM = Box(south=49.49, west=2.54, north=51.51, east=6.41)

# Written down from atlases, independent of the table's sources.
KNOWN = {
    "1000": (50.8467, 4.3525), "1030": (50.8676, 4.3737), "1050": (50.8300, 4.3700),
    "1348": (50.6681, 4.6118), "2000": (51.2213, 4.4051), "2040": (51.3436, 4.3142),
    "2800": (51.0281, 4.4803), "3000": (50.8792, 4.7009), "3500": (50.9307, 5.3325),
    "3600": (50.9650, 5.5008), "3700": (50.7806, 5.4647), "3800": (50.8167, 5.1864),
    "4000": (50.6412, 5.5718), "4700": (50.6279, 6.0364), "4780": (50.2806, 6.1272),
    "4800": (50.5891, 5.8624), "5000": (50.4669, 4.8675), "5500": (50.2606, 4.9122),
    "5580": (50.1631, 5.2219), "6000": (50.4114, 4.4446), "6600": (50.0003, 5.7153),
    "6700": (49.6836, 5.8167), "6830": (49.7950, 5.0667), "7000": (50.4542, 3.9523),
    "7010": (50.5050, 3.9850), "7500": (50.6056, 3.3879), "8000": (51.2089, 3.2242),
    "8400": (51.2258, 2.9194), "8500": (50.8280, 3.2649), "8900": (50.8514, 2.8869),
    "9000": (51.0543, 3.7174), "9100": (51.1651, 4.1437), "9300": (50.9378, 4.0403),
}  # fmt: skip
# Where the table's first source errs, or was said to, by 5 to 93 km.
TRAPS = {
    "6834": (49.8360, 5.0900), "6831": (49.8160, 5.0990), "1910": (50.9419, 4.5511),
    "6661": (50.1050, 5.7700), "2223": (51.0283, 4.6881), "4654": (50.6692, 5.8053),
    "3404": (50.7667, 5.0986), "3660": (51.0425, 5.5833), "4821": (50.6136, 5.8797),
    "9112": (51.1550, 4.0440),
}  # fmt: skip


def belgian(code: str) -> Postcode:
    postcode = lookup("BE", code)
    assert postcode is not None, code
    return postcode


def by_municipality() -> dict[Municipality, list[Postcode]]:
    found = defaultdict(list)
    for postcode in all_postcodes("BE"):
        for municipality in postcode.municipalities:
            found[municipality].append(postcode)
    return found


def test_the_table_holds_every_belgian_postcode_once() -> None:
    """1 146 with a place, and three sites: Cargovil (1804), Brucargo (1931), SHAPE (7010)."""
    codes = [postcode.code for postcode in all_postcodes("BE")]

    assert len(codes) == len(set(codes)) == 1149
    assert codes == sorted(codes)
    assert all(len(code) == 4 and code.isdecimal() for code in codes)


def test_the_table_holds_the_565_municipalities_with_names_in_french_and_dutch() -> None:
    municipalities = by_municipality()

    assert len(municipalities) == 565
    assert all(municipality.fr and municipality.nl for municipality in municipalities)
    assert all(municipality.languages for municipality in municipalities)


def test_the_regions_have_their_languages() -> None:
    by_languages = defaultdict(set)
    for municipality in by_municipality():
        by_languages[municipality.languages].add(municipality)

    counts = {languages: len(found) for languages, found in by_languages.items()}
    assert counts == {("fr", "nl"): 19, ("nl",): 285, ("fr",): 252, ("de",): 9}
    assert all(municipality.de for municipality in by_languages[("de",)])


@pytest.mark.parametrize("code", KNOWN)
def test_a_well_known_place_lies_within_3_km_of_where_it_is(code: str) -> None:
    assert distance_km(belgian(code).point, Point(*KNOWN[code])) < 3


@pytest.mark.parametrize("code", TRAPS)
def test_a_place_that_the_source_misplaced_was_mended(code: str) -> None:
    postcode = belgian(code)

    assert distance_km(postcode.point, Point(*TRAPS[code])) < (
        7 if postcode.precision == "municipality" else 3
    )


def test_only_a_handful_have_no_point_of_their_own() -> None:
    rough = [p.code for p in all_postcodes("BE") if p.precision == "municipality"]

    assert rough == ["1804", "6661"]
    assert {p.precision for p in all_postcodes("BE")} == {"postcode", "municipality"}


def test_no_point_lies_outside_belgium() -> None:
    outside = [postcode.code for postcode in all_postcodes("BE") if not BELGIUM.holds(postcode.point)]

    assert all_postcodes("BE")
    assert outside == []


def test_every_postcode_has_a_neighbour_within_10_km() -> None:
    """Two towns in the Ardennes are 9.9 km from the next; a point that strayed abroad is further."""
    points = [postcode.point for postcode in all_postcodes("BE")]

    for here in points:
        near = sorted(distance_km(here, other) for other in points if abs(other.lat - here.lat) < 0.1)
        assert near[1] < 10, here


def test_no_postcode_has_strayed_from_the_others_of_its_municipality() -> None:
    """The port of Antwerp and the merged Beveren are the widest municipalities."""
    several = [postcodes for postcodes in by_municipality().values() if len(postcodes) > 1]

    assert len(several) > 200
    for postcodes in several:
        for one in postcodes:
            others = [other for other in postcodes if other is not one]
            assert min(distance_km(one.point, other.point) for other in others) < 13, one.code


def test_no_two_postcodes_share_a_point() -> None:
    codes = defaultdict(list)
    for postcode in all_postcodes("BE"):
        codes[postcode.point].append(postcode.code)

    assert len(codes) == 1149


def test_the_tables_are_small_and_their_licences_are_named() -> None:
    sizes = {file.name: file.stat().st_size for file in SHIPPED.glob("*.csv.gz")}

    assert sorted(sizes) == ["postcodes-be.csv.gz", "postcodes-fr.csv.gz"]
    assert sum(sizes.values()) <= 400_000
    notice = (SHIPPED / "NOTICE.md").read_text(encoding="utf-8")
    for word in (
        "Open Database License", "Statbel", "GeoNames", "CC BY 4.0", "countries-states-cities",
        "Licence Ouverte", "INSEE", "IGN", "La Poste", "DILA", "DGFiP", *sizes,
    ):  # fmt: skip
        assert word in notice


@pytest.mark.parametrize("written", ["1030", " 1030 ", "B-1030", "b-1030", "BE-1030", "BE - 1030", "10 30"])
def test_a_postcode_is_found_as_people_write_it(written: str) -> None:
    assert lookup("be", written) is belgian("1030")


@pytest.mark.parametrize(
    ("country", "code"),
    [("BE", "9999"), ("BE", ""), ("BE", "F-1030"), ("FR", "1030"), ("FR", "B-1030"), ("", "1030")],
)
def test_an_unknown_postcode_is_nothing(country: str, code: str) -> None:
    assert lookup(country, code) is None


def test_a_country_without_table_has_no_postcodes() -> None:
    assert all_postcodes("LU") == all_postcodes("../..") == all_postcodes("") == ()


@pytest.mark.parametrize(
    ("code", "language", "label"),
    [
        ("1030", "fr", "1030 Schaerbeek"),
        ("1030", "nl", "1030 Schaarbeek"),
        ("1030", "en", "1030 Schaerbeek / Schaarbeek"),
        ("1030", "de", "1030 Schaerbeek / Schaarbeek"),
        ("1070", "en", "1070 Anderlecht"),
        ("1000", "de", "1000 Brüssel"),
        ("9000", "fr", "9000 Gand"),
        ("9000", "en", "9000 Gent"),
        ("9000", "nl-be", "9000 Gent"),
        ("4000", "nl", "4000 Luik"),
        ("4000", "en", "4000 Liège"),
        ("4000", "de", "4000 Lüttich"),
        ("4760", "en", "4760 Büllingen"),
        ("4760", "fr", "4760 Bullange"),
        ("1040", "nl", "1040 Brussel / Etterbeek"),
        (" b-1030", "fr", "1030 Schaerbeek"),
        ("9999", "fr", "9999"),
    ],
)
def test_a_place_is_called_by_its_name_in_the_readers_language(code: str, language: str, label: str) -> None:
    assert place_label("BE", code, language) == label


def test_a_postcode_of_another_country_is_its_own_label() -> None:
    assert place_label("LU", "1009", "fr") == "1009"
