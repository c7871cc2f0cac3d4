"""Every kind of letter that the house can write, about the one person of the scenes."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from callcentre import joining
from callcentre.models import Call
from exchange.models import Addressee, Mailing
from impact import nearby, picture, weekly
from impact.models import Published
from letters import compose
from letters.kinds import Message, kind
from letters.models import Letter
from matching import afterwards, claims, dispatch, endings, reports, silence
from matching.models import Invitation, Outcome
from matching.report_rows import Side, What
from team import accounts
from tests import cast
from tests.house import phone_scenes
from tests.house.impact_scenes import figures
from tests.house.paper_scenes import came
from tests.house.visitor import ANYBODY, ASKER, CLAIMER, PERSON, Visitor
from volunteers import listed, mailbox, membership

# To whom a kind goes; one that is not named here goes to somebody who may know nothing.
TO_THE_ASKER = (
    "request_received",
    "matched",
    "expired",
    "calling",
    "asked_again",
    "looking_again",
    "place_not_found",
    "how_went",
)
HOLDERS = {**dict.fromkeys(("contact", "changed"), CLAIMER), **dict.fromkeys(TO_THE_ASKER, ASKER)}


@dataclass(frozen=True)
class Written:
    """One letter, ready to be sent."""

    kind: str
    message: Message
    subject: str
    text: str
    html: str

    @property
    def holder(self) -> str:
        return HOLDERS.get(self.kind, ANYBODY)


def write(name: str, about: UUID) -> Written:
    """One letter of this kind about this row."""
    message = kind(name).compose(about)
    assert message, f"{name} has nothing to say"
    return Written(name, message, *compose.render(message))


def letters(language: str) -> list[Written]:
    """All of them, in one language."""
    visitor, now = Visitor(language), timezone.now()
    wanted = cast.sign_up(language=language)
    membership.register(wanted, now)
    new = membership.find_by_email(wanted.email)
    assert new
    old, match, over = (
        visitor.volunteer(),
        visitor.match(kind="chemist", weekly=True),
        visitor.match(urgent=True),
    )
    expired = visitor.request()
    endings.cancel(over.help_request, by="requester", now=now)
    endings.expire(expired, now=now)
    return [
        write("volunteer_confirm", new.uuid),
        write("volunteer_known", old.uuid),
        write("volunteer_welcome", old.uuid),
        *_other_address(visitor),
        write("volunteer_data", old.uuid),
        *_to_the_team(language),
        write("request_received", visitor.request().uuid),
        write("paper_known", came(visitor, visitor.request()).uuid),
        write("place_not_found", visitor.nowhere().uuid),
        *(write("invitation", asked.uuid) for asked in _invitations(visitor)),
        write("contact", match.uuid),
        write("changed", match.uuid),
        write("matched", match.uuid),
        write("no_longer_needed", over.uuid),
        write("no_longer_needed", _released(visitor)),
        write("expired", expired.uuid),
        *_second_lives(visitor),
        *_to_the_phone(language),
        *_by_list_and_to_many(visitor),
    ]


def _by_list_and_to_many(visitor: Visitor) -> list[Written]:
    """To somebody whom others have handed in, and to many at once."""
    now, wanted = timezone.now(), cast.sign_up(language=visitor.language)
    listed.enter([wanted], source="2026", by="staff:1", now=now)
    new = membership.find_by_email(wanted.email)
    assert new
    words = {visitor.language: {"subject": "2027", "text": "2027"}}
    mailing = Mailing.objects.create(by="staff:1", at=now, group={}, count=1, texts=words, approved_at=now)
    addressee = Addressee.objects.create(mailing=mailing, volunteer=visitor.volunteer())
    return [write("volunteer_confirm", new.uuid), write("to_many", addressee.uuid)]


def _to_the_phone(language: str) -> list[Written]:
    """What is written to those who take calls, or would like to."""
    now = timezone.now()
    new, known = phone_scenes.offered(language, now), phone_scenes.waiting(language, now)
    refused, one_of_us = phone_scenes.waiting(language, now), phone_scenes.at_the_phone(language, now)
    joining.refuse(refused, "staff:1", now)
    start = now + timedelta(days=1)
    shift = one_of_us.shifts.create(starts_at=start, ends_at=start + timedelta(hours=3))
    return [
        write("operator_confirm", new.uuid),
        write("operator_known", known.uuid),
        write("operator_known", one_of_us.uuid),
        write("operator_welcome", one_of_us.uuid),
        write("operator_no", refused.uuid),
        write("shift_reminder", shift.uuid),
    ]


def _other_address(visitor: Visitor) -> list[Written]:
    """What is written to both addresses, before and after the new one has answered."""
    now, moving = timezone.now(), visitor.volunteer()
    mailbox.ask(moving, "victor.neu@example.org", now)
    letters = [write("volunteer_new_email", moving.uuid), write("volunteer_email_changes", moving.uuid)]
    mailbox.confirm(moving, now)
    return [*letters, write("volunteer_email_changes", moving.uuid)]


def _second_lives(visitor: Visitor) -> list[Written]:
    """What is written when nobody is found, somebody is silent, or somebody comes too late."""
    now, late, alone = timezone.now(), visitor.invitation(), visitor.request()
    claims.reserve(late, now)
    dispatch.hand_over(alone, now)
    on_it, silent, back = (visitor.match() for _number in range(3))
    silence.lapse(silent, now)
    claims.give_back(back, Outcome.GIVEN_BACK, "volunteer", now)
    return [
        write("free_again", late.uuid),
        write("calling", alone.uuid),
        write("reminder", on_it.uuid),
        write("lapsed", silent.uuid),
        write("asked_again", silent.uuid),
        *_afterwards(visitor),
        write("looking_again", back.uuid),
        write("claimer_unreachable", on_it.uuid),
        write("worry_raised", _worry()),
        write("week_in_figures", weekly.number_of((picture.latest() or figures()).day)),
        write(nearby.KIND, _waiting_for_news(visitor)),
        write("late_post", Letter.objects.filter(status="pending").latest("pk").uuid),
    ]


def _waiting_for_news(visitor: Visitor) -> UUID:
    """Somebody who has had nothing to do, and would like to know what others did."""
    now, reader = timezone.now(), visitor.volunteer()
    today = timezone.localdate(now)
    sunday = today - timedelta(days=today.isoweekday())
    if not Published.objects.filter(day=sunday).exists():
        figures(day=sunday)
    reader.news_due_at = now
    reader.save(update_fields=["news_due_at"])
    return reader.uuid


def _worry() -> UUID:
    """Somebody was worried about a caller."""
    return Call.objects.create(
        direction="in",
        outcome="worry",
        started_at=timezone.now(),
        phone=PERSON["phone"],
        note=PERSON["notes"],
    ).uuid


def _afterwards(visitor: Visitor) -> list[Written]:
    """What is written when it is reported done, and when the person says that nobody came."""
    now, match = timezone.now(), visitor.match()
    claims.done(match, "volunteer", now)
    question = write("how_went", match.help_request.uuid)
    afterwards.nobody_came(match.help_request, by="requester", now=now)
    said = [
        reports.report(match, side, What.OTHER, PERSON["notes"], now) for side in Side
    ]
    return [question, write("nobody_came", match.uuid), *(write("reported", each.uuid) for each in said)]


def _invitations(visitor: Visitor) -> list[Invitation]:
    wanted = timezone.localdate() + timedelta(days=2)
    return [
        visitor.invitation(kind="chemist", wanted_on=wanted, weekly=True),
        visitor.invitation(kind="listening"),
        visitor.invitation(urgent=True),
    ]


def _released(visitor: Visitor) -> UUID:
    match = claims.claim(visitor.invitation(), timezone.now())
    endings.release(match.help_request, by="staff:1", now=timezone.now())
    return match.uuid


def _to_the_team(language: str) -> list[Written]:
    """About accounts."""
    user = accounts.open_account("ines@example.org", "Ines", language, "coordinator", "clock", timezone.now())
    kinds = ("team_invited", "team_password", "team_second_factor")
    return [write(each, user.member.uuid) for each in kinds]
