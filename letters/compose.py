"""A letter's words: three templates and a language in, finished message out.

`<letter>.subject.txt` and `<letter>.button.txt` are a line each, `<letter>.txt`
is the text. The HTML is the same text in the house's frame: one source, so that
the two can never say different things.
"""

import re
from typing import Any

from anymail.message import AnymailMessage
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from letters.kinds import Message
from letters.models import Letter

PARAGRAPHS = re.compile(r"\n\s*\n")
METADATA = "letter"  # the name under which a provider keeps the row's uuid for us


def domain() -> str:
    """The part of our address behind the @."""
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ")


def headers(letter: Letter, message: Message) -> dict[str, str]:
    """What machines read: RFC 3834 keeps absence notes away, RFC 8058 ends letters by one press."""
    found = {
        "Message-ID": f"<{letter.uuid}@{domain()}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        found |= {
            "List-Id": f"<{letter.kind}.{domain()}>",
            "List-Unsubscribe": f"<{message.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return found


def _plain(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context, using="text").strip()


def render(message: Message) -> tuple[str, str, str]:
    """Subject, text and HTML of a message, in its reader's language."""
    with translation.override(message.language):
        context = {"service": settings.SERVICE, "language": message.language, **message.context}
        subject = " ".join(_plain(f"{message.template}.subject.txt", context).split())
        body = _plain(f"{message.template}.txt", context)
        context |= {
            "subject": subject,
            "button_label": _plain(f"{message.template}.button.txt", context),
            "body": body,
            "paragraphs": [part.strip() for part in PARAGRAPHS.split(body)],
        }
        text = _plain("letters/letter.txt", context) + "\n"
        html = render_to_string("letters/letter.html", context)
    return subject, text, html


def email(letter: Letter, message: Message) -> AnymailMessage:
    """The finished e-mail. Its Message-ID is the row's, so that a copy can be told from a second letter.

    A provider keeps the row's uuid with it and gives it back with each event.
    """
    subject, text, html = render(message)
    mail = AnymailMessage(
        subject=subject,
        body=text,
        to=[message.to],
        headers=headers(letter, message),
        metadata={METADATA: str(letter.uuid)},
        track_clicks=False,
        track_opens=False,
    )
    mail.attach_alternative(html, "text/html")
    return mail
