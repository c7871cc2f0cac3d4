"""The register of the kinds of letter: who composes each, and how urgent it is."""

from collections.abc import Callable, Mapping, Sequence
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
ComposeAll = Callable[[Sequence[UUID]], Mapping[UUID, Message]]


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter. `compose_all` gets the uuids of the rows that letters are about, when they are sent.

    It leaves out those whose letter makes no more sense by then; it never
    sends. A lower priority goes first.
    """

    name: str
    compose_all: ComposeAll
    priority: int

    def compose(self, subject: UUID) -> Message | None:
        """The letter about one row; None if it makes no more sense."""
        return self.compose_all([subject]).get(subject)


URGENT, USUAL, WAVE = 0, 5, 9
# Whoever needs help is written about first; the daily limit holds these as it holds waves.
AFTER_WAVES = WAVE + 1
_register: dict[str, LetterKind] = {}


def register(name: str, compose: Compose, priority: int = USUAL) -> None:
    """Make a kind known that is composed row by row; called by apps in their ready()."""

    def one_by_one(subjects: Sequence[UUID]) -> dict[UUID, Message]:
        return {each: message for each in subjects if (message := compose(each))}

    register_many(name, one_by_one, priority)


def register_many(name: str, compose_all: ComposeAll, priority: int = USUAL) -> None:
    """Make a kind known of which there are so many that their rows are better read together."""
    _register[name] = LetterKind(name, compose_all, priority)


def kind(name: str) -> LetterKind:
    """The kind of this name; KeyError if no app has registered it."""
    return _register[name]


def names() -> list[str]:
    """All the kinds there are, in alphabetical order."""
    return sorted(_register)
