"""The fuse before a server: after so many failures in a row all processes rest, then one tries again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from outside.models import Peer


@dataclass(frozen=True)
class Fuse:
    """The fuse before the server of this name, shared by all processes through its row."""

    name: str
    most: int = 5  # failures in a row
    rest: timedelta = timedelta(seconds=60)

    def may_try(self, now: datetime) -> bool:
        """Whether this process may ask: the fuse is whole, or it is the one to try it.

        The UPDATE names the end of the rest that we saw, so of many processes one
        tries, and the others rest for as long again.
        """
        row = self._rows().first()
        if row is None or row.rests_until is None:
            return True
        if row.rests_until > now:
            return False
        return bool(self._rows().filter(rests_until=row.rests_until).update(rests_until=now + self.rest))

    def failed(self, now: datetime) -> None:
        """One more failure; with the last one allowed, or in a trial, the rest begins."""
        Peer.objects.get_or_create(pk=self.name)
        self._rows().update(failures=F("failures") + 1)
        self._rows().filter(failures__gte=self.most).update(rests_until=now + self.rest)

    def refused(self, now: datetime, rest: timedelta) -> None:
        """The server itself asks to be left alone: the rest begins at once, and lasts as long as it says."""
        facts = {"failures": self.most, "rests_until": now + rest}
        Peer.objects.update_or_create(pk=self.name, defaults=facts)

    def worked(self) -> None:
        """The server did what was asked."""
        self._rows().filter(failures__gt=0).update(failures=0, rests_until=None)

    def _rows(self) -> QuerySet[Peer]:
        return Peer.objects.filter(pk=self.name)
