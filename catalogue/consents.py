"""The texts that people agree to, with the version that is stored beside their yes.

Change a sentence, and its version changes with it: a test compares both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Text:
    """One text, by name and version."""

    name: str
    version: str
    words: StrOrPromise


ASK = Text(
    "ask",
    "2026-11-24",
    _(
        "I agree that the volunteer who says yes and the team see the name, phone number, address and list. "
        "Nobody else sees them."
    ),
)
ASK_FOR_OTHER = Text(
    "ask-for-other",
    "2026-11",
    _("This person knows that I ask for them and agrees."),
)
CHARTER = Text(
    "charter",
    "2026-11",
    _(
        "I am 18 or older. I keep what I learn about people to myself, keep my distance, "
        "and never ask for a bank card or a PIN."
    ),
)
OPERATOR = Text(
    "operator",
    "2026-11",
    _(
        "I am 18 or older. I keep what callers tell me to myself, also later, "
        "and never ask for a bank card or a PIN."
    ),
)
NEWS = Text(
    "news",
    "2026-11",
    _(
        "In a week without a request for me, write to me what happened near me. "
        "I can stop this letter at any time."
    ),
)
PROMISE = Text("promise", "2026-11", _("I will ring this person within two hours."))
TEXTS = (ASK, ASK_FOR_OTHER, CHARTER, OPERATOR, NEWS, PROMISE)
