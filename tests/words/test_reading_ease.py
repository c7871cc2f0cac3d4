"""Pages and letters in French and Dutch read easily, by the formula of their language; `-s` shows how."""

from collections.abc import Iterator

import pytest

from tests.house.desk_scenes import OPERATOR
from tests.house.post import letters
from tests.house.scenes import walk
from tests.words.reading import Ease, Page, ease, letter, prose, sentences, words

LEAST = 70
MOST_WORDS = 20  # in one sentence
FEW = 20  # words of whole sentences, below which the formula says nothing
# Names of languages; all four languages at once.
NO_PROSE = {"front", "bad request", "fault"}
IN_TWO_LANGUAGES = "sheet:"
TO_THE_TEAM = set("nobody_came reported claimer_unreachable late_post week_in_figures worry_raised".split())

OFFICIALESE = {
    "fr": [
        "La recevabilité administrative de toute sollicitation d’assistance est subordonnée à la "
        "communication préalable des coordonnées téléphoniques du bénéficiaire, conformément à des règles "
        "réglementaires relatives à l’organisation de l’accompagnement des populations vulnérabilisées.",
        "L’autorisation de consultation des informations personnelles est octroyée exclusivement aux "
        "intervenants préalablement habilités par l’association organisatrice.",
    ],
    "nl": [
        "De ontvankelijkheid van iedere aanvraag tot ondersteuning is onderworpen aan de voorafgaande "
        "mededeling van de telefonische contactgegevens van de begunstigde, overeenkomstig de "
        "reglementaire bepalingen betreffende de organisatie van de dienstverlening.",
        "De toelating tot raadpleging van persoonsgegevens wordt uitsluitend verleend aan voorafgaandelijk "
        "gemachtigde medewerkers van de organiserende vereniging.",
    ],
}  # fmt: skip
EASY = {
    "fr": ["Vous ne pouvez pas sortir ? Un voisin va au magasin pour vous. Il pose le sac à votre porte."],
    "nl": ["Kunt u niet naar buiten? Een buur gaat voor u naar de winkel. Hij zet de tas voor uw deur."],
}


def read(language: str) -> Iterator[tuple[str, list[str]]]:
    """Name and blocks of everything that people outside the team read."""
    for page in walk(language):
        is_other = page.holder == OPERATOR or page.name.startswith(IN_TWO_LANGUAGES)
        if page.name not in NO_PROSE and not is_other:
            yield page.name, Page(page.html).blocks
    for each in letters(language):
        if each.kind not in TO_THE_TEAM:
            yield f"letter: {each.kind}", letter(each.text)


def hard(name: str, whole: Ease, sentences_only: Ease) -> list[str]:
    """What reads too hard: the whole, or its whole sentences alone."""
    found = [("", whole), (", whole sentences", sentences_only)]
    return [
        f"{name}{what}: {each.score:.0f}" for what, each in found if each.words >= FEW and each.score < LEAST
    ]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_page_and_letter_reads_easily(language: str) -> None:
    wrong, count = [], 0
    for name, blocks in read(language):
        whole, only = ease(blocks, language), ease(prose(blocks), language)
        print(f"{language} {name:<28} {whole.words:>4} words {whole.score:>4.0f}, prose {only.score:>4.0f}")
        wrong += hard(name, whole, only)
        count += 1

    assert not wrong, "\n".join(wrong)
    assert count > 80


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_no_sentence_is_long(language: str) -> None:
    long = {
        f"{len(words(each, language))} words: {each}"
        for _name, blocks in read(language)
        for each in sentences(blocks, language)
        if len(words(each, language)) > MOST_WORDS and "©" not in each  # a list of sources
    }

    assert not long, "\n".join(sorted(long))


@pytest.mark.once
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_officialese_is_found_and_plain_words_are_not(language: str) -> None:
    bad, good = ease(OFFICIALESE[language], language), ease(EASY[language], language)

    assert bad.score < 50 < LEAST + 20 < good.score
    assert len(hard("x", bad, good)) == 1
    assert max(len(words(each, language)) for each in OFFICIALESE[language]) > MOST_WORDS


@pytest.mark.once
def test_the_formulas_are_those_of_their_papers() -> None:
    """Ten words in one sentence, fifteen syllables."""
    french, dutch = Ease("fr", 10, 1, 15), Ease("nl", 10, 1, 15)

    assert french.score == pytest.approx(207 - 10.15 - 110.4)
    assert dutch.score == pytest.approx(206.84 - 9.3 - 115.5)


@pytest.mark.once
def test_what_is_read_is_the_main_part_in_blocks_and_sentences() -> None:
    html = """<title>no</title><nav>not this</nav><main><h1>Un titre</h1><p>Avez-vous faim ? Appelez-nous au
    02 512 34 56, ou moi@x.be.</p><ul><li>l’e-mail</li></ul>
    <ul translate="no"><li>Arlon<ul><li>Bonnert</li></ul></li></ul>
    <select><option>lundi</option></select></main>"""
    blocks = Page(html).blocks

    assert blocks == ["Un titre", "Avez-vous faim ? Appelez-nous au 02 512 34 56, ou moi@x.be.", "l’e-mail"]
    found = ease(blocks, "fr")
    assert (found.words, found.sentences) == (2 + 3 + 4 + 1, 4)
    assert [ease([block], "fr").syllables for block in blocks] == [2, 10, 2]
    assert prose(blocks) == blocks[1:2]
    assert letter("Bonjour,\n\nVoir :\nhttp://x.be/\n") == ["Bonjour,", "Voir :"]
