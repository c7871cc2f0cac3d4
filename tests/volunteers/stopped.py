"""Hugo, who is stopped in one of several ways, and what he brings along when he comes again."""

from datetime import timedelta

from matching import endings
from matching.report_rows import Verdict
from privacy.retention import UNCONFIRMED_VOLUNTEER
from tests import cast
from tests.cast import NOON
from tests.matching.reporting import by_her, met, settle
from volunteers import mailbox, membership, wishes
from volunteers.models import Volunteer

PHONE, EMAIL = "+32470987654", "hugo@example.net"
OTHER_PHONE, OTHER_EMAIL = "+32470555111", "else@example.net"
SECOND = timedelta(seconds=1)


def hugo() -> Volunteer:
    """Somebody who will be stopped."""
    return cast.volunteer(phone=PHONE, email=EMAIL)


def blocked() -> None:
    endings.block_volunteer(hugo(), by="staff:1", now=NOON)


def left_while_held() -> None:
    gone = hugo()
    by_her(met(cast.help_request(), gone))
    endings.volunteer_leaves(gone, NOON)


def blocked_when_he_had_left() -> None:
    gone = hugo()
    report = by_her(met(cast.help_request(), gone))
    endings.volunteer_leaves(gone, NOON)
    settle(report, Verdict.BLOCKED)


def blocked_before_he_confirmed() -> None:
    """Such a row is deleted within the week."""
    membership.register(cast.sign_up(phone=PHONE, email=EMAIL), NOON - UNCONFIRMED_VOLUNTEER)
    row = membership.find_by_email(EMAIL)
    assert row
    membership.block(row, "staff:1", NOON)
    assert membership.forget_unconfirmed(NOON) == 1


def left_with_another_phone() -> None:
    """Held back he changes what we know of him, then goes."""
    gone = hugo()
    by_her(met(cast.help_request(), gone))
    wishes.change_phone(gone, "+32470000001", NOON)
    change_email(gone, "new@example.net")
    endings.volunteer_leaves(gone, NOON)


def change_email(volunteer: Volunteer, to: str) -> bool:
    mailbox.ask(volunteer, to, NOON)
    return mailbox.confirm(volunteer, NOON)


STOPPED = [
    blocked, left_while_held, blocked_when_he_had_left, blocked_before_he_confirmed, left_with_another_phone
]  # fmt: skip
