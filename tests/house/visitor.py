"""Somebody with a browser, and the one person whose unmistakable facts nobody may see too early."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from matching import claims
from matching.models import Invitation, Match
from requests_app import whereabouts
from requests_app.models import HelpRequest
from tests import cast
from volunteers.models import Volunteer

NAME, ASKED_BY = "Zénobie Quetschlander", "Théodule Brindezingue"
PERSON: dict[str, Any] = {
    "name": NAME,
    "phone": "+3225129876",
    "street": "Rue du Hanneton 7719",
    "email": "zq@mirabellose.example",
    "notes": "trois bocaux de cornichonnade",
    "asked_by": ASKED_BY,
}
CODE_WORD = "xylophone wallaby"
ANYBODY, ASKER, CLAIMER = "anybody", "asker", "claimer"


@dataclass(frozen=True)
class Shown:
    """One answer of the house: what it was asked for, and who had the key to ask."""

    name: str
    path: str
    response: Any
    holder: str = ANYBODY
    method: str = "GET"
    framed: bool = True

    @property
    def html(self) -> str:
        """The page's text."""
        return str(self.response.content.decode())


@dataclass
class Visitor:
    """Somebody with a browser, who reads one language and remembers all that was shown."""

    language: str
    client: Client = field(default_factory=Client)
    seen: list[Shown] = field(default_factory=list)

    def path(self, view: str, *args: Any) -> str:
        """The address of a page in the visitor's language."""
        with translation.override(self.language):
            return reverse(view, args=args)

    def get(self, name: str, path: str, status: int = 200, holder: str = ANYBODY) -> None:
        """Open a page, and keep it."""
        self._keep(Shown(name, path, self.client.get(path), holder), status)

    def post(
        self, name: str, path: str, data: dict[str, Any], status: int = 200, holder: str = ANYBODY
    ) -> None:
        """Send a form, and keep the page that it leads to; nobody after it finds what was typed."""
        answer = self.client.post(path, data)
        if answer.status_code == 302:
            self.get(name, answer["Location"], status, holder)
            self.client.cookies.clear()
        else:
            self._keep(Shown(name, path, answer, holder, "POST"), status)

    def _keep(self, shown: Shown, status: int) -> None:
        assert shown.response.status_code == status, (shown.name, shown.path, shown.response.status_code)
        self.seen.append(shown)

    def volunteer(self, **changes: Any) -> Volunteer:
        """A new neighbour who reads this language."""
        return cast.volunteer(now=timezone.now(), language=self.language, **changes)

    def request(self, **changes: Any) -> HelpRequest:
        """A new request of the one person."""
        facts = {**PERSON, "language": self.language, **changes}
        made = cast.help_request(now=timezone.now() - timedelta(hours=3), **facts)
        made.code_word = CODE_WORD
        made.save()
        return made

    def nowhere(self) -> HelpRequest:
        """A new request of the one person, at a place that nobody knows."""
        row = self.request()
        HelpRequest.objects.filter(pk=row.pk).update(postcode="0001", lat=None, lon=None, located_at=None)
        row.refresh_from_db()
        whereabouts.place(row, timezone.now())
        return row

    def invitation(self, **changes: Any) -> Invitation:
        """A new neighbour is asked for a new request."""
        return cast.invite(self.request(**changes), [self.volunteer()])[0]

    def match(self, **changes: Any) -> Match:
        """A new neighbour has said yes to a new request."""
        return claims.claim(self.invitation(**changes), timezone.now())
