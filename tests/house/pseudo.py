"""A language that nobody speaks: every text that could be translated stands between two marks."""

import re
from gettext import NullTranslations
from html.parser import HTMLParser

from django.utils.translation.trans_real import CONTEXT_SEPARATOR

OPEN, CLOSE = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
# the list that code words are drawn from: a mark on its first or last word would upset the page that shows it
DRAWN_FROM = "tulip apple "
ADDRESS = re.compile(r"[a-z][a-z-]*/(?:[a-z-]+/|<\w+:\w+>/)*")
SEEN_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "label", "aria-description")
UNSEEN_TAGS = {"script", "style", "textarea", "code"}  # code: an address to type, in no language
TAGS_WITHOUT_END = {"meta", "link", "input", "br", "img", "hr"}


class Pseudo(NullTranslations):
    """Stands in for the catalogue of one language; addresses stay as they are."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def language(self) -> str:
        """Django asks which language it is."""
        return self.code

    to_language = language

    def gettext(self, message: str) -> str:
        text = message.rpartition(CONTEXT_SEPARATOR)[2]
        if not text or ADDRESS.fullmatch(text) or text.startswith(DRAWN_FROM):
            return text
        return f"{OPEN}{text}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Reader(HTMLParser):
    """Collects what a person can see or hear of a page: text, names of controls, the description."""

    def __init__(self) -> None:
        super().__init__()
        self.stream: list[str] = []
        self.attributes: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.attributes += [found[name] or "" for name in SEEN_ATTRIBUTES if name in found]
        if tag == "meta" and found.get("name") == "description":
            self.attributes.append(found.get("content") or "")
        if tag not in TAGS_WITHOUT_END:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not UNSEEN_TAGS & set(self.inside):
            self.stream.append(data)


def outside(text: str) -> str:
    """What stands outside all marks."""
    depth, kept = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        kept.append(character if depth == 0 and character != CLOSE else " ")
    return "".join(kept)


def literals(text: str, known: list[str]) -> list[str]:
    """Words outside the marks that are none of the known names."""
    left = outside(text)
    for name in sorted(known, key=len, reverse=True):
        left = left.replace(name, " ")
    return re.findall(r"[^\W\d_]{2,}", left)


def page_literals(html: str, known: list[str]) -> list[str]:
    """The same for a page: its text in one piece, for a sentence may hold tags, and each attribute."""
    reader = Reader()
    reader.feed(html)
    parts = ["\n".join(reader.stream), *reader.attributes]
    return [word for part in parts for word in literals(part, known)]
