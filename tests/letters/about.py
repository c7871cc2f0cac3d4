"""For each kind of letter a row to write it about, in a language, to somebody of this name."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from matching import claims, dispatch, endings, silence
from matching.models import Match, Outcome
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from volunteers import membership

HOSTILE = '<script>alert(1)</script> O\'Neill & "Fils"'


def unconfirmed(language: str, name: str) -> UUID:
    """A sign-up without an answer."""
    wanted = cast.sign_up(language=language, name=name)
    membership.register(wanted, NOON)
    made = membership.find_by_email(wanted.email)
    assert made
    return made.uuid


def confirmed(language: str, name: str) -> UUID:
    """Somebody who helps."""
    return cast.volunteer(language=language, name=name).uuid


def request(language: str, name: str) -> HelpRequest:
    """A request with a hostile list, asked for by somebody else."""
    return cast.help_request(
        language=language, name=name, email="nadia@example.org", notes=f"{HOSTILE}\nmilk", street=HOSTILE,
        asked_by=HOSTILE, weekly=True, wanted_on=NOON.date(),
    )  # fmt: skip


def match(language: str, name: str) -> Match:
    """A yes."""
    volunteer = cast.volunteer(language=language, name=name)
    return claims.claim(invite(request(language, name), [volunteer])[0], NOON)


def invited(language: str, name: str) -> UUID:
    """Somebody who was asked."""
    return invite(request(language, name), [cast.volunteer(language=language, name=name)])[0].uuid


def cancelled(language: str, name: str) -> UUID:
    """A yes to what was cancelled then."""
    made = match(language, name)
    endings.cancel(HelpRequest.objects.get(), by="requester", now=NOON)
    return made.uuid


def expired(language: str, name: str) -> UUID:
    """A request that nobody took."""
    made = request(language, name)
    endings.expire(made, now=NOON + timedelta(days=9))
    return made.uuid


def in_reserve(language: str, name: str) -> UUID:
    """An invitation that came too late."""
    late = invite(request(language, name), [cast.volunteer(language=language, name=name)])[0]
    claims.reserve(late, NOON)
    return late.uuid


def on_the_call_list(language: str, name: str) -> UUID:
    """A request that letters have not answered."""
    made = request(language, name)
    dispatch.hand_over(made, NOON)
    return made.uuid


def lapsed(language: str, name: str) -> UUID:
    """A claim without a report."""
    made = match(language, name)
    silence.lapse(made, NOON)
    return made.uuid


def given_back(language: str, name: str) -> UUID:
    """A claim that came to nothing."""
    made = match(language, name)
    claims.give_back(made, Outcome.GIVEN_BACK, "volunteer", NOON)
    return made.uuid


ABOUT: dict[str, Callable[[str, str], UUID]] = {
    "volunteer_confirm": unconfirmed,
    "volunteer_known": confirmed,
    "volunteer_welcome": confirmed,
    "request_received": lambda language, name: request(language, name).uuid,
    "invitation": invited,
    "contact": lambda language, name: match(language, name).uuid,
    "matched": lambda language, name: match(language, name).uuid,
    "no_longer_needed": cancelled,
    "expired": expired,
    "free_again": in_reserve,
    "calling": on_the_call_list,
    "reminder": lambda language, name: match(language, name).uuid,
    "lapsed": lapsed,
    "asked_again": lapsed,
    "looking_again": given_back,
}
