"""The HTML of every letter is what mail programs keep: tables, inline styles, no picture, nothing fetched.

Known of them: Gmail keeps the properties of its published list and clips a
letter over about 102 kB; Outlook for Windows draws with Word, which pads only
cells of tables and knows neither rounded corners nor `max-width` (Microsoft,
"Word 2007 HTML and CSS Rendering Capabilities in Outlook 2007"); many drop
`html` and `body` with their attributes. So the language stands on the outer
table too, the button's cell is padded, and Outlook gets a table of 600 px;
what Word makes of the rest is `test_outlook`.
"""

import re
from html.parser import HTMLParser

from letters.compose import render
from tests.letters.test_compose import composed, each_kind, each_language

TAGS: dict[str, set[str]] = {
    "html": {"lang"}, "head": set(), "title": set(), "meta": {"charset", "name", "content"},
    "body": {"style"}, "tr": set(), "b": set(), "br": set(), "h1": {"style"}, "p": {"style"},
    "table": {"role", "lang", "width", "cellpadding", "cellspacing", "border", "bgcolor", "style"},
    "td": {"align", "bgcolor", "style"}, "a": {"href", "style"},
}  # fmt: skip
KEPT = {
    "background", "border", "border-top", "color", "font", "font-size", "font-weight", "line-height",
    "margin", "padding", "text-decoration",
}  # fmt: skip
# Without these a letter is plainer and no worse.
NICETIES = {"border-radius", "display", "max-width", "mso-line-height-rule", "word-break"}
COMMENT = re.compile(r"\[if mso\]>[^!]*<!\[endif\]")


class Lint(HTMLParser):
    """What a mail program may not keep, and what a letter must have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.links: list[str] = []
        self.buttons = 0
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"<{tag} {name}>" for name in found if name not in TAGS.get(tag, found)]
        if tag == "table" and found.get("role") != "presentation":
            self.wrong.append("a table that is read as one")
        rules = dict(rule.split(":", 1) for rule in found.get("style", "").split(";") if rule)
        self.wrong += [f"{name} of <{tag}>" for name in rules if name not in KEPT | NICETIES]
        self.wrong += [f"{value} of <{tag}>" for value in rules.values() if "(" in value or "!" in value]
        if tag == "a":
            self.links.append(found.get("href", ""))
            self.buttons += "padding" in rules and rules.get("color") == "#ffffff"

    def handle_comment(self, data: str) -> None:
        if not COMMENT.fullmatch(data):
            self.wrong.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        self.text += data


def faults(html: str, language: str) -> list[str]:
    """Everything that is wrong with a letter's HTML."""
    lint = Lint(html)
    wrong = list(lint.wrong)
    wrong += [] if lint.buttons == 1 else [f"{lint.buttons} buttons"]
    wrong += [] if f'<table role="presentation" lang="{language}"' in html else ["no language within"]
    wrong += [f"link to {link}" for link in lint.links if not link.startswith(("http", "tel:"))]
    button = next((link for link in lint.links if link.startswith("http")), "nowhere")
    return wrong + ([] if button in lint.text else ["the button's address is not in clear"])


@each_language
@each_kind
def test_a_letter_holds_only_what_mail_programs_keep(db: None, kind: str, language: str) -> None:
    message = composed(kind, language)
    _subject, _text, html = render(message)

    assert faults(html, message.language) == []
    assert max(len(line) for line in html.splitlines()) < 998, "RFC 5322: the longest line that may be sent"


def test_planted_faults_are_found() -> None:
    html = """<html><head><style>p{}</style></head><table><td style="float:left;color:red!important">
    <img src="https://count.example/1.gif"><a href="javascript:x" class="y">x</a>
    <p style="background:url(x)">x</p><!-- a remark --></table>"""

    assert faults(html, "fr") == [
        "<style>", "a table that is read as one", "float of <td>", "red!important of <td>", "<img>",
        "<a class>", "url(x) of <p>", "<!-- a remark -->", "0 buttons", "no language within",
        "link to javascript:x", "the button's address is not in clear",
    ]  # fmt: skip
