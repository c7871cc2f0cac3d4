"""What may come of a call about a task: one digit for each answer, and what the answer does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcentre.about import About
from callcentre.models import Outcome, Reason
from callcentre.raising import raise_task
from matching import afterwards, claims, endings, silence
from matching.models import Match
from matching.models import Outcome as Ending
from requests_app.models import HelpRequest

Act = Callable[[About, str, datetime], object]


class Then(Enum):
    """What becomes of the task."""

    SETTLED = "settled"
    AGAIN = "again"  # nobody picked up: once more in some hours, and at last a coordinator decides
    AT = "at"  # the person has named a time


@dataclass(frozen=True)
class Answer:
    """One answer: its name in the books, its words, what it does."""

    code: str
    label: Any
    outcome: Outcome = Outcome.INFORMATION
    act: Act = lambda _about, _by, _now: None
    then: Then = Then.SETTLED


class NothingBehind(Exception):
    """The row that the task was about is gone."""


def _request(about: About) -> HelpRequest:
    if about.help_request is None:
        raise NothingBehind
    return about.help_request


def _match(about: About) -> Match:
    if about.match is None:
        raise NothingBehind
    return about.match


def _worry(about: About, _by: str, now: datetime) -> None:
    """Whoever leads the call centre hears of it as a task of its own, at once."""
    purpose = f"{Reason.WORRY}:{about.task.uuid}"
    raise_task(
        Reason.WORRY, about.task.subject, due_at=now, now=now,
        language=about.language, urgent=True, purpose=purpose,
    )  # fmt: skip


NO_ANSWER = Answer("no_answer", _("no answer"), Outcome.NO_ANSWER, then=Then.AGAIN)
AT = Answer("call_back", _("call back at …"), Outcome.CALL_BACK, then=Then.AT)
WORRY = Answer("worry", _("I am worried"), Outcome.WORRY, _worry)
SETTLED = Answer("settled", _("settled"))

ANSWERS: dict[str, tuple[Answer, ...]] = {
    Reason.CHECK: (
        Answer(
            "confirmed",
            _("yes, needs this help"),
            Outcome.STATUS,
            lambda about, by, now: endings.release(_request(about), by=by, now=now),
        ),
        Answer(
            "not_real",
            _("not needed, or not a real request"),
            Outcome.STATUS,
            lambda about, by, now: endings.cancel(_request(about), by=by, now=now),
        ),
        NO_ANSWER,
        AT,
    ),
    Reason.SILENT: (
        Answer(
            "done",
            pgettext_lazy("a volunteer about a task", "it is done"),
            act=lambda about, by, now: claims.done(_match(about), by, now),
        ),
        Answer(
            "still_on_it",
            _("still on it"),
            act=lambda about, by, now: silence.still_on_it(_match(about), by, now),
        ),
        Answer(
            "given_back",
            _("gives it back"),
            act=lambda about, by, now: claims.give_back(_match(about), Ending.GIVEN_BACK, by, now),
        ),
        NO_ANSWER,
        AT,
    ),
    Reason.HOW_WENT: (
        Answer(
            "well",
            _("it went well"),
            Outcome.STATUS,
            lambda about, _by, now: afterwards.went_well(_request(about), now),
        ),
        Answer(
            "nobody_came",
            _("nobody came"),
            Outcome.STATUS,
            lambda about, by, now: afterwards.nobody_came(_request(about), by=by, now=now),
        ),
        NO_ANSWER,
        WORRY,
        AT,
    ),
    Reason.TELL: (Answer("told", _("told"), Outcome.STATUS), NO_ANSWER, WORRY, AT),
    Reason.CALL_BACK: (SETTLED, NO_ANSWER, AT, WORRY),
    Reason.VOICEMAIL: (SETTLED, NO_ANSWER, AT, WORRY),
    Reason.WORRY: (SETTLED, NO_ANSWER, AT),
}
# What only asks, or tells: three tries are enough, and nobody must decide.
MAY_REST: tuple[str, ...] = (Reason.HOW_WENT, Reason.TELL)


def by_key(reason: str) -> dict[str, Answer]:
    """The answers to tasks of this reason by the key that gives them: "1", "2", …"""
    return {str(number): each for number, each in enumerate(ANSWERS[reason], start=1)}
