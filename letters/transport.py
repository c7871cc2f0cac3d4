"""Handing letters over: one by one on one connection, or all in one call where a provider can merge."""

from collections.abc import Iterator, Sequence
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused, SMTPServerDisconnected
from typing import NamedTuple

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from anymail.message import AnymailMessage
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from letters.models import Letter

PERMANENT = 500  # RFC 5321: 5yz says no for good
CLOSING = 421  # RFC 5321: the server closes the line, whatever was asked
TOO_MANY = 429
LOST = (SMTPServerDisconnected, ConnectionError, TimeoutError)
# How a provider's own templates name a field of one recipient, where the whole text may be such a field.
MERGING = {"anymail.backends.mailgun.EmailBackend": "%recipient.{}%"}
REFUSED = {"invalid", "rejected", "failed"}  # Anymail's words for a recipient who will not get it


class Draft(NamedTuple):
    """A letter with its finished e-mail."""

    letter: Letter
    mail: AnymailMessage


class Outcome(NamedTuple):
    """What became of one letter: gone, with the provider's number; or an error."""

    letter: Letter
    error: Exception | None = None
    provider_id: str = ""


class Refused(Exception):
    """The provider will not send to this recipient."""


def goes_together() -> bool:
    """Whether a whole batch is handed over in one call."""
    return settings.EMAIL_BACKEND in MERGING


def hand_over(drafts: Sequence[Draft], connection: BaseEmailBackend) -> Iterator[Outcome]:
    """Send the letters one after the other, and tell of each as soon as it is known."""
    field = MERGING.get(settings.EMAIL_BACKEND)
    if field and len(drafts) > 1:
        yield from _merged(drafts, connection, field)
        return
    for draft in drafts:
        try:
            connection.send_messages([draft.mail])
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # one bad letter must not stop the others
            yield Outcome(draft.letter, error)
        else:
            yield _told(draft, draft.mail)


def _told(draft: Draft, sent: AnymailMessage) -> Outcome:
    """What the provider says of one recipient; SMTP says nothing, and that is a yes."""
    status = sent.anymail_status.recipients.get(draft.mail.to[0])
    if status is None:
        return Outcome(draft.letter)
    if status.status in REFUSED:
        return Outcome(draft.letter, Refused())
    return Outcome(draft.letter, provider_id=str(status.message_id or "")[:200])


def _merged(drafts: Sequence[Draft], connection: BaseEmailBackend, field: str) -> Iterator[Outcome]:
    """One call for all: subject and texts are fields that the provider fills in for each recipient.

    The provider numbers one call for all of them, and answers for all at once.
    Two letters to one person do not fit into one call: the second follows alone.
    """
    first = {draft.mail.to[0]: draft for draft in reversed(drafts)}
    try:
        call = _call(list(first.values()), field)
        connection.send_messages([call])
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        yield from (Outcome(draft.letter, error) for draft in first.values())
    else:
        yield from (_told(draft, call) for draft in first.values())
    if rest := [draft for draft in drafts if draft is not first[draft.mail.to[0]]]:
        yield from hand_over(rest, connection)


def _call(drafts: Sequence[Draft], field: str) -> AnymailMessage:
    def html(mail: AnymailMessage) -> str:
        return str(mail.alternatives[0][0])

    by_address = {draft.mail.to[0]: draft.mail for draft in drafts}
    call = AnymailMessage(
        subject=field.format("subject"),
        body=field.format("text"),
        to=list(by_address),
        merge_data={
            to: {"subject": mail.subject, "text": mail.body, "html": html(mail)}
            for to, mail in by_address.items()
        },
        merge_metadata={to: mail.metadata for to, mail in by_address.items()},
        merge_headers={to: mail.extra_headers for to, mail in by_address.items()},
        track_clicks=False,
        track_opens=False,
    )
    call.attach_alternative(field.format("html"), "text/html")
    return call


def is_permanent(error: Exception) -> bool:
    """Whether the answer is no for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, AnymailAPIError):
        code = error.status_code or 0
        return 400 <= code < PERMANENT and code not in (401, 403, 408, TOO_MANY)
    if isinstance(error, SMTPSenderRefused):
        return False
    return isinstance(error, Refused | AnymailRecipientsRefused) or (
        isinstance(error, SMTPResponseException) and error.smtp_code >= PERMANENT
    )


def is_the_servers(error: Exception) -> bool:
    """Whether the fault is the mail server's, or on the way to it: the next letter would fail as well."""
    if isinstance(error, (*LOST, SMTPSenderRefused)):
        return True
    if isinstance(error, AnymailAPIError):
        return not is_permanent(error)
    if isinstance(error, SMTPRecipientsRefused):  # smtplib hangs up after a 421, whatever it was about
        return any(code == CLOSING for code, _text in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code == CLOSING
