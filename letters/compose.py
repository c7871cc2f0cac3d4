"""A letter's words: three templates and a language in, finished message out.

`<letter>.subject.txt` and `<letter>.button.txt` are a line each, `<letter>.txt`
is the text. The HTML is the same text in the house's frame: one source, so that
the two can never say different things.
"""

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from letters.kinds import Message
from letters.models import Letter

PARAGRAPHS = re.compile(r"\n\s*\n")


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


def email(letter: Letter, message: Message) -> EmailMultiAlternatives:
    """The finished e-mail. Its Message-ID is the row's, so that a copy can be told from a second letter."""
    subject, text, html = render(message)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[message.to],
        headers={
            "Message-ID": f"<{letter.uuid}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail
