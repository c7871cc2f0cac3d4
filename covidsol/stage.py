"""The few invented people whom sample letters are about; nobody keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from catalogue.kinds import KINDS
from exchange.models import Addressee, Mailing
from letters import pulse
from letters.outbox import letter, post
from matching import claims
from matching.models import Invitation, Match
from requests_app import intake
from requests_app.models import Channel, HelpRequest
from team import accounts
from team.models import Member
from volunteers import mailbox, membership
from volunteers.models import Volunteer


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
