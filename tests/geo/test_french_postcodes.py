"""The French part of the table: complete, in the right places, and no namesake taken for another."""

import gzip
from collections import defaultdict
from statistics import median

import pytest

from geo.points import Box, Point, distance_km
from geo.postcodes import SHIPPED, Postcode, all_postcodes, lookup, place_label

# Mainland and Corsica, then the departments and islands overseas, drawn by hand.
GROUND = {
    "": Box(41.3, -5.2, 51.1, 9.6), "971": Box(15.8, -63.2, 18.2, -61.0),
    "972": Box(14.3, -61.3, 15.0, -60.7), "973": Box(2.1, -54.7, 5.8, -51.6),
    "974": Box(-21.4, 55.2, -20.8, 55.9), "975": Box(46.7, -56.5, 47.2, -56.1),
    "976": Box(-13.1, 44.9, -12.6, 45.4),
}  # fmt: skip
# Written down from atlases, independent of the table's sources.
KNOWN = {
    "01000": (46.205, 5.226), "06000": (43.702, 7.268), "06100": (43.722, 7.257), "13001": (43.298, 5.383),
    "14000": (49.183, -0.362), "17000": (46.160, -1.152), "20000": (41.927, 8.737), "20137": (41.591, 9.279),
    "20200": (42.703, 9.450), "20250": (42.306, 9.151), "21000": (47.322, 5.041), "25000": (47.238, 6.024),
    "29200": (48.390, -4.486), "31000": (43.604, 1.444), "34000": (43.611, 3.877), "35400": (48.648, -2.008),
    "51100": (49.258, 4.032), "51300": (48.725, 4.585), "54000": (48.692, 6.184), "59000": (50.637, 3.063),
    "59140": (51.034, 2.377), "62100": (50.951, 1.859), "64000": (43.297, -0.370), "66000": (42.699, 2.895),
    "67000": (48.583, 7.746), "69003": (45.757, 4.852), "75001": (48.862, 2.336), "75020": (48.863, 2.401),
    "76600": (49.494, 0.108), "84000": (43.949, 4.806), "93200": (48.936, 2.357), "97110": (16.241, -61.533),
    "97200": (14.604, -61.067), "97300": (4.938, -52.330), "97400": (-20.882, 55.450),
    "97500": (46.780, -56.175), "97600": (-12.780, 45.228),
}  # fmt: skip
# The same name, 10 to 9 300 km apart: a join by names would mix them up.
NAMESAKES = {
    "93200": ("Saint-Denis", 48.936, 2.357), "97400": ("Saint-Denis", -20.882, 55.450),
    "17410": ("Saint-Martin-de-Ré", 46.203, -1.367), "97150": ("Saint-Martin", 18.070, -63.080),
    "23120": ("Vallière", 45.907, 2.035), "10130": ("Ervy-le-Châtel", 48.040, 3.910),
    "97410": ("Saint-Pierre", -21.340, 55.478), "97250": ("Saint-Pierre", 14.742, -61.176),
    "97500": ("Saint-Pierre", 46.780, -56.175), "62500": ("Saint-Omer", 50.750, 2.254),
    "38110": ("La Tour-du-Pin", 45.566, 5.445), "73000": ("Chambéry", 45.566, 5.921),
}  # fmt: skip
# How far the next postcode may be, in km: the rivers of Guiana and the northern islands are lonely.
NEXT_KM = {"973": 101, "971": 32}


def french(code: str) -> Postcode:
    postcode = lookup("FR", code)
    assert postcode is not None, code
    return postcode


def department(code: str) -> str:
    return code[:3] if code.startswith("97") else code[:2]


def by_department() -> dict[str, list[Postcode]]:
    found = defaultdict(list)
    for postcode in all_postcodes("FR"):
        found[department(postcode.code)].append(postcode)
    return found


def test_the_table_holds_every_french_postcode_once() -> None:
    codes = [postcode.code for postcode in all_postcodes("FR")]

    assert len(codes) == len(set(codes)) == 6193
    assert codes == sorted(codes)
    assert all(len(code) == 5 and code.isdecimal() for code in codes)


def test_every_department_is_there_and_no_other_country() -> None:
    found = by_department()

    assert len(found) == 94 + 1 + 6  # the mainland, Corsica, 971 to 976
    assert set(found) >= {"20", "971", "972", "973", "974", "975", "976"}
    assert lookup("FR", "98000") is None  # Monaco
    assert lookup("FR", "98714") is None  # Papeete, which is PF


def test_postcodes_of_letters_only_are_not_there() -> None:
    assert lookup("FR", "75270") is None
    assert lookup("FR", "59777")  # Euralille, which is none though it looks like one


@pytest.mark.parametrize("code", KNOWN)
def test_a_well_known_place_lies_within_3_km_of_where_it_is(code: str) -> None:
    assert distance_km(french(code).point, Point(*KNOWN[code])) < 3


@pytest.mark.parametrize("code", NAMESAKES)
def test_no_namesake_is_taken_for_another(code: str) -> None:
    name, lat, lon = NAMESAKES[code]

    assert name in [municipality.own_name for municipality in french(code).municipalities]
    assert distance_km(french(code).point, Point(lat, lon)) < 6


def test_every_point_lies_on_the_ground_of_its_part_of_france() -> None:
    for postcode in all_postcodes("FR"):
        box = GROUND.get(postcode.code[:3] if postcode.code.startswith("97") else "")
        assert box, postcode
        assert box.holds(postcode.point), postcode


def test_every_postcode_has_a_neighbour_of_its_department_near_by() -> None:
    for name, postcodes in by_department().items():
        for one in postcodes:
            near = min((distance_km(one.point, o.point) for o in postcodes if o is not one), default=0)
            assert near < NEXT_KM.get(name, 21), (one, near)


def test_no_mainland_postcode_has_strayed_from_its_department() -> None:
    """The longest way from the middle of a department to a postcode is that of the Charente-Maritime."""
    for name, postcodes in by_department().items():
        if name.startswith("97"):
            continue
        middle = Point(median(p.point.lat for p in postcodes), median(p.point.lon for p in postcodes))
        for one in postcodes:
            assert distance_km(one.point, middle) < 120, one


def test_a_planted_point_that_strayed_would_be_found() -> None:
    lyon, paris = french("69003"), french("75003")

    others = [one for one in by_department()["69"] if one is not lyon]
    assert min(distance_km(paris.point, other.point) for other in others) > 300


def test_a_postcode_names_all_its_communes_from_the_largest_on() -> None:
    names = [municipality.own_name for municipality in french("51300").municipalities]

    assert names[0] == "Vitry-le-François"
    assert len(names) == len(set(names)) > 30
    assert "Maisons-en-Champagne" in names


def test_the_communes_that_are_only_known_by_name_are_named() -> None:
    names = [municipality.own_name for municipality in french("15170").municipalities]

    assert {"Celles", "Chalinargues", "Neussargues-Moissac", "Sainte-Anastasie"} <= set(names)


@pytest.mark.parametrize(
    ("code", "language", "label"),
    [
        ("75116", "fr", "75116 Paris 16e Arrondissement"),
        ("59260", "nl", "59260 Lille / Lezennes"),
        ("51300", "fr", "51300 Vitry-le-François et environs"),
        ("51300", "nl", "51300 Vitry-le-François en omgeving"),
        ("51300", "nl-be", "51300 Vitry-le-François en omgeving"),
        ("51300", "de", "51300 Vitry-le-François und Umgebung"),
        ("51300", "en", "51300 Vitry-le-François and around"),
        ("F-20137", "en", "20137 Porto-Vecchio and around"),
    ],
)
def test_a_label_stays_short_however_many_communes(code: str, language: str, label: str) -> None:
    assert place_label("FR", code, language) == label


def test_quarters_of_a_large_town_have_points_of_their_own() -> None:
    toulouse = [french(code) for code in ("31000", "31100", "31200", "31300", "31400", "31500")]

    assert len({postcode.point for postcode in toulouse}) == 6
    assert {postcode.precision for postcode in toulouse} == {"postcode"}


def test_where_the_part_of_a_town_is_not_known_the_table_says_so() -> None:
    rough = [p.code for p in all_postcodes("FR") if p.precision == "municipality"]

    assert {"59000", "59800", "54000", "54100"} <= set(rough)
    assert len(rough) < 80
    assert {p.precision for p in all_postcodes("FR")} == {"postcode", "municipality"}


@pytest.mark.parametrize(("code", "name"), [("75000", "Paris"), ("69000", "Lyon"), ("13000", "Marseille")])
def test_a_town_is_found_by_the_postcode_that_people_write_for_all_of_it(code: str, name: str) -> None:
    assert [municipality.own_name for municipality in french(code).municipalities] == [name]
    assert french(code).precision == "municipality"


def test_the_file_bears_no_date() -> None:
    """The same sources give the same bytes."""
    for file in SHIPPED.glob("*.csv.gz"):
        packed = file.read_bytes()
        assert packed[4:8] == bytes(4)
        assert gzip.decompress(packed).startswith(b"postcode,lat,lon,")
