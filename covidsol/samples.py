"""Every kind of letter about invented people, to be looked at: made in a transaction that is rolled back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from callcentre import joining as joining_phone
from callcentre.models import Call, Operator
from catalogue.kinds import KINDS
from exchange.models import Addressee, Mailing
from letters import compose, pulse
from letters.kinds import Message
from letters.kinds import kind as kind_of
from letters.outbox import letter, post
from matching import afterwards, claims, dispatch, endings, silence
from matching.models import Invitation, Match, Outcome
from paper import joining
from paper.models import Arrival
from requests_app import intake, whereabouts
from requests_app.models import Channel, HelpRequest
from team import accounts
from team.models import Member
from volunteers import mailbox, membership
from volunteers.models import Volunteer

NAMES = {"fr": "Victor Lambert", "nl": "Wim Peeters", "de": "Jürgen Schmitz", "en": "Ann Brown"}


@dataclass(frozen=True)
class Stage:
    """The few people that a letter is about, all of whom read one language."""

    language: str
    now: datetime
    name: str
    notes: str = "2 l"
    street: str = "Rue du Canari 77"
    asked_by: str = ""

    def signed_up(self) -> Volunteer:
        """Somebody who has not confirmed yet."""
        sign_up = membership.SignUp(
            name=self.name, email=f"{uuid4().hex}@example.org", phone="+32470123456", street="",
            postcode="1050", language=self.language, languages=[self.language], kinds=15, travel_km=5,
        )  # fmt: skip
        membership.register(sign_up, self.now)
        return Volunteer.objects.latest("pk")

    def volunteer(self) -> Volunteer:
        """Somebody who helps."""
        made = self.signed_up()
        membership.confirm(made, self.now)
        made.refresh_from_db()
        return made

    def moving(self) -> Volunteer:
        """Somebody who wants his letters elsewhere."""
        made = self.volunteer()
        mailbox.ask(made, f"{uuid4().hex}@example.org", self.now)
        return made

    def request(self) -> HelpRequest:
        """Somebody who needs shopping."""
        ask = intake.Ask(
            form_key=uuid4(), kind=KINDS[0].code, name=self.name, phone="+3225123499", postcode="1050",
            street=self.street, language=self.language, languages=[self.language], weekly=True,
            email="nadia@example.org", notes=self.notes, asked_by=self.asked_by, wanted_on=self.now.date(),
        )  # fmt: skip
        return intake.take_down(ask, channel=Channel.WEB, now=self.now)

    def member(self) -> Member:
        """Somebody of the team who has not chosen a password yet."""
        email = f"{uuid4().hex}@example.org"
        user = accounts.open_account(email, self.name, self.language, "coordinator", "console", self.now)
        return accounts.member_of(user)

    def invitation(self) -> Invitation:
        """Somebody who was asked."""
        return Invitation.objects.create(
            help_request=self.request(), volunteer=self.volunteer(), wave=1, asked_at=self.now, km=0.8
        )

    def match(self) -> Match:
        """Somebody who has said yes."""
        return claims.claim(self.invitation(), self.now)

    def after(self, act: Callable[[Match], object]) -> UUID:
        """A yes, and what came of it."""
        match = self.match()
        act(match)
        return match.uuid

    def late_letter(self) -> UUID:
        """A letter that waits too long."""
        late = letter("volunteer_welcome", uuid4(), now=self.now - 2 * pulse.TOO_LATE)
        post([late])
        return late.uuid

    def request_after(self, act: Callable[[HelpRequest], object]) -> UUID:
        """A request, and what came of it."""
        row = self.request()
        act(row)
        return row.uuid

    def to_many(self) -> UUID:
        """A letter to many, at one of them."""
        words = {self.language: {"subject": self.name, "text": self.notes}}
        mailing = Mailing.objects.create(
            by="staff:1", at=self.now, group={}, count=1, texts=words, approved_by="staff:2",
            approved_at=self.now,
        )  # fmt: skip
        return Addressee.objects.create(mailing=mailing, volunteer=self.volunteer()).uuid

    def reserve(self) -> UUID:
        """Somebody who came too late."""
        late = self.invitation()
        claims.reserve(late, self.now)
        return late.uuid


def _ended(stage: Stage) -> Callable[[Match], object]:
    def act(match: Match) -> None:
        row = HelpRequest.objects.get(pk=match.help_request_id)
        endings.cancel(row, by="requester", now=stage.now)

    return act


def _not_found(row: HelpRequest, now: datetime) -> None:
    """Nobody knows where it lies: the postcode is none."""
    HelpRequest.objects.filter(pk=row.pk).update(postcode="0000")
    row.refresh_from_db()
    whereabouts.place(row, now, hurry=True)


def _by_poster(stage: Stage) -> UUID:
    """A volunteer has scanned somebody's poster."""
    known, help_request = stage.volunteer(), stage.request()
    joining.say_hello(known.email, help_request, stage.now)
    return Arrival.objects.get(volunteer=known, help_request=help_request).uuid


def _operator(stage: Stage, *acts: Callable[[Operator], object]) -> Operator:
    """Somebody who has offered to take calls, and what came of it."""
    offer = joining_phone.Offer(
        name=stage.name, email=f"{uuid4().hex}@example.org", phone="+32470123456", language=stage.language,
        languages=[stage.language], hours="morning", why="",
    )  # fmt: skip
    joining_phone.offer(offer, stage.now)
    made = Operator.objects.latest("pk")
    for act in acts:
        act(made)
        made.refresh_from_db()
    return made


def _waiting(stage: Stage, *acts: Callable[[Operator], object]) -> Operator:
    return _operator(stage, lambda made: joining_phone.confirm(made, stage.now), *acts)


def _approved(stage: Stage) -> Operator:
    return _waiting(stage, lambda made: joining_phone.approve(made, "staff:1", stage.now))


def _shift(stage: Stage) -> UUID:
    start = stage.now + timedelta(days=1)
    return _approved(stage).shifts.create(starts_at=start, ends_at=start + timedelta(hours=3)).uuid


def _reported_done(stage: Stage) -> Match:
    match = stage.match()
    claims.done(match, "volunteer", stage.now)
    match.refresh_from_db()
    return match


def _nobody_came(stage: Stage) -> UUID:
    """The person says that nobody came."""
    match = _reported_done(stage)
    afterwards.nobody_came(match.help_request, by="requester", now=stage.now)
    return match.uuid


def _worry(stage: Stage) -> UUID:
    """A call about which an operator is worried."""
    return Call.objects.create(direction="in", outcome="worry", started_at=stage.now, note=stage.notes).uuid


ABOUT: dict[str, Callable[[Stage], UUID]] = {
    "volunteer_confirm": lambda stage: stage.signed_up().uuid,
    "volunteer_known": lambda stage: stage.volunteer().uuid,
    "volunteer_welcome": lambda stage: stage.volunteer().uuid,
    "volunteer_new_email": lambda stage: stage.moving().uuid,
    "volunteer_email_changes": lambda stage: stage.moving().uuid,
    "volunteer_data": lambda stage: stage.volunteer().uuid,
    "request_received": lambda stage: stage.request().uuid,
    "place_not_found": lambda stage: stage.request_after(lambda row: _not_found(row, stage.now)),
    "invitation": lambda stage: stage.invitation().uuid,
    "free_again": lambda stage: stage.reserve(),
    "contact": lambda stage: stage.match().uuid,
    "matched": lambda stage: stage.match().uuid,
    "reminder": lambda stage: stage.match().uuid,
    "claimer_unreachable": lambda stage: stage.match().uuid,
    "lapsed": lambda stage: stage.after(lambda match: silence.lapse(match, stage.now)),
    "asked_again": lambda stage: stage.after(lambda match: silence.lapse(match, stage.now)),
    "looking_again": lambda stage: stage.after(
        lambda match: claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", stage.now)
    ),
    "no_longer_needed": lambda stage: stage.after(_ended(stage)),
    "calling": lambda stage: stage.request_after(lambda row: dispatch.hand_over(row, stage.now)),
    "expired": lambda stage: stage.request_after(
        lambda row: endings.expire(row, now=stage.now + timedelta(days=9))
    ),
    "how_went": lambda stage: _reported_done(stage).help_request.uuid,
    "nobody_came": _nobody_came,
    "paper_known": _by_poster,
    "operator_confirm": lambda stage: _operator(stage).uuid,
    "operator_known": lambda stage: _waiting(stage).uuid,
    "operator_welcome": lambda stage: _approved(stage).uuid,
    "operator_no": lambda stage: (
        _waiting(stage, lambda made: joining_phone.refuse(made, "staff:1", stage.now)).uuid
    ),
    "shift_reminder": _shift,
    "to_many": lambda stage: stage.to_many(),
    "late_post": lambda stage: stage.late_letter(),
    "team_invited": lambda stage: stage.member().uuid,
    "team_password": lambda stage: stage.member().uuid,
    "team_second_factor": lambda stage: stage.member().uuid,
    "worry_raised": _worry,
}


def written(kind: str, language: str) -> tuple[Message, str, str, str]:
    """A sample of this kind: the message, its subject, text and HTML. Leaves no row behind."""
    with transaction.atomic():
        about = ABOUT[kind](Stage(language, timezone.now(), NAMES[language]))
        message = kind_of(kind).compose(about)
        if message is None:
            raise LookupError(kind)
        found = (message, *compose.render(message))
        transaction.set_rollback(True)
    return found
