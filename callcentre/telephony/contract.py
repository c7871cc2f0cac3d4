"""What any telephony gives: who it is, a word about one call, and a card for the operator's phone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import phonenumbers
from django.conf import settings

from callcentre.models import Direction
from covidsol.telephony import Account


class Stranger(Exception):
    """Whoever posted this is not our telephony."""


class Garbled(Exception):
    """This is no word of a telephony."""


class Unshown(Exception):
    """A card was not shown.

    `status` is what the telephony answered, None if it did not; `retry_after`
    the seconds that it asks for; `is_sure` is False if it may be shown all the same.
    """

    def __init__(self, status: int | None = None, retry_after: int = 0, *, is_sure: bool = True) -> None:
        super().__init__(f"status {status}")
        self.status, self.retry_after, self.is_sure = status, retry_after, is_sure


class What(StrEnum):
    """What a word is about."""

    BEGAN = "began"
    RINGS = "rings"
    DECLINED = "declined"
    HAS = "has"
    ENDED = "ended"
    VOICEMAIL = "voicemail"


class Agent(NamedTuple):
    """An operator as the telephony knows her."""

    number: str
    email: str


class Heard(NamedTuple):
    """A genuine word, not read yet: the same one told twice has the same key (at most 120 letters)."""

    event: str
    key: str
    payload: str


@dataclass(frozen=True)
class Word:
    """A word about one call in our own terms.

    `phone` of the other side is E.164, or "" if it is hidden or no number; the
    agent is whom the word is about; a time that it does not tell is None.
    """

    call: str
    what: What
    at: datetime
    direction: Direction
    phone: str
    agent: Agent | None
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    has_voicemail: bool


class Line(NamedTuple):
    """A line of a card: what it is about, and what there is to say."""

    label: str
    text: str


class Card(NamedTuple):
    """What an operator sees beside the number that rings; the link leads to our own desk."""

    title: str
    link: str
    lines: list[Line]


@dataclass(frozen=True)
class Telephony:
    """One provider.

    `hear` takes what was posted (body, headers): None if it is genuine and says
    nothing that we need; raises Stranger or Garbled. `read` makes a word of a
    payload that was heard; raises whatever a form that we do not know makes it
    raise. `show` puts a card beside a call; raises Unshown.
    """

    name: str
    hear: Callable[[bytes, Mapping[str, str], Account], Heard | None]
    read: Callable[[str], Word]
    show: Callable[[Account, str, Card], None]


def e164(text: str) -> str:
    """A number as a telephony writes it, in E.164; "" for hidden ones and for what is no number."""
    try:
        number = phonenumbers.parse(text, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
