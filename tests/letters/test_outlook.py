"""What Outlook for Windows, which draws with Word, makes of a letter: whole, readable, with one button.

Sources: Microsoft, "Word 2007 HTML and CSS Rendering Capabilities in Outlook
2007"; Rémi Parmentier, "Making sense of Outlook's rendering engine" (2020).
`padding`, `width` and `height` are kept for cells of tables only, margins for
paragraphs and headings; `display`, `max-width`, `border-radius`, flex, grid and
pictures behind text are not known at all; a line is as high as its letters
want, unless `mso-line-height-rule` says exactly. So whatever leans on one of
these must have beside it what Word knows. Nobody has seen a letter in a real
Outlook for us yet.
"""

import re
from html.parser import HTMLParser

import pytest

from letters.compose import render
from tests.letters.test_compose import composed, each_kind, each_language

WIDTH = re.compile(r'\[if mso\]><table role="presentation" width="\d+"')
BLOCKS = {"td", "p", "h1"}
OPEN = {"meta", "br", "img"}  # never closed
DISPLAYS = {"inline-block"}  # where it is not known it is a line of text, which a link is anyway
HEIGHT = re.compile(r"\d+px/\d+px")


class Word(HTMLParser):
    """Reads a letter and notes what leans on something that Word does not know."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.above: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.in_table_of_fixed_width = False
        self.feed(html)

    def handle_comment(self, data: str) -> None:
        if data.startswith("[if mso]"):
            self.in_table_of_fixed_width = bool(WIDTH.match(data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        pairs = (rule.split(":", 1) for rule in found.get("style", "").split(";") if ":" in rule)
        rules = {name.strip(): value.strip() for name, value in pairs}
        self.wrong += [f"{fault} of <{tag}>" for fault in self._faults(tag, found, rules)]
        if tag not in OPEN:
            self.above.append((tag, found, rules))

    def handle_endtag(self, tag: str) -> None:
        while self.above and self.above.pop()[0] != tag:
            pass

    def _faults(self, tag: str, found: dict[str, str], rules: dict[str, str]) -> list[str]:
        checks = {
            "max-width": "max-width" in rules and not (self.in_table_of_fixed_width and "width" in found),
            "display": rules.get("display", "inline-block") not in DISPLAYS,
            "padding": "padding" in rules and tag not in {"td", "body"} and not self._may_lose_it(tag, rules),
            "border-radius": "border-radius" in rules and not self._has_own_ground(tag, found),
            "line-height": self._has_free_line_height(tag, rules),
            "picture": tag == "img" and not {"alt", "width", "height"} <= set(found),
            "background": any(name.startswith("background-") or "url(" in rules[name] for name in rules),
        }
        return [name for name, is_wrong in checks.items() if is_wrong]

    def _may_lose_it(self, tag: str, rules: dict[str, str]) -> bool:
        """A link that is only words is as good on a low line; a button's cell must be padded as well."""
        if tag != "a":
            return False
        is_button = any(name.startswith(("border", "background")) for name in rules)
        cell, found, around = self.above[-1] if self.above else ("", {}, {})
        return not is_button or (cell == "td" and "padding" in around and "bgcolor" in found)

    def _has_own_ground(self, tag: str, found: dict[str, str]) -> bool:
        """Square corners look meant only where a cell has a colour by attribute."""
        return "bgcolor" in found or (tag == "a" and "bgcolor" in self.above[-1][1])

    def _has_free_line_height(self, tag: str, rules: dict[str, str]) -> bool:
        is_set = "line-height" in rules or bool(HEIGHT.search(rules.get("font", "")))
        return tag in BLOCKS and is_set and rules.get("mso-line-height-rule") != "exactly"


@each_language
@each_kind
def test_a_letter_leans_on_nothing_that_word_does_not_know(db: None, kind: str, language: str) -> None:
    _subject, _text, html = render(composed(kind, language))

    assert Word(html).wrong == []


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ('<table width="100%" style="max-width:600px"></table>', "max-width of <table>"),
        (
            '<!--[if mso]><table role="presentation" width="600"><![endif]--><p style="max-width:9em">',
            "max-width of <p>",
        ),
        ('<p style="display:flex">', "display of <p>"),
        ('<td style="display:grid">', "display of <td>"),
        ('<p style="padding:9px">', "padding of <p>"),
        ('<a style="padding:9px;border:1px solid">', "padding of <a>"),
        ('<td style="border-radius:9px">', "border-radius of <td>"),
        ('<td style="font:16px/24px Arial">', "line-height of <td>"),
        ('<h1 style="line-height:24px">', "line-height of <h1>"),
        ('<img src="x">', "picture of <img>"),
        ('<td style="background-image:none">', "background of <td>"),
        ('<td style="background:url(x)">', "background of <td>"),
    ],
)
def test_planted_faults_are_found(planted: str, fault: str) -> None:
    assert fault in Word(planted).wrong


def test_what_stands_on_what_word_knows_is_no_fault() -> None:
    good = """<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->
    <table width="100%" style="max-width:600px"><tr><td bgcolor="#0f4c47"
    style="padding:4px;border-radius:9px;mso-line-height-rule:exactly;font:16px/24px Arial"><a href="x"
    style="display:inline-block;padding:9px;border-radius:9px">x</a></td></tr></table>"""

    assert Word(good).wrong == []
