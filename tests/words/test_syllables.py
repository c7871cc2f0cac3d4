"""The counts of syllables, by hand."""

from collections.abc import Callable, Iterator

import pytest

from tests.words.syllables import dutch, french

pytestmark = pytest.mark.once
# Each line: the words of so many syllables.
FRENCH = {
    1: "le que les êtes vie rue jour mois voient peuvent "
    "lieu bien pied oui nuit œuf fille ville joue juin lettre",
    2: "pays client nuage jouer maison argent souvent moment "
    "voisin voyez bouteille billet poème naïf e-mail sonner",
    3: "oublier février bénévole téléphone commencer maintenant "
    "réunion hôpital animal envoyer manuel infirmière",
    4: "continuer situation écrivez-nous désespérer publicité médicaments européen",
    5: "téléphonera organisation réorganiser immédiatement téléphonez-lui naturellement",
}
DUTCH = {
    1: "u een deur huis bij nieuw mooi team buurt vóór één zoekt schrijft groei eeuw hulp straat vrouw brood",
    2: "koeien mooie nieuwe buiten website online adres zoals "
    "lijsten e-mail dokter bijna station buren winkel vriendin open",
    3: "radio codewoord telefoon geopend beantwoord boodschappen "
    "eieren theater aanvragen geëerde kasticket antwoorden",
    4: "vrijwilliger vrijwilligers januari informatie hygiëne medicijnen e-mailadres",
    5: "telefoonnummer organisatie verpleegkundige",
    6: "verantwoordelijke rijksregisternummer",
}


def spoken(count: Callable[[str], int], word: str) -> int:
    """The syllables of a word with its hyphens."""
    return sum(count(part) for part in word.split("-") if part)


def table(words: dict[int, str]) -> Iterator[tuple[str, int]]:
    """Each word with its number."""
    return ((word, number) for number, line in words.items() for word in line.split())


@pytest.mark.parametrize(("count", "words"), [(french, FRENCH), (dutch, DUTCH)], ids=["fr", "nl"])
def test_words_have_the_syllables_that_one_hears(count: Callable[[str], int], words: dict[int, str]) -> None:
    wrong = {word: spoken(count, word) for word, number in table(words) if spoken(count, word) != number}

    assert wrong == {}
    assert len(list(table(words))) >= 60


def test_a_silent_ending_is_none_and_a_spoken_one_is() -> None:
    assert [french(word) for word in ("parlent", "parent", "aiment", "vraiment", "argents", "chantes")] == [
        1, 2, 1, 2, 2, 1,
    ]  # fmt: skip
    assert [dutch(word) for word in ("zee", "zeeën", "idee", "ideeën", "financieel")] == [1, 2, 2, 3, 4]
