"""The words of every kind of letter: one reader, two forms that say the same, and nothing that bites."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from letters import kinds
from letters.compose import email, render
from letters.models import Letter
from letters.outbox import letter
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.letters.about import ABOUT, HOSTILE
from volunteers import membership
from volunteers.models import Volunteer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LIMIT = 10 * 1024


# in the team's own language
TO_THE_TEAM = "claimer_unreachable late_post nobody_came reported week_in_figures worry_raised".split()
each_kind = pytest.mark.parametrize("kind", sorted(ABOUT))
each_language = pytest.mark.parametrize("language", LANGUAGES)


class Words(HTMLParser):
    """The words that a mail program shows, and the addresses behind its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [str(value) for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def folded(text: str) -> str:
    return "".join(text.split())


def composed(kind: str, language: str, name: str = "Victor Horta") -> kinds.Message:
    message = kinds.kind(kind).compose(ABOUT[kind](language, name))
    assert message
    return message


def test_every_kind_that_an_app_registers_is_read_here() -> None:
    assert kinds.names() == sorted(ABOUT)


@each_language
@each_kind
def test_text_and_html_say_the_same_words_to_one_reader(db: None, kind: str, language: str) -> None:
    message = composed(kind, language)
    subject, text, html = render(message)
    shown = Words(html)

    assert message.language == (settings.LANGUAGE_CODE if kind in TO_THE_TEAM else language)
    assert f'<html lang="{message.language}">' in html
    body = text.split("\n-- \n")[0]
    for paragraph in filter(None, (line.strip() for line in body.split("\n"))):
        if not paragraph.startswith("http"):
            assert folded(paragraph).rstrip(":") in folded(shown.text), paragraph
    for link in re.findall(r"https?://\S+", text):
        assert link in shown.links
    assert "\n" not in subject
    assert subject in shown.text
    without_keys = re.sub(r"https?://\S+", "", text)  # which may hold anything
    assert not re.search(r"\['|<\w+ object|\bNone\b|__", without_keys), "nothing of the program's own tongue"
    assert message.language != "fr" or not re.search(r" [?!:;»]|« ", body), "no sign falls to the next line"


@each_language
@each_kind
def test_a_letter_is_small_and_has_one_recipient(db: None, kind: str, language: str) -> None:
    message = composed(kind, language)
    mail = email(Letter(kind=kind, uuid=UUID(int=7)), message)
    ((html, _type),) = mail.alternatives

    assert len(str(html).encode()) <= LIMIT
    assert (mail.to, mail.cc, mail.bcc) == ([message.to], [], [])
    assert "@" in message.to
    assert mail.extra_headers["Message-ID"] == f"<{UUID(int=7)}@covidsol.example>"
    assert mail.message()["Content-Language"] == message.language


@each_kind
def test_a_hostile_name_is_words_in_html_and_untouched_in_text(db: None, kind: str) -> None:
    message = composed(kind, "en", HOSTILE)
    subject, text, html = render(message)

    assert "<script" not in html
    assert Words(html).tags <= set("html head meta title body table tr td h1 p a b br".split())
    assert "&lt;" not in text
    assert "&#x27;" not in text
    assert "&amp;" not in subject + text
    if kind == "contact":
        assert HOSTILE in text
        assert HOSTILE in Words(html).text


def test_the_letter_before_a_claim_says_nothing_of_the_person(db: None) -> None:
    said = "".join(render(composed("invitation", "fr", "Nadia Zephirine")))
    later = "".join(render(composed("contact", "fr", "Nadia Zephirine")))

    for personal in ("Zephirine", "alert", "Fils", "512"):
        assert personal in later, "the look would find it"
    for personal in ("Zephirine", "alert", "Fils", cast.ask().phone[-4:]):
        assert personal not in said


def test_a_new_line_in_a_name_cannot_add_a_header(db: None) -> None:
    message = composed("invitation", "fr")
    hostile = kinds.Message(
        message.to, "fr", message.template, {**message.context, "label": "x\r\nBcc: all@x.be"}
    )

    mail = email(Letter(uuid=UUID(int=7)), hostile)

    assert mail.subject.startswith("x Bcc: all@x.be ")
    assert mail.message()["Bcc"] is None


@each_kind
def test_a_letter_about_a_row_that_is_gone_is_none(db: None, kind: str) -> None:
    assert kinds.kind(kind).compose(UUID(int=7)) is None


def test_an_answered_question_is_not_asked_again(db: None) -> None:
    volunteer = cast.volunteer()

    assert kinds.kind("volunteer_confirm").compose(volunteer.uuid) is None
    assert kinds.kind("volunteer_welcome").compose(volunteer.uuid)


@pytest.mark.parametrize("kind", ["volunteer_known", "volunteer_welcome"])
def test_who_is_blocked_or_gone_gets_no_letter(db: None, kind: str) -> None:
    blocked, gone = cast.volunteer(), cast.volunteer()
    membership.block(blocked, "staff:1", NOON)
    membership.leave(gone, NOON)

    assert kinds.kind(kind).compose(blocked.uuid) is None
    assert kinds.kind(kind).compose(gone.uuid) is None


def test_who_pauses_between_posting_and_sending_is_not_asked(victor: Volunteer, nadia: HelpRequest) -> None:
    (asked,) = invite(nadia, [victor])
    assert kinds.kind("invitation").compose(asked.uuid)

    membership.pause(victor, timezone.now() + timedelta(days=1))

    assert kinds.kind("invitation").compose(asked.uuid) is None


def test_a_letter_for_a_purpose_keeps_no_address_and_no_word(victor: Volunteer) -> None:
    row = str(Letter.objects.filter(subject=victor.uuid).values().first())

    assert str(victor.uuid) in row
    assert victor.email not in row
    assert letter("volunteer_welcome", victor.uuid, now=NOON).purpose == f"volunteer_welcome:{victor.uuid}"
