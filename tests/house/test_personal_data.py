"""Nobody learns who asks for help before he has said yes: not from a page, a letter, an address or a log."""

import html
import io
import logging
import logging.config
import re
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from letters import send
from letters.kinds import names
from letters.models import Letter
from matching import claims, clock, dispatch
from matching.models import Invitation
from privacy.masking import MaskingFilter
from requests_app.models import HelpRequest
from tests.house.post import letters
from tests.house.scenes import walk
from tests.house.visitor import ANYBODY, ASKED_BY, ASKER, CLAIMER, CODE_WORD, NAME, PERSON, Visitor
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
DIGITS = "25129876"
WORDS = [
    *NAME.split(), *ASKED_BY.split(), *CODE_WORD.split(),
    "Hanneton", "7719", "cornichonnade", "mirabellose",
]  # fmt: skip
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


def canaries(text: str) -> list[str]:
    """The facts about the person that a text gives away, however they are escaped or spaced."""
    plain = html.unescape(unquote(text)).casefold()
    found = [word for word in WORDS if _stands_in(word, plain)]
    return [*found, "phone"] if DIGITS in re.sub(r"[\s./()+\N{NO-BREAK SPACE}-]", "", plain) else found


def _stands_in(word: str, plain: str) -> bool:
    """Digits count only by themselves: among so many links some hold any four by chance."""
    return bool(re.search(rf"(?<!\w){word}(?!\w)", plain)) if word.isdigit() else word.casefold() in plain


def whole(response: Any) -> str:
    """All that goes over the wire."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{head}\n{response.cookies.output()}\n{response.content.decode(errors='replace')}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_tells_who_asks_before_a_claim(language: str) -> None:
    pages = walk(language)
    told = [
        (page.name, canaries(f"{page.path}\n{whole(page.response)}"))
        for page in pages
        if page.holder == ANYBODY
    ]

    assert len(told) > 40
    assert [(name, found) for name, found in told if found] == []


def test_the_claimer_and_nobody_else_sees_all_that_is_needed() -> None:
    pages = {page.name: page for page in walk("fr")}
    contact, talk = (canaries(pages[name].html) for name in ("contact", "contact: listening"))

    assert pages["contact"].holder == CLAIMER
    assert contact == [word for word in WORDS if word != "mirabellose"] + ["phone"]
    assert talk == [word for word in contact if word not in ("Hanneton", "7719")]
    assert {page.name for page in pages.values() if canaries(page.html) and page.holder == ANYBODY} == set()
    assert canaries(pages["ask check"].html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_but_the_claimers_tells_who_asks(language: str) -> None:
    written = letters(language)
    told = {
        letter.kind: canaries("\n".join([letter.message.to, letter.subject, letter.text, letter.html]))
        for letter in written
        if letter.holder == ANYBODY
    }

    assert {letter.kind for letter in written} == set(names()), "a kind of letter that no scene shows"
    assert {kind: found for kind, found in told.items() if found} == {}


def test_the_claimers_letter_says_all_and_no_subject_says_anything() -> None:
    written = letters("nl")
    (contact,) = (letter for letter in written if letter.kind == "contact")

    for part in (contact.text, contact.html):
        assert canaries(part) == [word for word in WORDS if word != "mirabellose"] + ["phone"]
    assert [letter.kind for letter in written if canaries(letter.subject)] == []
    assert {letter.kind for letter in written if letter.holder == ASKER and canaries(letter.html)} == {
        "request_received", "matched",
    }  # fmt: skip


def test_a_forwarded_link_shows_nothing_after_the_claim() -> None:
    visitor = Visitor("fr")
    asked = visitor.invitation()
    page = visitor.path("matching:invitation", asked.token())
    taken = visitor.client.post(page, {"promise": "on"})
    assert canaries(visitor.client.get(taken["Location"]).content.decode())

    stranger = Client()
    for path in (page, visitor.path("volunteers:own", asked.volunteer.token("own"))):
        assert canaries(whole(stranger.get(path))) == []
    assert canaries(whole(stranger.post(page, {"promise": ""}))) == []


def test_what_the_admin_writes_into_an_address_is_no_name() -> None:
    Visitor("fr").request()

    response = Client().get("/admin/requests_app/helprequest/", {"q": "1050"})

    assert response.status_code == 302
    assert canaries(whole(response)) == []


def log_handler() -> logging.StreamHandler:
    """The house's own way into the log: handler, filter and form as the settings name them."""
    config: dict[str, Any] = django_settings.LOGGING
    handler = logging.StreamHandler(io.StringIO())
    for name in config["handlers"]["console"]["filters"]:
        handler.addFilter(_made(config["filters"][name], MaskingFilter))
    plain = config["formatters"][config["handlers"]["console"]["formatter"]]
    handler.setFormatter(_made(plain, logging.Formatter))
    return handler


def _made(config: dict[str, Any], usual: type) -> Any:
    from_path = logging.config.BaseConfigurator({}).resolve
    kind = from_path(config["()"]) if "()" in config else usual
    words = {"format": "fmt"}
    return kind(**{words.get(name, name): value for name, value in config.items() if name != "()"})


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the house's log says during a test."""
    handler, root = log_handler(), logging.getLogger()
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)


def quoting(*_args: object) -> None:
    """An error that quotes the row, as a database's or a mail server's does."""
    raise ValueError(f"Key (phone, email)=({PERSON['phone']}, {PERSON['email']}) already exists")


def test_no_log_line_tells_who_asks_when_all_goes_well(log: io.StringIO, settings: Any) -> None:
    settings.DISPATCH = {"wakes_at": 0, "sleeps_at": 1440}  # by night nobody would be asked
    row, friend = Visitor("fr").request(), Visitor("fr").volunteer()
    clock.sweep(timezone.now())
    send.deliver()
    claims.claim(Invitation.objects.get(volunteer=friend, help_request=row), timezone.now())
    send.deliver()
    Client().get(f"/fr/v/{'A' * 43}/")

    assert len(mail.outbox) > 2
    assert "[token]" in log.getvalue()
    assert canaries(log.getvalue()) == []


def test_a_log_line_about_a_letter_that_was_refused_names_nobody(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise SMTPRecipientsRefused({PERSON["email"]: (550, f"no {PERSON['email']}".encode())})

    Visitor("fr").request()
    monkeypatch.setattr(mail.get_connection().__class__, "send_messages", refuse)

    send.deliver()

    assert Letter.objects.filter(status="failed").exists()
    assert "SMTPRecipientsRefused" in log.getvalue()
    assert canaries(log.getvalue()) == []


def test_the_clocks_log_names_nobody_when_an_error_quotes_a_row(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    Visitor("fr").request()
    monkeypatch.setattr(dispatch, "send_wave", quoting)

    clock.sweep(timezone.now())

    assert "ValueError" in log.getvalue()
    assert canaries(log.getvalue()) == []


def test_an_error_report_names_nobody_when_a_page_breaks(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor("fr")
    page = visitor.path("matching:invitation", visitor.invitation().token())
    monkeypatch.setattr(claims, "claim", quoting)

    response = Client(raise_request_exception=False).post(page, {"promise": "on"})

    assert response.status_code == 500
    assert "ValueError" in log.getvalue()
    assert canaries(whole(response)) == []
    assert canaries(log.getvalue()) == []
    assert page.split("/")[3] not in log.getvalue()


def test_a_planted_fact_is_found_however_it_is_written() -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>Z&eacute;nobie</p>", headers={"X-Who": "02/512.98.76"})

    assert canaries(whole(careless(HttpRequest()))) == ["Zénobie", "phone"]
    assert canaries("/v/rue-du-hanneton%207719/") == ["Hanneton", "7719"]
    assert canaries("tel:+32 2 512 98 76") == ["phone"]
    assert canaries("1050 Ixelles, 1-2 km") == []


def test_who_is_written_about_is_in_the_rows() -> None:
    row = HelpRequest.objects.get(pk=Visitor("fr").request().pk)

    assert canaries(" ".join([row.name, row.phone, row.street, row.notes, row.code_word, row.asked_by])) == [
        word for word in WORDS if word != "mirabellose"
    ] + ["phone"]
    assert not Volunteer.objects.exists()
