"""The register of the kinds of letter: who composes each, and how urgent it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Message:
    """What one letter says, to whom, in which language; the templates give it its words."""

    to: str
    language: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    recipient: str = ""  # keyed fingerprint of the address, by which letters to one person are counted
    unsubscribe_url: str = ""  # answers RFC 8058's POST; for letters that one may have too many of


Compose = Callable[[UUID], Message | None]


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter. `compose` gets the uuid of the row that the letter is about, when it is sent.

    It returns None if the letter makes no more sense by then; it never sends.
    A lower priority goes first.
    """

    name: str
    compose: Compose
    priority: int


URGENT, USUAL, WAVE = 0, 5, 9
_register: dict[str, LetterKind] = {}


def register(name: str, compose: Compose, priority: int = USUAL) -> None:
    """Make a kind known; called by apps in their ready()."""
    _register[name] = LetterKind(name, compose, priority)


def kind(name: str) -> LetterKind:
    """The kind of this name; KeyError if no app has registered it."""
    return _register[name]


def names() -> list[str]:
    """All the kinds there are, in alphabetical order."""
    return sorted(_register)
