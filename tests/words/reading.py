"""Reading ease of a text, by the formula that was made for its language.

French: L. Kandel and A. Moles, "Application de l'indice de Flesch à la langue
française", Cahiers d'études de radio-télévision 19 (1958), 253-274.
Dutch: W. H. Douma, "De leesbaarheid van landbouwbladen", Wageningen 1960.
Both are Flesch's of 1948 with other weights, on the same scale: 70 and more is
what children of eleven or twelve read without trouble, under 50 is for students.

A block (paragraph, item, heading, label, button) ends a sentence; within it
only . ! ? do, not the colon, which Flesch lets pass. What holds no letter
(numbers, times), addresses of the net and names of languages are no words, nor
are the rows of a table and lists of names (which the page marks as not to be translated).
"Avez-vous" is two words, "e-mail" and "l'aide" are one each.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.words import syllables

FORMULAS: dict[str, tuple[float, float, float, Callable[[str], int]]] = {
    "fr": (207, 1.015, 73.6, syllables.french),
    "nl": (206.84, 0.93, 77, syllables.dutch),
}
_PRONOUN = re.compile(r"(?<=\w)-(?:t-)?(?=(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|le|la|les|moi|y|en)\b)")
_NET = re.compile(r"\S+@\S+|https?://\S+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_END = re.compile(r"[.!?]+(?:\s|$)")
_ENDS_LIKE_A_SENTENCE = re.compile(r"[.!?]\W*$")
_BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "label", "legend", "button", "small", "div", "section"}
_BLOCKS |= {"th", "caption", "summary"}
_BREAKS = {"br", "input"}
_UNREAD = {"select", "textarea", "script", "style", "svg", "title", "tbody"}


@dataclass(frozen=True)
class Ease:
    """How easily so many words in so many sentences read."""

    language: str
    words: int
    sentences: int
    syllables: int

    @property
    def score(self) -> float:
        """On Flesch's scale: 100 is very easy, 0 very hard."""
        base, per_word, per_syllable, _count = FORMULAS[self.language]
        return (
            base
            - per_word * self.words / max(1, self.sentences)
            - per_syllable * self.syllables / max(1, self.words)
        )


def words(text: str, language: str) -> list[str]:
    """The words of a text."""
    text = _NET.sub(" ", text)
    if language == "fr":
        text = _PRONOUN.sub(" ", text)
    return _WORD.findall(text)


def sentences(blocks: Iterable[str], language: str) -> list[str]:
    """The sentences of these blocks that hold a word."""
    return [each for block in blocks for each in _END.split(block) if words(each, language)]


def ease(blocks: Iterable[str], language: str) -> Ease:
    """The reading ease of these blocks together."""
    count = FORMULAS[language][3]
    parts = sentences(blocks, language)
    found = [word for each in parts for word in words(each, language)]
    spoken = sum(count(part) for word in found for part in re.sub("['’]", "", word).split("-"))
    return Ease(language, len(found), len(parts), spoken)


def prose(blocks: Iterable[str]) -> list[str]:
    """Only whole sentences: labels and headings are short and would flatter."""
    return [each for each in blocks if _ENDS_LIKE_A_SENTENCE.search(each)]


class Page(HTMLParser):
    """The blocks of a page's main part, as somebody reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self._in_main = self._unread = 0
        self._are_names: list[bool] = []
        self.feed(html)
        self.blocks = [each for each in (" ".join(block.split()) for block in self.blocks) if each]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_main += tag == "main"
        self._unread += tag in _UNREAD
        if tag == "ul":
            self._are_names.append(("translate", "no") in attrs)
            self._unread += self._are_names[-1]
        if tag in _BLOCKS | _BREAKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_main -= tag == "main"
        self._unread -= tag in _UNREAD
        if tag == "ul":
            self._unread -= self._are_names.pop()
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self._in_main and not self._unread:
            self.blocks[-1] += data


def letter(text: str) -> list[str]:
    """The blocks of a letter: its lines down to the button."""
    return [line.strip() for line in text.split("\nhttp")[0].split("\n") if line.strip()]
