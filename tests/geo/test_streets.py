"""What people write as their street: read apart without losing a letter, and put as a geocoder likes it."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.street_boxes import DROPPED
from geo.street_words import pair, plain
from geo.streets import Street, parse, queries

WORDS = st.sampled_from(
    "Rue rue Av. Bd Ch. Kerkstraat Kerkstr. Haachtse stwg Hauptstr. Louizaln Place Résidence Lieu-dit chez "
    "Mme St. Ste St-Jean du de la des l' 't d’Arlon Haute Royale Koningsstraat Novembre Novemberlaan Mai "
    "1945 11 1er 2e 3ème 5 12 16 16A 16bis ter b B bte bus bt Boîte box n° nr étage 3e app. Bât. rez CEDEX "
    "08 , - / ; 16/3 16/18 16-18 1000 75008 ( ) . 16b3".split()
)
LINES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join))


def letters(text: str) -> Counter[str]:
    """Every letter and digit, whatever its case."""
    text = unicodedata.normalize("NFC", text).replace("ʼ", "'")  # Unicode counts this apostrophe as a letter
    return Counter(c for c in text.casefold() if c.isalnum())


def announcements(text: str) -> Counter[str]:
    """The letters of words that may be dropped, however they are glued to others."""
    text = unicodedata.normalize("NFC", text).casefold()
    found: Counter[str] = Counter()
    for word in DROPPED:
        for spelling in {word, word.replace("boite", "boîte").replace("numero", "numéro")}:
            found += Counter({c: n * text.count(spelling) for c, n in Counter(spelling).items()})
    return found


@given(LINES)
@example("Rue de l'Église 16 bis bte 3, Bât. B, CEDEX 08")
def test_no_letter_and_no_digit_is_lost_but_those_of_words_like_box(line: str) -> None:
    street = parse(line)
    before, after = letters(line), letters(" ".join(street))

    assert after - before == Counter()
    # "Rue Royale 12 - Koningsstraat 12" says its number twice
    is_pair = len(pair(street.name)) == 2
    said_twice = Counter({c: n // 2 for c, n in before.items() if is_pair})
    assert (before - after) - said_twice - announcements(line) == Counter()


@given(LINES)
def test_what_is_asked_of_a_geocoder_is_read_again_as_the_same_street(line: str) -> None:
    street = parse(line)
    again = parse(f"{street.name} {street.number}")

    assert (plain(again.name), again.number) == (plain(street.name), street.number)


@given(LINES, st.sampled_from(["BE", "FR", "DE"]))
def test_a_question_is_short_and_never_a_number_alone(line: str, country: str) -> None:
    asked = queries(parse(line), country)

    assert len(asked) == len(set(asked)) <= 8
    assert all(any(c.isalpha() for c in each) for each in asked)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Rue Royale - Koningsstraat 12", ("Rue Royale 12", "Koningsstraat 12")),
        ("Rue Royale 12 - Koningsstraat 12", ("Rue Royale 12", "Koningsstraat 12")),
        ("Chée de Haecht/Haachtsesteenweg 7", ("Chaussée de Haecht 7", "Haachtsesteenweg 7")),
        ("Grote Markt / Grand-Place 1", ("Grote Markt 1", "Grand-Place 1")),
        ("Av. Louise-Louizaln 3", ("Avenue Louise 3", "Louizalaan 3")),
        ("Rue Jean - Baptiste 3", ("Rue Jean - Baptiste 3",)),
        ("Rue Saint-Jansberg 3", ("Rue Saint-Jansberg 3",)),
        ("16 bis, ch. de Wavre", ("Chaussée de Wavre 16 bis", "Chaussée de Wavre 16")),
        ("Kerkstr. 5-7 bus 2", ("Kerkstraat 5-7", "Kerkstraße 5-7", "Kerkstraat 5", "Kerkstraße 5")),
        ("Klosterstr. 12", ("Klosterstraße 12", "Klosterstraat 12")),
        ("St.-Pietersnieuwstraat 4", ("Sint-Pietersnieuwstraat 4",)),
        ("Haachtse stwg 7", ("Haachtse steenweg 7",)),
        ("Pl. St Job 2", ("Place Saint-Job 2",)),
        ("Pl Ste-Catherine 2", ("Place Sainte-Catherine 2",)),
        ("12", ()),
        ("chez Madame Dupont", ()),
    ],
)
def test_a_geocoder_is_asked_in_full_words_and_both_languages(line: str, asked: tuple[str, ...]) -> None:
    assert queries(parse(line), "BE") == asked


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("16 bis, ch. des Lilas", ("16 bis Chemin des Lilas", "16 Chemin des Lilas")),
        ("Bd du Gén. Leclerc 4", ("4 Boulevard du Général Leclerc",)),
        ("Lieu-dit Le Moulin", ("Lieu-dit Le Moulin",)),
    ],
)
def test_in_france_the_number_comes_first(line: str, asked: tuple[str, ...]) -> None:
    assert queries(parse(line), "FR") == asked


@pytest.mark.parametrize(
    "line", ["chez Mme Peeters, Rue Haute 16", "Rue Haute 16, c/o Peeters", "M. Peeters, 16 rue Haute"]
)
def test_nobodys_name_is_asked_about(line: str) -> None:
    street = parse(line)

    assert street.number == "16"
    assert "Peeters" in street.box
    assert queries(street, "BE") in (("Rue Haute 16",), ("rue Haute 16",))


@pytest.mark.parametrize(
    ("line", "street"),
    [
        ("Rue du 11 Novembre", Street("Rue du 11 Novembre", "", "")),
        ("Avenue du 8 Mai 1945", Street("Avenue du 8 Mai 1945", "", "")),
        ("Avenue du 8 Mai 1945 12", Street("Avenue du 8 Mai 1945", "12", "")),
        ("16 avenue du 8 Mai 1945", Street("avenue du 8 Mai 1945", "16", "")),
        ("11 Novemberlaan 3", Street("11 Novemberlaan", "3", "")),
        ("12 Meidoornlaan", Street("Meidoornlaan", "12", "")),
        ("Place des 4 Vents 3", Street("Place des 4 Vents", "3", "")),
        ("Rue de la Porte 5", Street("Rue de la Porte", "5", "")),
        ("Rue du Bus 12", Street("Rue du Bus", "12", "")),
    ],
)
def test_a_number_in_a_streets_name_is_not_the_house(line: str, street: Street) -> None:
    assert parse(line) == street
