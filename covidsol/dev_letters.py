"""Every letter sent by a development house, read from its spool; not there in production."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from covidsol import samples
from letters import kinds as letter_kinds

SEPARATOR = b"-" * 79 + b"\n"  # between the letters of one file of Django's file backend
SHOWN = 200


@dataclass(frozen=True)
class Sent:
    """One letter as it was handed over; its name is the uuid of its row."""

    name: str
    date: str
    to: str
    subject: str
    text: str
    html: str


def _read(raw: bytes) -> Sent:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(body.get_content()) if body else "" for body in bodies.values())
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    return Sent(name, str(message["Date"]), str(message["To"]), str(message["Subject"]), text, html)


def spool() -> list[Sent]:
    """The letters in the spool, the newest first, two hundred at most."""
    files = sorted(Path(settings.LETTERS_DIR).glob("*.log"), key=lambda f: f.stat().st_mtime, reverse=True)
    letters: list[Sent] = []
    for file in files:
        parts = [raw for raw in file.read_bytes().split(SEPARATOR) if raw.strip()]
        letters += [_read(raw) for raw in reversed(parts)]
        if len(letters) >= SHOWN:
            break
    return letters[:SHOWN]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them, by address."""
    return render(request, "dev/letters.html", {"letters": spool()})


def _find(name: str) -> Sent:
    letter = next((each for each in spool() if each.name == name), None)
    if letter is None:
        raise Http404
    return letter


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as text, with its links."""
    return render(request, "dev/letter.html", {"letter": _find(name)})


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of letter that the house can write, to be looked at in its four languages."""
    context = {"kinds": letter_kinds.names(), "languages": settings.LANGUAGES}
    return render(request, "dev/kinds.html", context)


@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[arg-type]
@require_safe
def sample(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One kind of letter in one language, about invented people: as HTML, or with ?text as text."""
    if kind not in letter_kinds.names() or language not in dict(settings.LANGUAGES):
        raise Http404
    _message, subject, text, html = samples.written(kind, language)
    if "text" in request.GET:
        return HttpResponse(f"{subject}\n\n{text}", content_type="text/plain; charset=utf-8")
    return HttpResponse(html)


@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[arg-type]
@require_safe
def html(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as a mail program shows it; letters need their inline styles."""
    return HttpResponse(_find(name).html)
