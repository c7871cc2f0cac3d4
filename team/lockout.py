"""How often somebody may try a password or a code: counts under keyed fingerprints, no names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.http import HttpRequest

from privacy.limits import Limit, visitors_address

WITHIN = timedelta(minutes=15)
PASSWORDS = Limit("team-password", 5, WITHIN)  # for one name from one network
NAMES = Limit("team-names", 50, WITHIN)  # from one network, whatever the names: one password tried on many
CODES = Limit("team-code", 5, WITHIN)  # for one person, wherever the password came from
LETTERS = Limit("team-forgotten", 10, timedelta(hours=1))  # from one network


@dataclass(frozen=True)
class Try:
    """One try at a door: whose counts it spends, and when."""

    counts: tuple[tuple[Limit, str], ...]
    now: datetime

    def spend(self) -> bool:
        """Count it before it is judged, so that many at once count too; whether it may go on."""
        spent = [limit.spend(who, self.now) for limit, who in self.counts]
        return all(spent)

    def was_right(self) -> None:
        """It was no failure and does not count."""
        for limit, who in self.counts:
            limit.give_back(who, self.now)


def password(request: HttpRequest, username: str, now: datetime) -> Try:
    """A try at a password."""
    network = visitors_address(request)
    return Try(((PASSWORDS, f"{username.lower()}|{network}"), (NAMES, network)), now)


def code(user: User, now: datetime) -> Try:
    """A try at a code of the second factor."""
    return Try(((CODES, str(user.pk)),), now)


def letters(request: HttpRequest, now: datetime) -> Try:
    """A letter for a forgotten password."""
    return Try(((LETTERS, visitors_address(request)),), now)
